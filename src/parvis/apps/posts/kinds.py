"""Posts as a kind of items, and the tab «Publications» of spaces."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.apps.posts import presenters
from parvis.apps.posts.access import POST, RULES
from parvis.apps.workspaces.registry import ItemKind, Tool, register_kind, register_tool

register_kind(
    ItemKind(
        name=POST,
        tool="posts",
        label=_("Publication"),
        icon="megaphone",
        url=lambda item: reverse("posts:post", args=[item.pk]),
        contexts=presenters.post_contexts,
        rules=RULES,
        searchable_text=presenters.searchable_text,
        is_document=False,
    )
)
register_tool(
    Tool(
        name="posts",
        label=_("Publications"),
        icon="megaphone",
        url=lambda pk: reverse("posts:space", args=[pk]),
        position=15,
    )
)
