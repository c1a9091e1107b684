"""What rows and pages say of folders and files."""

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.apps.files.media import medium_of
from parvis.apps.files.models import File, FileVersion
from parvis.apps.workspaces.models import Item
from parvis.kernel.ui.phrases import file_size

_FILE = "_file_of_row"
COUNT = "count_below"


def current_versions(items: Iterable[Item]) -> dict[UUID, FileVersion]:
    """Return the current version of each file among items, with its author."""
    files = files_of(items)
    return {pk: file.current for pk, file in files.items() if file.current is not None}


def files_of(items: Iterable[Item]) -> dict[UUID, File]:
    """Return the files among items, in one query whose answer stays with these very objects.

    The icon, the context and the lock of a row all read it.
    """
    items = list(items)
    missing = [item.pk for item in items if _FILE not in item.__dict__]
    if missing:
        rows = (
            File.objects.filter(pk__in=missing)
            .select_related("current", "current__author", "lock__by")
            .defer("current__author__photo", "lock__by__photo")
            .in_bulk()
        )
        for item in items:
            item.__dict__.setdefault(_FILE, rows.get(item.pk))
    return {item.pk: item.__dict__[_FILE] for item in items if item.__dict__[_FILE] is not None}


def remember_file(item: Item, file: File) -> None:
    """Let `files_of` find a file that was read with its version, author and lock."""
    item.__dict__[_FILE] = file


def file_context(version: FileVersion) -> str:
    """Return the line below a file's name: «PDF · 1,2 Mo · version 3 · Agnès Petit»."""
    parts = [str(medium_of(version.media_type).label), file_size(version.size)]
    if version.number > 1:
        parts.append(_("version %(number)s") % {"number": version.number})
    if version.author is not None:
        parts.append(version.author.name)
    return " · ".join(parts)


def file_contexts(items: Iterable[Item]) -> Mapping[UUID, str]:
    return {pk: file_context(version) for pk, version in current_versions(items).items()}


def icons_of(items: Iterable[Item]) -> Mapping[UUID, str]:
    """Return the icon of each file, by what it is."""
    versions = current_versions(items)
    return {pk: medium_of(version.media_type).icon for pk, version in versions.items()}


def folder_contexts(items: Iterable[Item]) -> Mapping[UUID, str]:
    """Return how many things each folder holds, restricted ones left out."""
    items = list(items)
    counted = {item.pk: item.__dict__[COUNT] for item in items if COUNT in item.__dict__}
    if len(counted) == len(items):
        return {pk: folder_context(count) for pk, count in counted.items()}
    roots = {item.pk: item.access_root_id for item in items}
    below = Item.objects.filter(parent_id__in=roots, trashed_at__isnull=True).values_list(
        "parent_id", "access_root_id"
    )
    counts = Counter(parent for parent, root in below if root == roots[parent])
    return {pk: folder_context(counts[pk]) for pk in roots}


def folder_context(count: int) -> str:
    return count_phrase(count) if count else _("Empty")


def count_phrase(count: int) -> str:
    return ngettext("%(count)s thing", "%(count)s things", count) % {"count": count}
