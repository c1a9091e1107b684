"""A folder, or some things of it, as one ZIP file made while it is sent."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from zipstream import ZipStream

from parvis.apps.files import access
from parvis.apps.files.access import FILE, FOLDER
from parvis.apps.files.enums import Verdict
from parvis.apps.files.models import File, FileVersion
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.titles import split_extension, title_key
from parvis.apps.workspaces.trees import ids_below
from parvis.kernel.actors import Actor
from parvis.kernel.errors import TooLargeError
from parvis.kernel.storage.blobs import read_blob
from parvis.kernel.storage.models import Blob
from parvis.kernel.storage.naming import portable_name

MAX_ENTRIES: Final = 20_000
BLOCKED: Final = frozenset({Verdict.INFECTED, Verdict.WAITING})


@dataclass(frozen=True, kw_only=True)
class Archive:
    """A ZIP file to be: its name, its exact length in bytes, and its pieces."""

    name: str
    length: int
    count: int
    pieces: Iterable[bytes]
    item: Item


def archive_of(actor: Actor, container_id: UUID, chosen: list[UUID] | None = None) -> Archive:
    """Return what the actor sees of a folder, or of `chosen` things in it, as a ZIP file.

    Current versions only, stored without compression, so that its length is known before the first
    byte. What the antivirus blocks is left out, and listed in a text. Raises TooLargeError.
    """
    container = access.get_container(actor, container_id)
    return archive_among(items_access.visible_items(actor), container, chosen)


def archive_among(
    seen: QuerySet[Item], container: Item, chosen: Collection[UUID] | None = None
) -> Archive:
    """Return what is `seen` of a folder, or of `chosen` things in it, as a ZIP file."""
    items = _items(seen, container, chosen)
    versions = _versions(items)
    paths = _paths(container, items)
    archive = ZipStream(sized=True)
    blocked = []
    count = 0
    for item in items:
        path = paths.get(item.pk)
        if path is None:
            continue
        if item.kind == FOLDER:
            archive.mkdir(path)
            continue
        version = versions.get(item.pk)
        if version is None or version.verdict in BLOCKED:
            blocked.append(path)
            continue
        archive.add(_pieces(version.blob), path, size=version.blob.size)
        count += 1
    if blocked:
        archive.add(_blocked_note(blocked), _("Left out.txt"))
    return Archive(
        name=f"{container.title}.zip",
        length=len(archive),
        count=count,
        pieces=archive,
        item=container,
    )


def _items(seen: QuerySet[Item], container: Item, chosen: Collection[UUID] | None) -> list[Item]:
    """Return the folders and files to take, parents before children."""
    documents = seen.filter(kind__in=[FILE, FOLDER])
    found = list(
        documents.filter(pk__in=ids_below(container.pk)).order_by("sort_title")[: MAX_ENTRIES + 1]
    )
    if len(found) > MAX_ENTRIES:
        raise TooLargeError(_("This is too much for one ZIP file: choose some of the folders."))
    children: dict[UUID | None, list[Item]] = {}
    for item in found:
        children.setdefault(item.parent_id, []).append(item)
    wanted = set(chosen) if chosen is not None else None
    tops = children.get(container.pk, [])
    if wanted is not None:
        tops = [item for item in found if item.pk in wanted]
    ordered: list[Item] = []
    taken: set[UUID] = set()
    waiting = list(reversed(tops))
    while waiting:
        item = waiting.pop()
        if item.pk in taken:
            continue
        taken.add(item.pk)
        ordered.append(item)
        waiting.extend(reversed(children.get(item.pk, [])))
    return ordered


def _versions(items: list[Item]) -> dict[UUID, FileVersion]:
    ids = [item.pk for item in items if item.kind == FILE]
    found: dict[UUID, FileVersion] = {}
    for start in range(0, len(ids), 5_000):
        files = File.objects.filter(pk__in=ids[start : start + 5_000])
        for file in files.select_related("current__blob"):
            if file.current is not None:
                found[file.pk] = file.current
    return found


def _paths(container: Item, items: list[Item]) -> dict[UUID, str]:
    """Return each item's path in the archive: names that every system takes, none twice."""
    folders: dict[UUID, str] = {container.pk: ""}
    used: dict[str, set[str]] = {}
    paths: dict[UUID, str] = {}
    for item in items:
        above = folders.get(item.parent_id or container.pk, "")
        name = _unused(portable_name(item.title), used.setdefault(above, set()))
        paths[item.pk] = above + name
        if item.kind == FOLDER:
            folders[item.pk] = f"{above}{name}/"
    return paths


def _unused(name: str, used: set[str]) -> str:
    stem, extension = split_extension(name)
    number = 1
    while title_key(name) in used:
        number += 1
        name = f"{stem} ({number}){extension}"
    used.add(title_key(name))
    return name


def _pieces(blob: Blob) -> Iterator[bytes]:
    """Open a blob only when its turn comes."""
    yield from read_blob(blob)


def _blocked_note(paths: list[str]) -> str:
    head = _("The antivirus blocks these files, or has not checked them yet:")
    return "\r\n".join([head, "", *paths, ""])
