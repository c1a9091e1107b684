"""The panel of comments on the page of any item."""

from collections.abc import Mapping
from typing import cast

from django.http import HttpRequest

from parvis.apps.conversations.selectors import conversations_on
from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Item


def conversation_context(request: HttpRequest, item: Item) -> Mapping[str, object]:
    """Return what the panel shows to the request's actor."""
    actor = cast("ActorRequest", request).actor
    shown = conversations_on(actor, item)
    return {
        "item": item,
        "open_threads": [each for each in shown if each.conversation.resolved_at is None],
        "resolved_threads": [each for each in shown if each.conversation.resolved_at],
        "can_comment": access.may(actor, item, "comment"),
    }
