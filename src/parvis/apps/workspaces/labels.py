"""Tags: those of an item, and those that one might put on it."""

import re

from django.db.models import Count

from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Item, ItemTag
from parvis.kernel.actors import Actor
from parvis.kernel.texts import folded

SUGGESTED = 20
_APART = re.compile(r"[,;\n]+")


def tags_of(item: Item) -> list[str]:
    """Return the words put on an item, in order."""
    return list(item.tags.values_list("label", flat=True))


def suggested_tags(actor: Actor, item: Item, *, without: list[str]) -> list[str]:
    """Return the words most used in the item's space on what the actor sees, without its own."""
    seen = access.visible_items(actor).filter(workspace_id=item.workspace_id)
    rows = (
        ItemTag.objects.filter(item__in=seen)
        .exclude(key__in=[folded(one) for one in without])
        .values("key")
        .annotate(uses=Count("pk"))
        .order_by("-uses", "key")[:SUGGESTED]
    )
    keys = [row["key"] for row in rows]
    labels = dict(ItemTag.objects.filter(item__in=seen, key__in=keys).values_list("key", "label"))
    return [labels[key] for key in keys]


def read_tags(chosen: list[str], typed: str) -> list[str]:
    """Return the words that are ticked and those that are typed, apart by commas."""
    return [*chosen, *(part.strip() for part in _APART.split(typed) if part.strip())]
