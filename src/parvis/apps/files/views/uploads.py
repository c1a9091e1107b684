"""The tus endpoint, and a plain form for browsers without JavaScript."""

import json
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.files import selectors, tus
from parvis.apps.files.enums import NameChoice, UploadState
from parvis.apps.files.limits import max_file_bytes
from parvis.apps.files.models import Upload
from parvis.apps.files.services import uploads
from parvis.kernel.errors import InvalidError, ParvisError
from parvis.kernel.middleware import problem
from parvis.kernel.storage.errors import OffsetConflictError

P = ParamSpec("P")


def _answer(status: int, headers: dict[str, str] | None = None) -> HttpResponse:
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


def _state(upload: Upload, offset: int) -> dict[str, str]:
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


def _method(request: HttpRequest) -> str:
    asked = request.headers.get("X-HTTP-Method-Override", "")
    return asked.upper() if request.method == "POST" and asked else request.method or ""


@speaks_tus
@signed_in
def collection(request: ActorRequest) -> HttpResponse:
    """Say what is spoken here (OPTIONS), or begin an upload (POST)."""
    method = _method(request)
    if method == "OPTIONS":
        return _answer(
            204,
            {
                "Tus-Version": tus.VERSION,
                "Tus-Extension": tus.EXTENSIONS,
                "Tus-Max-Size": str(max_file_bytes()),
                "Tus-Checksum-Algorithm": ",".join(tus.ALGORITHMS),
            },
        )
    if method != "POST":
        return _answer(405, {"Allow": "OPTIONS, POST"})
    tus.require_version(request)
    return _create(request)


def _create(request: ActorRequest) -> HttpResponse:
    body = tus.Body(request) if request.headers.get("Content-Type") == tus.BODY_TYPE else None
    upload = uploads.create_upload(actor=request.actor, announced=tus.announced_in(request))
    offset = 0
    if body is not None and upload.length:
        offset = uploads.append_to_upload(
            actor=request.actor, upload=upload, offset=0, chunks=body, check=body.check
        )
        upload.refresh_from_db()
    headers = {"Location": reverse("files:upload", args=[upload.pk]), **_state(upload, offset)}
    return _answer(201, headers)


@speaks_tus
@signed_in
def one(request: ActorRequest, upload_id: UUID) -> HttpResponse:
    """Tell how far an upload is (HEAD), continue it (PATCH), give it up (DELETE)."""
    works = {"HEAD": _head, "PATCH": _patch, "DELETE": _delete}
    work = works.get(_method(request))
    if work is None:
        return _answer(405, {"Allow": "HEAD, PATCH, DELETE"})
    tus.require_version(request)
    return work(request, upload_id)


def _head(request: ActorRequest, upload_id: UUID) -> HttpResponse:
    upload = uploads.get_upload(actor=request.actor, upload_id=upload_id)
    offset = uploads.offset_of(upload)
    if upload.state == UploadState.RECEIVING and offset == upload.length:
        # A crash came between the last byte and the file: whoever asks again ends the work.
        upload = uploads.finish_upload(actor=request.actor, upload=upload)
    return _answer(200, _state(upload, offset))


def _patch(request: ActorRequest, upload_id: UUID) -> HttpResponse:
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
    return _answer(204, _state(upload, offset))


def _delete(request: ActorRequest, upload_id: UUID) -> HttpResponse:
    upload = uploads.get_upload(actor=request.actor, upload_id=upload_id)
    uploads.terminate_upload(upload=upload)
    return _answer(204)


@require_POST
@speaks_tus
@signed_in
def choose(request: ActorRequest, upload_id: UUID) -> HttpResponse:
    """Finish a whole upload as its sender chose, after somebody had added a version meanwhile."""
    choice = request.POST.get("choice", "")
    if choice not in {NameChoice.VERSION, NameChoice.KEEP_BOTH}:
        raise InvalidError(_("Choose what becomes of the file."))
    upload = uploads.get_upload(actor=request.actor, upload_id=upload_id)
    upload = uploads.finish_upload(
        actor=request.actor, upload=upload, name_choice=NameChoice(choice)
    )
    return _answer(204, _state(upload, upload.length))


@require_POST
@speaks_tus
@signed_in
def conflicts(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Tell which of the files about to be sent have a name that is taken (JSON: [path…, name])."""
    try:
        asked = json.loads(request.POST.get("paths", "[]"))
    except (ValueError, RecursionError) as error:
        raise InvalidError from error
    paths = [path for path in asked if isinstance(path, list) and path] if asked else []
    if len(paths) > 5_000 or not all(isinstance(name, str) for path in paths for name in path):
        raise InvalidError(_("Send at most 5,000 files at a time."))
    taken = selectors.taken_paths(request.actor, item_id, paths)
    return JsonResponse({"taken": taken})
