"""Titles that tell the things of one folder apart, whatever the case and the form of accents."""

import re
import unicodedata
from uuid import UUID

from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.registry import kinds
from parvis.kernel.texts import folded

MAX_TITLE = 255
_NUMBERED = re.compile(r"^(?P<stem>.*?)(?: \((?P<number>\d{1,4})\))?$", re.DOTALL)


def title_key(title: str) -> str:
    """Return the form under which two titles are the same name (NFC, without case)."""
    return unicodedata.normalize("NFC", title).casefold()


def sibling_named(parent_id: UUID, title: str, *, without: UUID | None = None) -> Item | None:
    """Return the file or folder of that name in a place, visible to the actor or not."""
    key = title_key(title)
    named = [kind.name for kind in kinds().values() if kind.has_unique_titles]
    rows = Item.objects.filter(
        parent_id=parent_id,
        trashed_at__isnull=True,
        kind__in=named,
        sort_title=folded(title)[:MAX_TITLE],
    )
    return next((row for row in rows if title_key(row.title) == key and row.pk != without), None)


def split_extension(title: str) -> tuple[str, str]:
    """Split "plan.v2.pdf" into "plan.v2" and ".pdf"; a dot at the head begins no extension."""
    stem, dot, extension = title.rpartition(".")
    is_extension = bool(stem) and 0 < len(extension) <= 10 and " " not in extension
    return (stem, dot + extension) if is_extension else (title, "")


def free_title(parent_id: UUID, title: str, *, without: UUID | None = None) -> str:
    """Return `title`, or "title (2).pdf", "title (3).pdf"… where that name is taken."""
    if sibling_named(parent_id, title, without=without) is None:
        return title
    stem, extension = split_extension(title)
    found = _NUMBERED.match(stem)
    base = found["stem"] if found else stem
    number = int(found["number"] or 1) if found else 1
    while True:
        number += 1
        mark = f" ({number}){extension}"
        numbered = base[: MAX_TITLE - len(mark)] + mark
        if sibling_named(parent_id, numbered, without=without) is None:
            return numbered
