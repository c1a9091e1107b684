"""The part of an item's page that shows its fields."""

from collections.abc import Mapping
from typing import cast

from django.http import HttpRequest

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.fields.access import FILL
from parvis.apps.fields.selectors import answers_of
from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Item


def fields_context(request: HttpRequest, item: Item) -> Mapping[str, object]:
    """Return what an item answers to its fields."""
    actor = cast("ActorRequest", request).actor
    return {
        "item": item,
        "answers": answers_of(item),
        "may_fill": item.trashed_at is None and access.may(actor, item, FILL),
    }
