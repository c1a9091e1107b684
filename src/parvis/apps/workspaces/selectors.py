"""Reads about spaces, items and waiting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from parvis.apps.directory.choosing import as_uuid
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import WaitingAction, WaitingState, WorkspaceState
from parvis.apps.workspaces.holders import in_hands_of
from parvis.apps.workspaces.models import Follow, Grant, Item, Membership, Waiting
from parvis.apps.workspaces.registry import Said
from parvis.apps.workspaces.trees import ids_above
from parvis.kernel.actors import NOWHERE, Actor, Role
from parvis.kernel.errors import NotFoundError
from parvis.kernel.models import Event
from parvis.kernel.texts import folded
from parvis.kernel.ui.counts import counted, read_counts

ANSWERED = "workspaces.waiting_answered"


def visible_waiting(actor: Actor) -> QuerySet[Waiting]:
    """Return the open holds on items that the actor sees, late and soonest due first."""
    return (
        Waiting.objects.filter(
            access.is_visible(actor, "item__"),
            state=WaitingState.OPEN,
            item__workspace__state__in=(WorkspaceState.ACTIVE, WorkspaceState.REQUESTED),
            organisation_id=actor.organisation_id,
        )
        .select_related("item", "item__workspace", "item__workspace__item", "party", "asked_by")
        .defer("party__photo", "asked_by__photo")
        .order_by(F("due_on").asc(nulls_last=True), "since")
    )


def waits_for(actor: Actor) -> QuerySet[Waiting]:
    """Return what waits for the actor, in person, by department or function, or standing in."""
    return visible_waiting(actor).filter(in_hands_of(actor))


def words_of_holds(events: Sequence[Event]) -> dict[UUID, Said]:
    """Return what was asked or answered in each of these events of holds, in one query."""
    named = {event.pk: as_uuid(event.payload["waiting_id"]) for event in events}
    holds = Waiting.objects.in_bulk(pk for pk in named.values() if pk)
    said = {}
    for event in events:
        pk = named[event.pk]
        if pk and (hold := holds.get(pk)):
            said[event.pk] = Said(text=hold.answer if event.type == ANSWERED else hold.message)
    return said


def asked_by(actor: Actor) -> QuerySet[Waiting]:
    """Return what the actor waits for, from others."""
    return visible_waiting(actor).filter(asked_by_id=actor.party_id).exclude(in_hands_of(actor))


def one_of_each(holds: QuerySet[Waiting]) -> QuerySet[Waiting]:
    """Keep one hold of those that ask the same of several about the same thing."""
    place = Window(
        RowNumber(),
        partition_by=[F("item_id"), F("action")],
        order_by=[F("due_on").asc(nulls_last=True), "since", "pk"],
    )
    return holds.annotate(place=place).filter(place=1)


def with_alike(holds: QuerySet[Waiting]) -> QuerySet[Waiting]:
    """Count along (`alike`) of how many the same was asked, who still have to answer."""
    same = Waiting.objects.filter(
        item_id=OuterRef("item_id"),
        action=OuterRef("action"),
        asked_by_id=OuterRef("asked_by_id"),
        state=WaitingState.OPEN,
    )
    counted = same.order_by().values("item_id").annotate(number=Count("pk")).values("number")
    return holds.annotate(alike=Coalesce(Subquery(counted), 1))


@dataclass(frozen=True, slots=True)
class WaitingCounts:
    """How many holds are the actor's, how many of these are late, and how many they wait for."""

    mine: int = 0
    late: int = 0
    asked: int = 0


def counted_waiting(actor: Actor) -> QuerySet[Waiting, Any]:
    """Return the query of the actor's counts, named as in `WaitingCounts`."""
    mine = in_hands_of(actor)
    asked = Q(asked_by_id=actor.party_id) & ~mine
    return counted(
        visible_waiting(actor).filter(mine | asked),
        mine=Count("pk", filter=mine),
        late=Count("pk", filter=mine & Q(due_on__lt=timezone.localdate())),
        asked=Count("pk", filter=asked),
    )


def waiting_counts(actor: Actor) -> WaitingCounts:
    """Return the actor's counts in one query."""
    return WaitingCounts(**read_counts(counted_waiting(actor)))


