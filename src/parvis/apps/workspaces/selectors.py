"""Reads about spaces, items and waiting."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, QuerySet

from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import WaitingState, WorkspaceState
from parvis.apps.workspaces.models import Item, Membership, Waiting, Workspace
from parvis.apps.workspaces.trees import ancestor_ids
from parvis.kernel.actors import Actor
from parvis.kernel.texts import folded


def visible_waiting(actor: Actor) -> QuerySet[Waiting]:
    """Return the open holds on items that the actor sees, late and soonest due first."""
    return (
        Waiting.objects.filter(
            state=WaitingState.OPEN,
            workspace__state=WorkspaceState.ACTIVE,
            organisation_id=actor.organisation_id,
            item__in=access.visible_items(actor),
        )
        .select_related("item", "item__workspace", "item__workspace__item", "party", "asked_by")
        .defer("party__photo", "asked_by__photo")
        .order_by(F("due_on").asc(nulls_last=True), "since")
    )


def waits_for(actor: Actor) -> QuerySet[Waiting]:
    """Return what waits for the actor, in person, by department or function, or standing in."""
    return visible_waiting(actor).filter(party_id__in=actor.all_party_ids)


def asked_by(actor: Actor) -> QuerySet[Waiting]:
    """Return what the actor waits for, from others."""
    return visible_waiting(actor).filter(asked_by_id=actor.party_id)


def holds_of(item_ids: Iterable[UUID]) -> dict[UUID, Waiting]:
    """Return the most pressing open hold of each item, in one query."""
    rows = (
        Waiting.objects.filter(state=WaitingState.OPEN, item_id__in=list(item_ids))
        .select_related("party")
        .defer("party__photo")
        .order_by(F("due_on").desc(nulls_first=True), "-since")
    )
    return {row.item_id: row for row in rows}


def breadcrumbs(actor: Actor, item: Item) -> list[Item]:
    """Return the items above that the actor may see, from the space down."""
    ids = ancestor_ids(item.pk)
    seen = access.visible_items(actor, with_trash=True).in_bulk(ids)
    return [seen[pk] for pk in reversed(ids) if pk in seen]


def search_items(items: QuerySet[Item], text: str) -> QuerySet[Item]:
    """Keep the items whose title contains every word typed, accents forgiven."""
    for word in folded(text).split():
        items = items.filter(sort_title__contains=word)
    return items


def memberships_of(workspace: Workspace) -> QuerySet[Membership]:
    """Return the present memberships of a space, managers first, then by name."""
    return (
        access.memberships_now()
        .filter(workspace=workspace, party__left_at__isnull=True)
        .select_related("party", "party__person")
        .defer("party__photo")
        .order_by("-role", "party__sort_name")
    )
