"""Files for programs: facts, versions, locks, and small files in one call."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from ninja import File as FileField
from ninja import Form, Router, Status, UploadedFile
from ninja.decorators import decorate_view

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.files import access, selectors
from parvis.apps.files.api.schemas import (
    FileIn,
    FileOut,
    LockIn,
    LockOut,
    NewVersionIn,
    Number,
    VersionOut,
    show_file,
    show_version,
    show_versions,
)
from parvis.apps.files.enums import NameChoice
from parvis.apps.files.limits import require_room
from parvis.apps.files.services import locks, versions
from parvis.apps.files.services.locks import require_unlocked
from parvis.apps.files.spooling import SpooledFile, SpoolHandler
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.models import Item
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of
from parvis.kernel.api.problems import Problem, respond
from parvis.kernel.api.versions import send_version
from parvis.kernel.errors import InvalidError, RefusedError, TooLargeError
from parvis.kernel.storage.models import Blob

router = Router(tags=["Files"])
LARGEST_FORM: Final = 50 * 1024**2
ENVELOPE: Final = 64 * 1024
TOO_LARGE = _("Send files beyond 50 MB through /api/v1/uploads: they resume after a cut.")
Run = Callable[..., HttpResponseBase]


def through_the_spool(run: Run) -> Run:
    """Read a form's file sealed to the disk, up to 50 MB, before anything else reads the form."""

    @wraps(run)
    def guarded(request: HttpRequest, **path: Any) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > LARGEST_FORM + ENVELOPE:
            return respond(TooLargeError(TOO_LARGE))
        handler = SpoolHandler(max_bytes=LARGEST_FORM)
        request.upload_handlers = [handler]
        try:
            response = run(request, **path)
        finally:
            handler.discard()
        return respond(TooLargeError(TOO_LARGE)) if handler.is_too_large else response

    return guarded


def _stored(request: ActorRequest, sent: UploadedFile, item: Item, verb: str) -> Blob:
    """Store what was sent, once it is known that it may stay."""
    if not items_access.may(request.actor, item, verb):
        raise RefusedError
    if not isinstance(sent, SpooledFile):
        raise InvalidError
    require_room(request.actor, sent.size or 0)
    return sent.store(request.actor.organisation_id)


@router.get("/files/{uuid:file_id}", response={200: FileOut}, summary="A file")
def read_file(request: ActorRequest, response: HttpResponse, file_id: UUID) -> FileOut:
    """Tell a file’s facts. Rename, describe, tag and move it as any item, at `/items/{id}`."""
    file = access.get_file(request.actor, file_id)
    send_version(response, file.item.version)
    return show_file(file)


@router.get(
    "/files/{uuid:file_id}/versions",
    response={200: Page[VersionOut]},
    summary="The versions of a file, the latest first",
)
def list_versions(
    request: ActorRequest, file_id: UUID, cursor: Cursor = "", limit: Limit = 50
) -> dict[str, object]:
    rows = selectors.versions_of(request.actor, file_id).select_related("author", "blob")
    return page_of(rows, cursor=cursor, limit=limit, show=show_versions, newest_first=True)


@router.post(
    "/folders/{uuid:folder_id}/files",
    response={201: FileOut, 507: Problem},
    summary="Add a file of up to 50 MB to a folder",
)
@decorate_view(through_the_spool)
def create_file(
    request: ActorRequest,
    response: HttpResponse,
    folder_id: UUID,
    payload: Form[FileIn],
    file: FileField[UploadedFile],
) -> Status[FileOut]:
    """Add a file in one call; larger ones, and weak lines, take `POST /uploads`."""
    container = access.get_container(request.actor, folder_id)
    made = versions.add_file(
        actor=request.actor,
        parent_id=container.pk,
        name=file.name or "",
        blob=_stored(request, file, container, "add"),
        remark=payload.remark,
        name_choice=NameChoice(payload.name_choice),
    )
    shown = access.get_file(request.actor, made.file_id)
    send_version(response, shown.item.version)
    return Status(201, show_file(shown))


@router.post(
    "/files/{uuid:file_id}/versions",
    response={201: VersionOut, 423: Problem, 507: Problem},
    summary="Add a version of up to 50 MB to a file",
)
@decorate_view(through_the_spool)
def create_version(
    request: ActorRequest, file_id: UUID, payload: Form[NewVersionIn], file: FileField[UploadedFile]
) -> Status[VersionOut]:
    """Add a version in one call; the same content again adds nothing, and answers the current."""
    found = access.get_file(request.actor, file_id)
    require_unlocked(request.actor, found)
    made = versions.add_version(
        actor=request.actor,
        file_id=file_id,
        name=file.name or "",
        blob=_stored(request, file, found.item, "add_version"),
        remark=payload.remark,
        expected_number=payload.expected,
    )
    return Status(201, show_version(made))


@router.post(
    "/files/{uuid:file_id}/versions/{number}/restore",
    response={201: VersionOut, 423: Problem},
    summary="Bring an earlier version back, as a new one",
)
def restore_version(request: ActorRequest, file_id: UUID, number: Number) -> Status[VersionOut]:
    made = versions.restore_version(actor=request.actor, file_id=file_id, number=number)
    return Status(201, show_version(made))


@router.put(
    "/files/{uuid:file_id}/lock",
    response={200: LockOut, 423: Problem},
    summary="Lock a file, saying why",
)
def lock_file(request: ActorRequest, file_id: UUID, payload: LockIn) -> LockOut:
    """Keep others from adding versions until you unlock it, or until a moment."""
    file = access.get_file(request.actor, file_id)
    locks.lock_file(
        actor=request.actor, file_id=file_id, message=payload.message, until=payload.until
    )
    lock = locks.lock_of(file)
    return LockOut.model_validate(lock, from_attributes=True)


@router.delete("/files/{uuid:file_id}/lock", response={204: None}, summary="Unlock a file")
def unlock_file(request: ActorRequest, file_id: UUID) -> Status[None]:
    """Take your own lock away, or anybody’s as a manager of the space."""
    locks.unlock_file(actor=request.actor, file_id=file_id)
    return Status(204, None)
