"""Sealing of the journal: a hash chain of batches per organisation, so that tampering shows."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from parvis.kernel.models import Event, Seal

SETTLING = timedelta(seconds=60)
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class JournalProblem:
    """A link of an organisation's chain that no longer holds; `reason` is a stable word."""

    organisation_id: UUID
    number: int
    reason: str


def canonical(event: Event) -> bytes:
    """Return the bytes that a seal covers: JSON, sorted keys, no spaces (RFC 8785-like)."""
    moment = event.occurred_at.astimezone(tz=timezone.get_fixed_timezone(0))
    return json.dumps(
        {
            "id": str(event.pk),
            "organisation": str(event.organisation_id),
            "workspace": str(event.workspace_id or ""),
            "item": str(event.item_id or ""),
            "party": str(event.party_id or ""),
            "type": event.type,
            "actor": str(event.actor_id or ""),
            "acting_for": str(event.acting_for_id or ""),
            "system": event.system,
            "payload": event.payload,
            "at": moment.isoformat(timespec="microseconds"),
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    ).encode()


def digest_of(events: Iterable[Event], *, previous: str) -> str:
    """Return the digest of a link: SHA-256 over the digest before it and its events in order."""
    digest = hashlib.sha256(previous.encode())
    for event in events:
        digest.update(canonical(event))
    return digest.hexdigest()


@transaction.atomic
def seal_journal(*, organisation_id: UUID, settling: timedelta = SETTLING) -> Seal | None:
    """Seal the events of an organisation older than `settling`; None when there are none."""
    rows = Event.objects.filter(
        organisation_id=organisation_id,
        seal__isnull=True,
        occurred_at__lte=timezone.now() - settling,
    ).order_by("id")
    events = list(rows.select_for_update()[:BATCH])
    if not events:
        return None
    last = Seal.objects.filter(organisation_id=organisation_id).order_by("-number").first()
    previous = last.digest if last else ""
    seal = Seal.objects.create(
        organisation_id=organisation_id,
        number=last.number + 1 if last else 1,
        event_count=len(events),
        previous_digest=previous,
        digest=digest_of(events, previous=previous),
    )
    Event.objects.filter(pk__in=[event.pk for event in events]).update(seal=seal)
    return seal


def seal_all(*, settling: timedelta = SETTLING) -> int:
    """Seal every organisation's settled events; return how many seals were made."""
    waiting = Event.objects.filter(
        seal__isnull=True, occurred_at__lte=timezone.now() - settling
    ).order_by()
    count = 0
    for organisation_id in waiting.values_list("organisation_id", flat=True).distinct():
        while seal_journal(organisation_id=organisation_id, settling=settling):
            count += 1
    return count


def verify_journal(*, organisation_id: UUID | None = None) -> Iterator[JournalProblem]:
    """Yield each link whose events were changed, removed or added, or that left the chain."""
    seals = Seal.objects.order_by("organisation_id", "number")
    if organisation_id:
        seals = seals.filter(organisation_id=organisation_id)
    before: Seal | None = None
    for seal in seals.iterator():
        follows = before is not None and before.organisation_id == seal.organisation_id
        expected = before.digest if before and follows else ""
        number = before.number + 1 if before and follows else 1
        if seal.number != number or seal.previous_digest != expected:
            yield JournalProblem(seal.organisation_id, seal.number, "chain_broken")
        events = list(seal.events.order_by("id"))
        if len(events) != seal.event_count:
            yield JournalProblem(seal.organisation_id, seal.number, "events_missing_or_added")
        elif digest_of(events, previous=seal.previous_digest) != seal.digest:
            yield JournalProblem(seal.organisation_id, seal.number, "events_changed")
        before = seal
