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


def current_versions(items: Iterable[Item]) -> dict[UUID, FileVersion]:
    """Return the current version of each file among items, with its author, in one query."""
    files = (
        File.objects.filter(pk__in=[item.pk for item in items], current__isnull=False)
        .select_related("current", "current__author")
        .defer("current__author__photo")
    )
    return {file.pk: file.current for file in files if file.current is not None}


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
    types = File.objects.filter(pk__in=[item.pk for item in items]).values_list(
        "pk", "current__media_type"
    )
    return {pk: medium_of(media_type or "").icon for pk, media_type in types}


def folder_contexts(items: Iterable[Item]) -> Mapping[UUID, str]:
    """Return how many things each folder holds, restricted ones left out."""
    items = list(items)
    roots = {item.pk: item.access_root_id for item in items}
    below = Item.objects.filter(parent_id__in=roots, trashed_at__isnull=True).values_list(
        "parent_id", "access_root_id"
    )
    counts = Counter(parent for parent, root in below if root == roots[parent])
    return {pk: count_phrase(counts[pk]) if counts[pk] else _("Empty") for pk in roots}


def count_phrase(count: int) -> str:
    return ngettext("%(count)s thing", "%(count)s things", count) % {"count": count}
