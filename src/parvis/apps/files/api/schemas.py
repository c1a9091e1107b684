"""What the API sends and takes about folders and files."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import prefetch_related_objects
from ninja import Field, Path, Schema
from pydantic import AwareDatetime

from parvis.apps.directory.api import PartyOut
from parvis.apps.files import selectors
from parvis.apps.files.models import File, FileVersion, Lock
from parvis.apps.files.services.locks import is_held
from parvis.apps.workspaces.api.items import item_values
from parvis.apps.workspaces.api.schemas import ItemOut
from parvis.apps.workspaces.models import Item
from parvis.kernel.actors import Actor

LARGEST_NUMBER = 2_147_483_647
Number = Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="a version’s number")]


class VersionOut(Schema):
    """A content that a file had from a moment on."""

    id: UUID
    number: int
    name: str
    media_type: str
    size: int = Field(description="bytes")
    sha256: str = Field(description="digest of the content")
    author: PartyOut | None
    remark: str
    restored_from: int | None = Field(description="the version that this one brought back")
    verdict: Literal["unscanned", "waiting", "clean", "infected"] = Field(
        description="what the antivirus says; a content that waits or is infected can’t be read"
    )
    created_at: datetime


class LockOut(Schema):
    """Somebody works on the file: nobody else adds a version meanwhile."""

    by: PartyOut
    message: str
    since: datetime
    until: datetime | None


class FileOut(ItemOut):
    """A file: what all things share, its current version, and who has locked it."""

    current: VersionOut | None
    lock: LockOut | None


class EntryOut(ItemOut):
    """A thing of a folder; files show their current version and lock."""

    current: VersionOut | None = None
    lock: LockOut | None = None


class FolderIn(Schema):
    title: str = Field(min_length=1, max_length=255)


class FileIn(Schema):
    """The fields of the form beside `file`."""

    remark: str = Field("", max_length=500)
    name_choice: Literal["ask", "version", "keep_both"] = Field(
        "ask",
        description="where the name is taken: refuse (409), add a version, or number the new one",
    )


class NewVersionIn(Schema):
    """The fields of the form beside `file`."""

    remark: str = Field("", max_length=500)
    expected: int | None = Field(
        None,
        ge=1,
        le=LARGEST_NUMBER,
        description="the version that you had read: refused (409) when there is a newer one",
    )


class LockIn(Schema):
    message: str = Field("", max_length=200, description="why, for the others")
    until: AwareDatetime | None = Field(
        None, le=datetime(2200, 12, 31, tzinfo=UTC), description="none: until it is unlocked"
    )


def show_version(version: FileVersion) -> VersionOut:
    """Return a version as the API shows it."""
    names = VersionOut.model_fields.keys() - {"sha256"}
    return VersionOut.model_validate(
        {"sha256": version.blob.digest, **{name: getattr(version, name) for name in names}},
        from_attributes=True,
    )


def show_versions(rows: Sequence[FileVersion]) -> list[VersionOut]:
    """Return versions as the API shows them."""
    return [show_version(row) for row in rows]


def _lock(file: File) -> LockOut | None:
    lock: Lock | None = getattr(file, "lock", None)
    if lock is None or not is_held(lock):
        return None
    return LockOut.model_validate(lock, from_attributes=True)


def show_file(file: File) -> FileOut:
    """Return a file as the API shows it."""
    current = show_version(file.current) if file.current else None
    values = {**item_values(file.item), "current": current, "lock": _lock(file)}
    return FileOut.model_validate(values)


def show_entries(rows: Iterable[Item], actor: Actor) -> list[EntryOut]:
    """Return the things of a folder as the API shows them, in a constant number of queries."""
    rows = list(rows)
    prefetch_related_objects(rows, "tags")
    files = selectors.files_of(actor, [row.pk for row in rows])
    shown = []
    for row in rows:
        values = item_values(row)
        file = files.get(row.pk)
        if file is not None:
            values["current"] = show_version(file.current) if file.current else None
            values["lock"] = _lock(file)
        shown.append(EntryOut.model_validate(values))
    return shown
