"""What a tus endpoint answers, the page's and that of the API alike."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.utils.http import http_date

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.files import tus
from parvis.apps.files.enums import UploadState
from parvis.apps.files.models import Upload
from parvis.apps.files.services import uploads
from parvis.kernel.errors import ParvisError
from parvis.kernel.middleware import problem
from parvis.kernel.storage.errors import OffsetConflictError

P = ParamSpec("P")


def answer(status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    response = HttpResponse(status=status)
    del response.headers["Content-Type"]
    for name, value in {"Tus-Resumable": tus.VERSION, **(headers or {})}.items():
        response.headers[name] = value
    response.headers["Cache-Control"] = "no-store"
    return response


def _refusal(error: ParvisError) -> HttpResponse:
    response = JsonResponse(
        problem(error), status=error.status, content_type="application/problem+json"
    )
    response.headers["Tus-Resumable"] = tus.VERSION
    if isinstance(error, tus.OtherVersionError):
        response.headers["Tus-Version"] = tus.VERSION
    if isinstance(error, OffsetConflictError):
        response.headers["Upload-Offset"] = str(error.offset)
    return response


def state_of(upload: Upload, offset: int) -> dict[str, str]:
    headers = {
        "Upload-Offset": str(offset),
        "Upload-Length": str(upload.length),
        "Upload-Expires": http_date(upload.expires_at.timestamp()),
    }
    if upload.state == UploadState.FINISHED and upload.item_id is not None:
        headers["Parvis-Item"] = str(upload.item_id)
    return headers


def speaks_tus(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Answer refusals as problem documents, never by a page or a way to the sign-in form."""

    @wraps(view)
    def spoken(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(*args, **kwargs)
        except ParvisError as error:
            return _refusal(error)

    return spoken


def create(request: ActorRequest, *, address: Callable[[UUID], str]) -> HttpResponse:
    """Begin an upload; with a body, take its first bytes as well."""
    body = tus.Body(request) if request.headers.get("Content-Type") == tus.BODY_TYPE else None
    upload = uploads.create_upload(actor=request.actor, announced=tus.announced_in(request))
    offset = 0
    if body is not None and upload.length:
        offset = uploads.append_to_upload(
            actor=request.actor, upload=upload, offset=0, chunks=body, check=body.check
        )
        upload.refresh_from_db()
    headers = {"Location": address(upload.pk), **state_of(upload, offset)}
    return answer(201, headers)


def tell(request: ActorRequest, upload_id: UUID) -> HttpResponse:
    """Say how far an upload is."""
    upload = uploads.get_upload(actor=request.actor, upload_id=upload_id)
    offset = uploads.offset_of(upload)
    if upload.state == UploadState.RECEIVING and offset == upload.length:
        # A crash came between the last byte and the file: whoever asks again ends the work.
        upload = uploads.finish_upload(actor=request.actor, upload=upload)
    return answer(200, state_of(upload, offset))


def resume(request: ActorRequest, upload_id: UUID) -> HttpResponse:
    """Take the bytes that follow."""
    body = tus.Body(request)
    upload = uploads.get_upload(actor=request.actor, upload_id=upload_id)
    offset = uploads.append_to_upload(
        actor=request.actor,
        upload=upload,
        offset=tus.number_in(request, "Upload-Offset"),
        chunks=body,
        check=body.check,
    )
    upload.refresh_from_db()
    return answer(204, state_of(upload, offset))


def give_up(request: ActorRequest, upload_id: UUID) -> HttpResponse:
    """Remove what came."""
    upload = uploads.get_upload(actor=request.actor, upload_id=upload_id)
    uploads.terminate_upload(upload=upload)
    return answer(204)
