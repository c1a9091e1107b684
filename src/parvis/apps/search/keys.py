"""Words that the index keeps beside a text: who may see it, and by what it is filtered.

`zq` stands before each, so that no word of a text is taken for one. A right's key narrows what is
looked at; what is shown is then asked of `access` again, so that a late index shows nothing.
"""

import hashlib
import re
from datetime import date
from typing import Final
from uuid import UUID

from parvis.apps.workspaces.visible_keys import visible_keys
from parvis.kernel.actors import Actor

MARK: Final = "zq"
MONTHS: Final = 240
_SIGNS: Final = re.compile(r"[^a-z0-9]+")


def right_of_item(workspace_id: UUID, access_root_id: UUID | None) -> str:
    """Return the key of an item: its nearest restricted ancestor, else its space."""
    return f"r{access_root_id.hex}" if access_root_id else f"s{workspace_id.hex}"


def right_of_party(organisation_id: UUID) -> str:
    """Return the key of whatever stands in the directory."""
    return f"d{organisation_id.hex}"


def rights_of(actor: Actor) -> list[str]:
    """Return every key that opens something to the actor."""
    if not actor.is_known or not actor.has_scope("read"):
        return []
    spaces, roots = visible_keys(actor)
    return [
        right_of_party(actor.organisation_id),
        *(f"s{pk.hex}" for pk in spaces),
        *(f"r{pk.hex}" for pk in roots),
    ]


def right(key: str) -> str:
    return f"{MARK}{key}"


def of_kind(kind: str) -> str:
    return f"{MARK}k{_SIGNS.sub('', kind.lower())}"


def of_author(party_id: UUID) -> str:
    return f"{MARK}a{party_id.hex}"


def of_space(workspace_id: UUID) -> str:
    return f"{MARK}w{workspace_id.hex}"


def of_tag(key: str) -> str:
    """Return the word of a tag, by its folded form (which may hold spaces)."""
    return f"{MARK}t{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def of_day(day: date) -> str:
    return f"{MARK}m{day:%Y%m}"


def of_days(since: date | None, until: date | None) -> list[str]:
    """Return the months between two days, both included; at most twenty years of them."""
    if since is None and until is None:
        return []
    last = until or date(9999, 12, 31)
    last_month = last.year * 12 + last.month - 1
    first_month = since.year * 12 + since.month - 1 if since else last_month - MONTHS + 1
    last_month = min(last_month, first_month + MONTHS - 1)
    return [
        f"{MARK}m{month // 12:04d}{month % 12 + 1:02d}"
        for month in range(first_month, last_month + 1)
    ]
