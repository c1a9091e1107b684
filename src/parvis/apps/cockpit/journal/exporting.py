"""The journal as a file, streamed: CSV that no spreadsheet takes for formulas, or JSON lines."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.apps.cockpit.events import JournalExported
from parvis.apps.cockpit.journal.reading import JournalFilters, journal_events, told
from parvis.apps.directory import access as directory_access
from parvis.apps.directory.exports import harmless
from parvis.kernel.actors import Actor
from parvis.kernel.errors import InvalidError
from parvis.kernel.events import emit
from parvis.kernel.models import Event

FORMATS = ("csv", "jsonl")
CHUNK = 500
BOM = "\ufeff"


class _Line:
    """What `csv.writer` writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


@transaction.atomic
def start_export(*, actor: Actor, filters: JournalFilters, format_name: str) -> QuerySet[Event]:
    """Note the export in the journal; return what goes out (RefusedError, InvalidError)."""
    directory_access.require(actor, "read_journal")
    if format_name not in FORMATS:
        raise InvalidError(fields={"format": [_("Choose CSV or JSON lines.")]})
    emit(JournalExported(format=format_name, filters=filters.query), actor=actor)
    return journal_events(actor, filters)


def _chunks(events: QuerySet[Event]) -> Iterator[list[Event]]:
    """Yield the events newest first, by pages, so that the journal never stands in memory."""
    rows = events.select_related("seal")
    last = None
    while True:
        page = list((rows.filter(pk__lt=last) if last else rows)[:CHUNK])
        if not page:
            return
        yield page
        last = page[-1].pk


def csv_lines(actor: Actor, events: QuerySet[Event]) -> Iterator[str]:
    """Yield the lines of a CSV for French spreadsheets (semicolons, byte order mark)."""
    writer: Any = csv.writer(_Line(), delimiter=";")
    yield BOM + writer.writerow(
        [
            _("Moment"),
            _("Who"),
            _("What"),
            _("For whom"),
            _("Space"),
            _("Type"),
            _("Link of the seal"),
            _("Identifier"),
        ]
    )
    for page in _chunks(events):
        for event, entry, _is_seen in told(actor, page):
            moment = timezone.localtime(event.occurred_at).isoformat(timespec="seconds")
            cells = [moment, entry.who, entry.text, entry.acting_for, entry.where, event.type]
            number = str(event.seal.number) if event.seal else ""
            yield writer.writerow([harmless(cell) for cell in [*cells, number, str(event.pk)]])


def json_lines(actor: Actor, events: QuerySet[Event]) -> Iterator[str]:
    """Yield one JSON object a line; the payload of things that the reader may not see stays out."""
    for page in _chunks(events):
        for event, entry, is_seen in told(actor, page):
            row = {
                "id": str(event.pk),
                "at": event.occurred_at.isoformat(),
                "type": event.type,
                "text": entry.text,
                "actor": str(event.actor_id or ""),
                "acting_for": str(event.acting_for_id or ""),
                "system": event.system,
                "workspace": str(event.workspace_id or ""),
                "item": str(event.item_id or ""),
                "party": str(event.party_id or ""),
                "payload": event.payload if is_seen else None,
                "seal": event.seal.number if event.seal else None,
            }
            yield json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n"
