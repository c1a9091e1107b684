"""What is dated, in one list: each app says which of its things have a day.

    register_dates("waiting", waiting_dates)

A source returns what its actor may see between two days, both included, in a constant number of
queries. Councils and calendars join the same way.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from parvis.kernel.actors import Actor
from parvis.kernel.registries import declare

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedEntry:
    """Something that happens or ends on a day; `tone` is "", "soon" or "late"."""

    day: date
    title: str
    text: Text
    icon: str
    url: str
    at: datetime | None = None
    tone: str = ""


Dates = Callable[[Actor, date, date], Iterable[DatedEntry]]
_sources: dict[str, Dates] = {}


def register_dates(name: str, dates: Dates) -> Dates:
    """Declare where dated things come from, once."""
    return declare(_sources, name, dates)


def dated_entries(actor: Actor, first: date, last: date) -> list[DatedEntry]:
    """Return what is dated between two days for an actor, the earliest first."""
    found = [entry for dates in _sources.values() for entry in dates(actor, first, last)]
    found.sort(key=lambda entry: (entry.day, entry.at.isoformat() if entry.at else "", entry.title))
    return found
