"""Who may do what with files: the rights of items, and the refusals of the antivirus."""

from uuid import UUID

from parvis.apps.files.enums import Verdict
from parvis.apps.files.errors import BeingScannedError, InfectedError
from parvis.apps.files.models import File, FileVersion
from parvis.apps.files.presenters import remember_file
from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Item
from parvis.kernel.actors import Actor, Role
from parvis.kernel.errors import NotFoundError

FILE = "files.file"
FOLDER = "files.folder"
RULES = {"add_version": Role.EDITOR, "lock": Role.EDITOR, "break_lock": Role.MANAGER}


def get_file(actor: Actor, file_id: UUID, *, with_trash: bool = False) -> File:
    """Return a file that the actor sees, its current version and lock at hand."""
    item = access.get_item(actor, file_id, with_trash=with_trash)
    file = (
        File.objects.select_related("current", "current__blob", "current__author", "lock__by")
        .defer("current__author__photo", "lock__by__photo")
        .filter(pk=item.pk)
        .first()
    )
    if file is None:
        raise NotFoundError
    remember_file(item, file)
    file.item = item
    return file


def lock_file(actor: Actor, file_id: UUID, *, to: str, version: int | None = None) -> File:
    """Lock a file's row for the transaction and authorise `to` on its item."""
    item = access.lock_item(actor, file_id, to=to, version=version)
    file = File.objects.select_related("current").filter(pk=item.pk).first()
    if file is None:
        raise NotFoundError
    file.item = item
    return file


def get_version(actor: Actor, file_id: UUID, number: int | None = None) -> FileVersion:
    """Return a version of a file that the actor sees, the current one unless `number` is given."""
    return version_of(get_file(actor, file_id), number)


def version_of(file: File, number: int | None = None) -> FileVersion:
    """Return a version of a file that was found, the current one unless `number` is given."""
    if number is None or (file.current and file.current.number == number):
        version = file.current
    else:
        version = file.versions.select_related("blob", "author").filter(number=number).first()
    if version is None:
        raise NotFoundError
    version.file = file
    return version


def require_readable(version: FileVersion) -> None:
    """Refuse a content that the antivirus condemned or still checks."""
    if version.verdict == Verdict.INFECTED:
        raise InfectedError
    if version.verdict == Verdict.WAITING:
        raise BeingScannedError


def get_container(actor: Actor, item_id: UUID) -> Item:
    """Return a folder or a space that the actor sees (raises NotFoundError for other items)."""
    item = access.get_item(actor, item_id)
    if item.kind != FOLDER and item.parent_id is not None:
        raise NotFoundError
    return item
