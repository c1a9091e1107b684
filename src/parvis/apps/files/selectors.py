"""Reads about folders and files."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from parvis.apps.files import access
from parvis.apps.files.access import FILE, FOLDER
from parvis.apps.files.enums import PreviewState
from parvis.apps.files.models import ContentText, File, FileVersion
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.titles import title_key
from parvis.kernel.actors import Actor
from parvis.kernel.errors import ParvisError
from parvis.kernel.storage.naming import clean_name


def versions_of(actor: Actor, file_id: UUID) -> QuerySet[FileVersion]:
    """Return the versions of a file that the actor sees, the latest first."""
    return versions_of_file(access.get_file(actor, file_id))


def versions_of_file(file: File) -> QuerySet[FileVersion]:
    """Return the versions of a file that was found already."""
    return file.versions.select_related("author").defer("author__photo").order_by("-number")


def files_of(actor: Actor, item_ids: Collection[UUID]) -> dict[UUID, File]:
    """Return those of the items that are files that the actor sees, with version and lock."""
    seen = items_access.visible_items(actor).filter(pk__in=item_ids, kind=FILE)
    rows = File.objects.filter(pk__in=seen.values("pk")).select_related(
        "current", "current__blob", "current__author", "lock__by"
    )
    return rows.defer("current__author__photo", "lock__by__photo").in_bulk()


def taken_paths(
    actor: Actor, container_id: UUID, paths: Sequence[Sequence[str]]
) -> list[list[str]]:
    """Return those of `paths` (folder names, then a file's) where the actor sees a file already."""
    container = access.get_container(actor, container_id)
    tree = _Tree(actor, container)
    return [list(path) for path in paths if tree.has_file(path)]


class _Tree:
    """The folders and files below a place that the actor sees, read level by level, once each."""

    def __init__(self, actor: Actor, root: Item) -> None:
        self._items = items_access.visible_items(actor)
        self._root = root.pk
        self._levels: dict[UUID, dict[tuple[str, str], UUID]] = {}

    def _below(self, place: UUID) -> dict[tuple[str, str], UUID]:
        if place not in self._levels:
            rows = self._items.filter(parent_id=place, kind__in=[FILE, FOLDER])
            self._levels[place] = {
                (kind, title_key(title)): pk
                for pk, kind, title in rows.values_list("pk", "kind", "title")
            }
        return self._levels[place]

    def has_file(self, path: Sequence[str]) -> bool:
        try:
            names = [title_key(clean_name(name)) for name in path]
        except ParvisError:
            return False
        place = self._root
        for name in names[:-1]:
            below = self._below(place).get((FOLDER, name))
            if below is None:
                return False
            place = below
        return (FILE, names[-1]) in self._below(place)


def reading_figures(organisation_id: UUID) -> dict[str, int]:
    """Return how many contents of an organisation search may read, wait, or can't be read.

    Under "scanned", those of which a page at least was read off its picture.
    """
    rows = ContentText.objects.filter(organisation_id=organisation_id)
    return rows.aggregate(
        ready=Count("pk", filter=Q(state=PreviewState.READY)),
        waiting=Count("pk", filter=Q(state=PreviewState.PENDING)),
        failed=Count("pk", filter=Q(state=PreviewState.FAILED)),
        scanned=Count("pk", filter=Q(ocr_pages__gt=0)),
    )


def current_numbers(actor: Actor, file_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return the number of the current version of each file that the actor sees."""
    seen = items_access.visible_items(actor).filter(pk__in=list(file_ids))
    rows = File.objects.filter(item__in=seen, current__isnull=False)
    return dict(rows.values_list("pk", "current__number"))
