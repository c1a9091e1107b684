"""Domain events: what happened, said once, in the transaction that made it so.

An app declares its events as frozen dataclasses registered with a name and a sentence:

    @register("files.file_added", sentence=_("added {item}"), icon="file-plus")
    @dataclass(frozen=True, kw_only=True)
    class FileAdded(DomainEvent):
        size: int = 0
"""

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from parvis.kernel.actors import NOWHERE, Actor
from parvis.kernel.models import Delivery, Event

_BATCH = 200
REFERENCES = ("organisation_id", "workspace_id", "item_id", "party_id", "acting_for_id")


@dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """What every event may point to; `organisation_id` is the actor's unless given."""

    organisation_id: UUID | None = None
    workspace_id: UUID | None = None
    item_id: UUID | None = None
    party_id: UUID | None = None
    acting_for_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class EventType:
    """How an event is named, told (`{item}`, `{party}`, `{space}` and payload keys) and drawn.

    `sentence_of_many` tells a burst about several items where one sentence does not fit both,
    `sentence_of_own` what somebody did about themselves.
    `is_public` events show on timelines; the others in the administrator's journal only.
    """

    name: str
    payload: type[DomainEvent]
    sentence: str | Promise
    icon: str
    is_public: bool
    sentence_of_many: str | Promise = ""
    sentence_of_own: str | Promise = ""


_types: dict[str, EventType] = {}
_names: dict[type[DomainEvent], str] = {}
_handlers: dict[str, dict[str, Callable[[Event], None]]] = {}

PayloadT = TypeVar("PayloadT", bound=type[DomainEvent])
Handler = Callable[[Event], None]


def register(
    name: str,
    *,
    sentence: str | Promise,
    icon: str = "activity",
    is_public: bool = True,
    sentence_of_many: str | Promise = "",
    sentence_of_own: str | Promise = "",
) -> Callable[[PayloadT], PayloadT]:
    """Declare a dataclass as the event `name` ("app.past_tense")."""

    def declare(payload: PayloadT) -> PayloadT:
        if name in _types and _types[name].payload is not payload:
            raise RuntimeError(f"event {name} is declared twice")
        _types[name] = EventType(
            name, payload, sentence, icon, is_public, sentence_of_many, sentence_of_own
        )
        _names[payload] = name
        return payload

    return declare


def handles(*payloads: type[DomainEvent]) -> Callable[[Handler], Handler]:
    """Declare an idempotent reaction, run by the worker in a transaction of its own.

    With no argument it reacts to every event. The handler's name is its module and function.
    """

    def declare(handler: Handler) -> Handler:
        key = f"{handler.__module__}.{handler.__qualname__}"
        for name in [_names[payload] for payload in payloads] or ["*"]:
            _handlers.setdefault(name, {})[key] = handler
        return handler

    return declare


def handlers_of(name: str) -> dict[str, Handler]:
    """Return the handlers owed the event `name`, by their key."""
    return {**_handlers.get("*", {}), **_handlers.get(name, {})}


def name_of(payload: type[DomainEvent]) -> str:
    """Return the declared name of an event's dataclass."""
    return _names[payload]


def event_types() -> dict[str, EventType]:
    """Return every declared event type by name."""
    return dict(_types)


def _plain(value: object) -> object:
    match value:
        case UUID():
            return str(value)
        case date() | datetime():
            return value.isoformat()
        case list() | tuple() | set() | frozenset():
            return [_plain(part) for part in value]
        case dict():
            return {str(key): _plain(part) for key, part in value.items()}
        case _:
            return value


def _row(payload: DomainEvent, actor: Actor, now: datetime) -> Event:
    organisation_id = payload.organisation_id or actor.organisation_id
    if organisation_id == NOWHERE:
        raise RuntimeError("an event belongs to an organisation")
    values = {spec.name: getattr(payload, spec.name) for spec in dataclasses.fields(payload)}
    return Event(
        type=_names[type(payload)],
        organisation_id=organisation_id,
        workspace_id=payload.workspace_id,
        item_id=payload.item_id,
        party_id=payload.party_id,
        acting_for_id=payload.acting_for_id,
        actor_id=actor.party_id,
        system=actor.system,
        occurred_at=now,
        payload={key: _plain(value) for key, value in values.items() if key not in REFERENCES},
    )


def emit_all(payloads: Iterable[DomainEvent], *, actor: Actor) -> list[Event]:
    """Write many events as `emit` does, in a few queries, in the order given."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("emit() outside a transaction")
    now = timezone.now()
    events = Event.objects.bulk_create(
        (_row(payload, actor, now) for payload in payloads), batch_size=_BATCH
    )
    Delivery.objects.bulk_create(
        (
            Delivery(event=event, handler=key, due_at=now)
            for event in events
            for key in handlers_of(event.type)
        ),
        batch_size=_BATCH,
    )
    return events


def emit(payload: DomainEvent, *, actor: Actor) -> Event:
    """Write `payload` to the journal with one delivery per handler; only inside a transaction."""
    return emit_all([payload], actor=actor)[0]
