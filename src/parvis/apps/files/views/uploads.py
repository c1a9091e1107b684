"""The tus endpoint, and a plain form for browsers without JavaScript."""

import json
from typing import ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.files import selectors, tus
from parvis.apps.files.enums import NameChoice
from parvis.apps.files.limits import max_file_bytes
from parvis.apps.files.services import folders, uploads
from parvis.apps.files.uploading import (
    answer,
    create,
    give_up,
    resume,
    speaks_tus,
    state_of,
    tell,
)
from parvis.kernel.errors import InvalidError

P = ParamSpec("P")
MAX_PATHS = 5_000
MAX_EMPTY = 200


def _method(request: HttpRequest) -> str:
    asked = request.headers.get("X-HTTP-Method-Override", "")
    return asked.upper() if request.method == "POST" and asked else request.method or ""


def _address(upload_id: UUID) -> str:
    return reverse("files:upload", args=[upload_id])


@speaks_tus
@signed_in
def collection(request: ActorRequest) -> HttpResponse:
    """Say what is spoken here (OPTIONS), or begin an upload (POST)."""
    method = _method(request)
    if method == "OPTIONS":
        return answer(
            204,
            {
                "Tus-Version": tus.VERSION,
                "Tus-Extension": tus.EXTENSIONS,
                "Tus-Max-Size": str(max_file_bytes()),
                "Tus-Checksum-Algorithm": ",".join(tus.ALGORITHMS),
            },
        )
    if method != "POST":
        return answer(405, {"Allow": "OPTIONS, POST"})
    tus.require_version(request)
    return create(request, address=_address)


@speaks_tus
@signed_in
def one(request: ActorRequest, upload_id: UUID) -> HttpResponse:
    """Tell how far an upload is (HEAD), continue it (PATCH), give it up (DELETE)."""
    works = {"HEAD": tell, "PATCH": resume, "DELETE": give_up}
    work = works.get(_method(request))
    if work is None:
        return answer(405, {"Allow": "HEAD, PATCH, DELETE"})
    tus.require_version(request)
    return work(request, upload_id)


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
    return answer(204, state_of(upload, upload.length))


def _paths_in(request: HttpRequest) -> list[list[str]]:
    """Return the paths of a form, lists of names (raises InvalidError)."""
    try:
        asked = json.loads(request.POST.get("paths", "[]"))
    except (ValueError, RecursionError) as error:
        raise InvalidError from error
    if not isinstance(asked, list):
        raise InvalidError
    paths = [path for path in asked if isinstance(path, list) and path]
    if len(paths) > MAX_PATHS or not all(isinstance(name, str) for path in paths for name in path):
        raise InvalidError(_("Send at most 5,000 files at a time."))
    return paths


@require_POST
@speaks_tus
@signed_in
def new_folders(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Make the empty folders of a drop, those that files bring along being made with them."""
    paths = _paths_in(request)
    if len(paths) > MAX_EMPTY:
        raise InvalidError(_("Send at most 200 empty folders at a time."))
    folders.ensure_all(actor=request.actor, parent_id=item_id, paths=paths)
    return JsonResponse({"made": len(paths)})


@require_POST
@speaks_tus
@signed_in
def conflicts(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Tell which of the files about to be sent have a name that is taken (JSON: [path…, name])."""
    paths = _paths_in(request)
    taken = selectors.taken_paths(request.actor, item_id, paths)
    return JsonResponse({"taken": taken})
