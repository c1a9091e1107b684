"""What conversations add to the pages of items."""

from django.utils.translation import gettext_lazy as _

from parvis.apps.conversations.panels import conversation_context
from parvis.apps.conversations.selectors import texts_of, words_of_messages
from parvis.apps.workspaces.registry import (
    Panel,
    TextSource,
    register_panel,
    register_text_source,
    register_words,
)

register_words("conversations.message_added", words=words_of_messages)

register_panel(
    Panel(
        name="conversation",
        label=_("Comments"),
        icon="comments",
        template="conversations/panel.html#panel",
        context=conversation_context,
        position=20,
        is_main=True,
    )
)
register_text_source(
    TextSource(
        name="conversations.message",
        label=_("Comment"),
        icon="comment",
        texts=texts_of,
        anchor=lambda pk: f"message-{pk}",
    )
)
