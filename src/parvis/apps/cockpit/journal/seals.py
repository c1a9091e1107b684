"""The seals of the journal, verified link by link, in plain words."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.kernel.journal import verify_journal
from parvis.kernel.models import Event, Seal

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain: its seal, and what is wrong with it, if anything."""

    seal: Seal
    problems: list[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verification found: a sentence, whether all holds, and the links to show."""

    words: str
    holds: bool
    links: list[Link]
    unsealed: int


def _reason(word: str) -> str:
    return {
        "chain_broken": _("it does not follow the link before it: a link was removed or replaced"),
        "events_missing_or_added": _("events were removed from it or added to it"),
        "events_changed": _("at least one of its events was changed afterwards"),
    }.get(word, word)


def verify(organisation_id: UUID) -> Verdict:
    """Verify every link of an organisation; broken ones come first, then the latest."""
    problems: dict[int, list[str]] = {}
    for problem in verify_journal(organisation_id=organisation_id):
        problems.setdefault(problem.number, []).append(_reason(problem.reason))
    seals = Seal.objects.filter(organisation_id=organisation_id).order_by("-number")
    count = seals.count()
    broken = list(seals.filter(number__in=problems)[:SHOWN])
    latest = list(seals.exclude(number__in=problems)[:SHOWN])
    unsealed = Event.objects.filter(organisation_id=organisation_id, seal__isnull=True).count()
    links = [Link(seal, problems.get(seal.number, [])) for seal in [*broken, *latest]]
    return Verdict(_words(count, len(problems)), not problems, links, unsealed)


def _words(count: int, broken: int) -> str:
    if broken:
        return ngettext(
            "%(count)s link does not hold: the journal was touched. Tell whoever runs Parvis.",
            "%(count)s links do not hold: the journal was touched. Tell whoever runs Parvis.",
            broken,
        ) % {"count": broken}
    if not count:
        return _("No link yet: events are sealed a few minutes after they happen.")
    return ngettext(
        "The only link holds: nothing in the journal was changed or removed.",
        "All %(count)s links hold: nothing in the journal was changed or removed.",
        count,
    ) % {"count": count}
