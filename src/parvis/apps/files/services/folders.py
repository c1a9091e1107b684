"""Folders come to be, one by one or as the tree that an upload brings."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from parvis.apps.files.access import FOLDER
from parvis.apps.files.events import FolderAdded
from parvis.apps.files.models import Folder
from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Item, Workspace
from parvis.apps.workspaces.registry import WorkspaceTemplate
from parvis.apps.workspaces.services.items import create_item
from parvis.apps.workspaces.titles import free_title, sibling_named
from parvis.kernel.actors import Actor
from parvis.kernel.errors import InvalidError
from parvis.kernel.events import emit
from parvis.kernel.storage.naming import InvalidNameError, clean_name


def clean_folder_name(raw: str) -> str:
    """Return a safe folder name (raises InvalidError on the field `title`)."""
    try:
        return clean_name(raw)
    except InvalidNameError as error:
        raise InvalidError(fields={"title": [error.message]}) from error


MAX_TEMPLATE_FOLDERS = 200


@transaction.atomic
def add_folder(*, actor: Actor, parent_id: UUID, title: str) -> Item:
    """Make a folder (raises TitleTakenError when a thing of the place has this name)."""
    item = create_item(
        actor=actor, kind=FOLDER, parent_id=parent_id, title=clean_folder_name(title)
    )
    Folder.objects.create(item=item)
    emit(FolderAdded(item_id=item.pk, workspace_id=item.workspace_id), actor=actor)
    return item


@transaction.atomic
def ensure_folders(*, actor: Actor, parent_id: UUID, path: Sequence[str]) -> UUID:
    """Return the id of the folder at `path` below a place, making those that are missing.

    A name that is taken by a file, or by a folder out of the actor's sight, gets a number.
    """
    place = access.lock_item(actor, parent_id, to="add").pk
    for name in path:
        title = clean_folder_name(name)
        taken = sibling_named(place, title)
        if taken is not None and taken.kind == FOLDER and _is_visible(actor, taken):
            place = taken.pk
            continue
        if taken is not None:
            title = free_title(place, title)
        place = add_folder(actor=actor, parent_id=place, title=title).pk
    return place


@transaction.atomic
def ensure_all(*, actor: Actor, parent_id: UUID, paths: Iterable[Sequence[str]]) -> None:
    """Make the folders at these paths below a place, all of them or none."""
    access.lock_item(actor, parent_id, to="add")
    for path in paths:
        names = [name for name in path if name.strip(" /.")]
        ensure_folders(actor=actor, parent_id=parent_id, path=names)


def _is_visible(actor: Actor, item: Item) -> bool:
    return access.visible_items(actor).filter(pk=item.pk).exists()


def make_template_folders(actor: Actor, workspace: Workspace, template: WorkspaceTemplate) -> None:
    """Give a new space the folders of its template ("/" parts the levels)."""
    for folder in template.folders:
        ensure_folders(actor=actor, parent_id=workspace.pk, path=str(folder).split("/"))


def template_folders(actor: Actor, workspace: Workspace) -> list[str]:
    """Return the paths of the folders that the actor sees in a space, not those restricted."""
    rows = access.visible_items(actor).filter(
        workspace_id=workspace.pk, kind=FOLDER, access_root__isnull=True
    )
    names = {row.pk: row for row in rows.order_by("sort_title")[:MAX_TEMPLATE_FOLDERS]}
    paths = []
    for row in names.values():
        path, above = [row.title], row.parent_id
        while above in names:
            path.insert(0, names[above].title)
            above = names[above].parent_id
        if above == workspace.pk:
            paths.append("/".join(path))
    return sorted(paths)