def item_holds(item: Item) -> tuple[list[Waiting], list[Waiting]]:
    """Return the open holds of an item, late first, and the ended ones, latest first."""
    rows = (
        Waiting.objects.filter(item=item)
        .select_related("item__workspace__item", "party", "asked_by", "ended_by")
        .defer("party__photo", "asked_by__photo", "ended_by__photo")
        .order_by(F("due_on").asc(nulls_last=True), "since")
    )
    is_open = [row for row in rows if row.state == WaitingState.OPEN]
    ended = [row for row in rows if row.state != WaitingState.OPEN]
    return is_open, sorted(ended, key=lambda row: row.ended_at or row.since, reverse=True)


def get_hold(actor: Actor, waiting_id: UUID) -> Waiting:
    """Return a hold, open or not, on an item that the actor sees (raises NotFoundError)."""
    hold = (
        Waiting.objects.filter(
            pk=waiting_id,
            organisation_id=actor.organisation_id,
            item__in=access.visible_items(actor),
        )
        .select_related("item__workspace__item", "party", "asked_by", "ended_by")
        .defer("party__photo", "asked_by__photo", "ended_by__photo")
        .first()
    )
    if hold is None:
        raise NotFoundError
    return hold


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
    if item.parent_id is None:
        return []
    seen = access.visible_items(actor, with_trash=True).filter(pk=OuterRef("pk"))
    above = {
        one.pk: one
        for one in Item.objects.filter(pk__in=ids_above(item.pk)).annotate(is_seen=Exists(seen))
    }
    steps: list[Item] = []
    at: UUID | None = item.parent_id
    while at in above:
        one = above.pop(at)
        if one.is_seen:
            steps.insert(0, one)
        at = one.parent_id
    return steps


def search_items(items: QuerySet[Item], text: str) -> QuerySet[Item]:
    """Keep the items whose title contains every word typed, accents forgiven."""
    for word in folded(text).split():
        items = items.filter(sort_title__contains=word)
    return items


def decision_hold(workspace_id: UUID) -> Waiting | None:
    """Return the last hold by which somebody asked for a space."""
    return (
        Waiting.objects.filter(item_id=workspace_id, action=WaitingAction.DECIDE)
        .select_related("asked_by")
        .defer("asked_by__photo")
        .order_by("-since")
        .first()
    )


def item_named(item_id: UUID | None) -> Item | None:
    """Return an item whoever asks: for reactions, which then hold it to each reader's rights."""
    items = Item.objects.select_related("workspace")
    return items.filter(pk=item_id).first() if item_id else None


def hold_named(waiting_id: object) -> Waiting | None:
    """Return a hold by the id of an event's payload: for reactions."""
    known = as_uuid(waiting_id)
    return Waiting.objects.filter(pk=known).first() if known else None


def open_holds_named(waiting_ids: Iterable[object]) -> dict[str, Waiting]:
    """Return the open holds by the ids of events' payloads, in one query: for reactions."""
    known = [pk for pk in map(as_uuid, waiting_ids) if pk]
    rows = (
        Waiting.objects.filter(pk__in=known, state=WaitingState.OPEN)
        .select_related("item", "workspace__item", "asked_by")
        .defer("asked_by__photo")
    )
    return {str(row.pk): row for row in rows}


def follower_ids(item_id: UUID, workspace_id: UUID) -> set[UUID]:
    """Return the persons who follow an item or its space."""
    rows = Follow.objects.filter(item_id__in=(item_id, workspace_id))
    return set(rows.values_list("person_id", flat=True))


def manager_ids(workspace_id: UUID) -> set[UUID]:
    """Return the parties that manage a space today."""
    rows = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()),
        workspace_id=workspace_id,
        role=Role.MANAGER,
    )
    return set(rows.values_list("party_id", flat=True))


def grants_on(item: Item) -> QuerySet[Grant]:
    """Return who has access to an item that is restricted, by itself or from above, by name."""
    if item.access_root_id is None:
        return Grant.objects.none()
    return (
        Grant.objects.filter(item_id=item.access_root_id or NOWHERE)
        .select_related("party")
        .defer("party__photo")
        .order_by("-role", "party__sort_name")
    )
