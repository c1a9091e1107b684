"""The timeline: what happened, held to the reader's rights, told in plain words, bursts as one."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from parvis.apps.directory.models import Party
from parvis.apps.directory.selectors import parties_by_id
from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.registry import words_said
from parvis.apps.workspaces.sentences import Names, acting_for, names_for, sentence
from parvis.kernel.actors import Actor
from parvis.kernel.events import event_types
from parvis.kernel.models import Event

LIMIT = 30
BURST = timedelta(minutes=30)
WINDOW = 6
SAID_SIGNS = 160
SYSTEM_NAME = "Parvis"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One line: who, what (HTML, links held to the reader's rights), when and where.

    `said` is what the person wrote, cut short; `id` is its newest event, `last_id` its oldest,
    `count` how many events it tells at once.
    """

    id: UUID
    last_id: UUID
    type: str
    icon: str
    at: datetime
    who: str
    party: Party | None
    sentence: SafeString
    acting_for: str = ""
    said: str = ""
    where: str = ""
    where_url: str = ""
    item_id: UUID | None = None
    workspace_id: UUID | None = None
    count: int = 1

    @property
    def text(self) -> str:
        """Return the whole sentence without links, for mails, exports and the API."""
        said = f"{self.who} {strip_tags(self.sentence)}"
        return f"{said}, {self.acting_for}" if self.acting_for else said


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of entries, newest first; `before` is the cursor of the next page, None at the end."""

    entries: list[TimelineEntry] = field(default_factory=list)
    before: UUID | None = None

    def __iter__(self) -> Iterator[TimelineEntry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def types_named(prefixes: Collection[str] | None) -> list[str]:
    """Return the public event types whose name begins with one of `prefixes` (None: all)."""
    wanted = None if prefixes is None else tuple(prefixes)
    return [
        name
        for name, kind in event_types().items()
        if kind.is_public and (wanted is None or name.startswith(wanted))
    ]


def visible_events(actor: Actor, types: Collection[str] | None = None) -> QuerySet[Event]:
    """Return the public events that the actor may know of, newest first.

    Those in a space that they read now, on an item that they see now (in the trash or not); of a
    thing removed for good, only that one went, if it was open to the whole space. Guests know
    nothing of the organisation beyond their spaces.
    """
    spaces = access.readable_workspaces(actor).values("pk")
    in_space = Q(workspace_id__in=spaces)
    about = Q(item_id__isnull=True) | Q(seen_item__isnull=False)
    gone = Q(type="workspaces.item_purged", payload__was_restricted=False)
    rule = in_space & (about | gone)
    if actor.is_known and not actor.is_guest and actor.has_scope("read"):
        rule |= Q(workspace_id__isnull=True, item_id__isnull=True)
    events = Event.objects.alias(
        seen_item=access.visible_item_id(actor, "item_id", with_trash=True)
    ).filter(rule, organisation_id=actor.organisation_id, type__in=types_named(types))
    return events.order_by("-id")


def timeline(
    *,
    actor: Actor,
    workspace_id: UUID | None = None,
    item_id: UUID | None = None,
    before: UUID | None = None,
    limit: int = LIMIT,
    types: Collection[str] | None = None,
    since: datetime | None = None,
    without_own: bool = False,
) -> Timeline:
    """Return what happened that `actor` may know of, newest first, in a constant number of queries.

    `types` are beginnings of event names ("files."), `before` a cursor; `without_own` leaves out
    what the actor did.
    """
    events = visible_events(actor, types)
    if workspace_id:
        events = events.filter(workspace_id=workspace_id)
    if item_id:
        events = events.filter(item_id=item_id)
    if before:
        events = events.filter(pk__lt=before)
    if since:
        events = events.filter(occurred_at__gte=since)
    if without_own and actor.party_id:
        events = events.exclude(actor_id=actor.party_id)
    window = list(events[: limit * WINDOW])
    groups, taken = _grouped(window, limit)
    is_end = taken == len(window) and len(window) < limit * WINDOW
    entries = entries_of(actor, groups, shows_space=not workspace_id and not item_id)
    return Timeline(entries, None if is_end else window[taken - 1].pk)


def _grouped(events: Sequence[Event], limit: int) -> tuple[list[list[Event]], int]:
    """Gather bursts until `limit` lines; return them and how many events they tell."""
    groups: list[list[Event]] = []
    for number, event in enumerate(events):
        home = next((group for group in reversed(groups) if _joins(group, event, groups[-1])), None)
        if home is not None:
            home.append(event)
        elif len(groups) == limit:
            return groups, number
        else:
            groups.append([event])
    return groups, len(events)


def _joins(group: list[Event], event: Event, newest: list[Event]) -> bool:
    """Tell whether `event` belongs to a burst: same person, same act, one thing that varies.

    What names a party joins the line just above only: the order in which it was said matters.
    """
    first, last = group[0], group[-1]
    same = ("type", "actor_id", "system", "acting_for_id", "workspace_id")
    if any(getattr(first, name) != getattr(event, name) for name in same):
        return False
    if last.occurred_at - event.occurred_at > BURST or (event.party_id and group is not newest):
        return False
    parties = {one.party_id for one in group} | {event.party_id}
    items = {one.item_id for one in group} | {event.item_id}
    if len(parties) > 1 and len(items) > 1:
        return False
    return not _tells_payload(event) or len(items) == len(parties) == 1


def _tells_payload(event: Event) -> bool:
    """Tell whether the sentence names what only this event knows ("renommé « a » en b")."""
    kind = event_types().get(event.type)
    places = str(kind.sentence) if kind else ""
    return any(f"{{{key}}}" in places for key in event.payload)


def entries_of(
    actor: Actor, groups: Iterable[Sequence[Event]], *, shows_space: bool = True
) -> list[TimelineEntry]:
    """Tell groups of events that the actor may know of, in a constant number of queries."""
    groups = list(groups)
    items = items_named(actor, (event for group in groups for event in group))
    said = words_said(group[0] for group in groups if len(group) == 1 and group[0].item_id in items)
    parties = parties_named(
        (event for group in groups for event in group),
        also=(pk for one in said.values() for pk in one.names),
    )
    names = names_for(actor, items, parties)
    told = {pk: one.told(one.text, parties) for pk, one in said.items()}
    return [
        entry_of(group, names, shows_space=shows_space, said=told.get(group[0].pk, ""))
        for group in groups
    ]


def items_named(actor: Actor, events: Iterable[Event]) -> dict[UUID, Item]:
    """Return the items and spaces that events name and that the actor sees, in one query."""
    wanted = {pk for event in events for pk in (event.item_id, event.workspace_id) if pk}
    return access.visible_items(actor, with_trash=True).in_bulk(wanted) if wanted else {}


def parties_named(events: Iterable[Event], *, also: Iterable[UUID] = ()) -> dict[UUID, Party]:
    """Return the parties that events name, and those of `also`, in one query."""
    named = {pk for event in events for pk in (event.actor_id, event.party_id, event.acting_for_id)}
    return parties_by_id([*named, *also])


def entry_of(
    group: Sequence[Event], names: Names, *, shows_space: bool = True, said: str = ""
) -> TimelineEntry:
    """Tell a burst of events (the newest first) in one line."""
    newest, kind = group[0], event_types().get(group[0].type)
    party = names.parties.get(newest.actor_id) if newest.actor_id else None
    who = SYSTEM_NAME if newest.system else names.party(newest.actor_id).text
    says_it = newest.workspace_id == newest.item_id and kind and "{item}" in str(kind.sentence)
    is_elsewhere = shows_space and newest.workspace_id and not says_it
    where = names.thing(newest.workspace_id) if is_elsewhere else None
    return TimelineEntry(
        id=newest.pk,
        last_id=group[-1].pk,
        type=newest.type,
        icon=kind.icon if kind else "activity",
        at=newest.occurred_at,
        who=who,
        party=party,
        sentence=sentence(newest, names, also=group[1:]),
        acting_for=acting_for(newest, names),
        said=Truncator(" ".join(said.split())).chars(SAID_SIGNS),
        where=where.text if where else "",
        where_url=where.url if where else "",
        item_id=newest.item_id,
        workspace_id=newest.workspace_id,
        count=len(group),
    )
