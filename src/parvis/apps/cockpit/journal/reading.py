"""What the journal holds, filtered, told in words that keep hidden things hidden."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date

from parvis.apps.directory import access as directory_access
from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.models import Party
from parvis.apps.directory.selectors import search_parties
from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.selectors import search_items
from parvis.apps.workspaces.sentences import Names
from parvis.apps.workspaces.timeline import TimelineEntry, entry_of, items_named, parties_named
from parvis.kernel.actors import Actor
from parvis.kernel.events import event_types
from parvis.kernel.models import Event

MATCHES = 500
DATE_SIGNS = 10
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class JournalFilters:
    """What was asked for; strange values are passed over."""

    space: UUID | None = None
    person: UUID | None = None
    type: str = ""
    first: date | None = None
    last: date | None = None
    text: str = ""

    @property
    def query(self) -> str:
        values = {
            "espace": self.space,
            "qui": self.person,
            "type": self.type,
            "du": self.first,
            "au": self.last,
            "q": self.text,
        }
        return urlencode({name: str(value) for name, value in values.items() if value})


def _day(text: str) -> date | None:
    try:
        day = parse_date(text[:DATE_SIGNS])
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def read_filters(values: dict[str, str]) -> JournalFilters:
    """Read the filters of an address or a form."""
    wanted = values.get("type", "")
    is_known = any(name == wanted or name.startswith(f"{wanted}.") for name in event_types())
    return JournalFilters(
        space=as_uuid(values.get("espace", "")),
        person=as_uuid(values.get("qui", "")),
        type=wanted if is_known else "",
        first=_day(values.get("du", "")),
        last=_day(values.get("au", "")),
        text=values.get("q", "")[:200].replace("\x00", ""),
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _about(actor: Actor, text: str) -> Q:
    """Say which events a text means: by who did it, to whom, about what one may see."""
    parties = search_parties(Party.objects.filter(organisation_id=actor.organisation_id), text)
    things = search_items(access.visible_items(actor, with_trash=True), text)
    who = list(parties.values_list("pk", flat=True)[:MATCHES])
    what = list(things.values_list("pk", flat=True)[:MATCHES])
    return (
        Q(actor_id__in=who) | Q(party_id__in=who) | Q(acting_for_id__in=who) | Q(item_id__in=what)
    )


def journal_events(actor: Actor, filters: JournalFilters) -> QuerySet[Event]:
    """Return the organisation's events that pass the filters, newest first (RefusedError)."""
    directory_access.require(actor, "read_journal")
    events = Event.objects.filter(organisation_id=actor.organisation_id).order_by("-id")
    if filters.space:
        events = events.filter(workspace_id=filters.space)
    if filters.person:
        who = filters.person
        events = events.filter(Q(actor_id=who) | Q(party_id=who) | Q(acting_for_id=who))
    if filters.type:
        events = events.filter(Q(type=filters.type) | Q(type__startswith=f"{filters.type}."))
    if filters.first:
        events = events.filter(occurred_at__gte=_midnight(filters.first))
    if filters.last:
        events = events.filter(occurred_at__lt=_midnight(filters.last + timedelta(days=1)))
    return events.filter(_about(actor, filters.text)) if filters.text.strip() else events


def _names(actor: Actor, events: Sequence[Event]) -> Names:
    """Return what the journal may name: things that the reader sees, spaces that they know of."""
    items = dict(items_named(actor, events))
    wanted = {event.workspace_id for event in events if event.workspace_id} - items.keys()
    if wanted:
        listed = access.listed_workspaces(actor).filter(pk__in=wanted).values("pk")
        items.update(Item.objects.in_bulk(list(listed.values_list("pk", flat=True))))
    return Names(items=items, parties=parties_named(events), is_journal=True)


def told(actor: Actor, events: Iterable[Event]) -> list[tuple[Event, TimelineEntry, bool]]:
    """Tell events one by one, in four queries, and whether the reader sees what each is about."""
    events = list(events)
    names = _names(actor, events)
    seen = names.items.keys()
    return [
        (event, entry_of([event], names), event.item_id is None or event.item_id in seen)
        for event in events
    ]
