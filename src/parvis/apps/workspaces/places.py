"""Places where things may be put: walked from folder to folder, as the actor sees them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import WorkspaceState
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.registry import kinds
from parvis.apps.workspaces.selectors import breadcrumbs
from parvis.kernel.actors import Actor

SHOWN = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder or a space, or with no `item` the list of spaces; `below` may be walked into."""

    item: Item | None
    steps: list[Item]
    below: list[Item]
    may_add: bool


def place_for(actor: Actor, moving: Item, place_id: UUID | None) -> Place:
    """Return a place, without what is being moved (raises NotFoundError)."""
    containers = [kind.name for kind in kinds().values() if kind.is_container]
    seen = access.visible_items(actor).filter(kind__in=containers).exclude(pk=moving.pk)
    if place_id is None:
        spaces = access.readable_workspaces(actor).filter(state=WorkspaceState.ACTIVE)
        below = seen.filter(pk__in=spaces.values("pk"))
        return Place(item=None, steps=[], below=_listed(below), may_add=False)
    item = access.get_item(actor, place_id)
    return Place(
        item=item,
        steps=[*breadcrumbs(actor, item), item],
        below=_listed(seen.filter(parent_id=item.pk)),
        may_add=item.kind in containers and access.may(actor, item, "add"),
    )


def _listed(items: QuerySet[Item]) -> list[Item]:
    return list(items.order_by("sort_title", "pk")[:SHOWN])
