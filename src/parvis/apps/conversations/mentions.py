"""Mentions: typed as “@Name”, kept as `@{party id}`, shown as the party's present name."""

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from parvis.apps.directory.models import Party
from parvis.kernel.texts import folded

KEPT = re.compile(r"@\{([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}")
_WORD = re.compile(r"[^\s@,;:!?()]+")
LONGEST = 8


def keep_mentions(
    text: str, parties: Iterable[tuple[UUID, str]], *, kept: Iterable[UUID] = ()
) -> str:
    """Replace each “@Name” by `@{id}` when the name is one of `parties`, the longest name first.

    A name is up to eight words; case and accents are forgiven; what matches nobody stays as typed.
    An `@{id}` that was typed stays a mention of one of `parties`, or of `kept` (who was mentioned
    already); of anybody else it becomes plain text: an id that somebody guessed names nobody.
    """
    parties = list(parties)
    names = {folded(name): party_id for party_id, name in parties}
    known = {*(party_id for party_id, _name in parties), *kept}
    text = KEPT.sub(lambda found: found[0] if UUID(found[1]) in known else f"({found[1]})", text)
    parts: list[str] = []
    rest = text
    while (at := rest.find("@")) >= 0:
        parts.append(rest[:at])
        rest = rest[at + 1 :]
        words = list(_WORD.finditer(rest))[:LONGEST]
        for count in range(len(words), 0, -1):
            end = words[count - 1].end()
            name = rest[:end].rstrip(".")
            party_id = names.get(folded(name)) if words[0].start() == 0 else None
            if party_id:
                parts.append(f"@{{{party_id}}}")
                rest = rest[len(name) :]
                break
        else:
            parts.append("@")
    return "".join([*parts, rest])


def mentioned_ids(body: str) -> list[UUID]:
    """Return the parties that a kept body mentions, each once, in order."""
    return list(dict.fromkeys(UUID(found) for found in KEPT.findall(body)))


def typed(body: str, parties: Mapping[UUID, Party]) -> str:
    """Return a kept body as it would be typed, for editing and for mails."""

    def name(match: re.Match[str]) -> str:
        party = parties.get(UUID(match.group(1)))
        return f"@{party.name}" if party else "@…"

    return KEPT.sub(name, body)
