"""Large files for programs: tus 1.0, which resumes after a cut."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from ninja import Router

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.files import tus, uploading
from parvis.kernel.api.problems import Problem

router = Router(tags=["Uploads"])


def _header(
    name: str, description: str, schema: dict[str, Any] | None = None, *, required: bool = True
) -> dict[str, Any]:
    return {
        "in": "header",
        "name": name,
        "required": required,
        "description": description,
        "schema": schema or {"type": "string"},
    }


VERSION = _header("Tus-Resumable", "always 1.0.0", {"type": "string", "enum": ["1.0.0"]})
COUNT: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 2**53}
LENGTH = _header("Upload-Length", "size of the file in bytes", COUNT)
OFFSET = _header("Upload-Offset", "how many bytes are there already", COUNT)
CHECKSUM = _header(
    "Upload-Checksum", "sha256, sha1 or md5, a space, the digest in base64", required=False
)
METADATA = _header(
    "Upload-Metadata",
    "pairs “key base64(value)”, apart by commas: `parent` (id of the folder or space) and "
    "`filename`; or `file` (id: a new version of it) and `expected` (the version read); also "
    "`path` (JSON list of folders to make), `remark`, `choice` (`version` or `keep_both`)",
)
PIECE = {tus.BODY_TYPE: {"schema": {"type": "string", "format": "binary"}}}
STATE = {
    name: {"description": text, "schema": {"type": "string"}}
    for name, text in {
        "Upload-Offset": "how many bytes are safely there",
        "Upload-Expires": "when what came is removed, if nobody continues",
        "Parvis-Item": "id of the file, once the upload is finished",
    }.items()
}
LOCATION = {"description": "address of the upload", "schema": {"type": "string"}}


def _address(upload_id: UUID) -> str:
    return reverse("api:read_upload", args=[upload_id])


@router.post(
    "/uploads",
    response={201: None, 400: Problem, 412: Problem, 415: Problem, 423: Problem, 507: Problem},
    summary="Begin an upload",
    openapi_extra={
        "parameters": [VERSION, LENGTH, METADATA],
        "responses": {201: {"headers": {"Location": LOCATION, **STATE}}},
    },
)
@uploading.speaks_tus
def create_upload(request: ActorRequest) -> HttpResponseBase:
    """Send a file of any size, by [tus 1.0](https://tus.io/protocols/resumable-upload).

    1. `POST /uploads` with `Upload-Length` and `Upload-Metadata` answers a `Location`.
    2. `PATCH` that address with `Upload-Offset` and a piece of the file, of a few megabytes;
       the answer bears the new offset. Repeat until it is the length.
    3. After a cut, `HEAD` says from which offset to go on.

    The last answer bears the id of the file in `Parvis-Item`. Any tus client does this by itself:
    give it this address and the Authorization header.
    """
    tus.require_version(request)
    return uploading.create(request, address=_address)


@router.api_operation(
    ["HEAD"],
    "/uploads/{uuid:upload_id}",
    response={200: None, 412: Problem},
    summary="How far an upload is",
    openapi_extra={"parameters": [VERSION], "responses": {200: {"headers": STATE}}},
)
@uploading.speaks_tus
def read_upload(request: ActorRequest, upload_id: UUID) -> HttpResponseBase:
    """Say from which byte to go on; whoever asks for a whole upload gets it made into a file."""
    tus.require_version(request)
    return uploading.tell(request, upload_id)


@router.patch(
    "/uploads/{uuid:upload_id}",
    response={
        204: None,
        **dict.fromkeys([400, 409, 412, 413, 415, 423, 460, 507], Problem),
    },
    summary="Send the bytes that follow",
    openapi_extra={
        "parameters": [VERSION, OFFSET, CHECKSUM],
        "requestBody": {"required": True, "content": PIECE},
        "responses": {204: {"headers": STATE}},
    },
)
@uploading.speaks_tus
def continue_upload(request: ActorRequest, upload_id: UUID) -> HttpResponseBase:
    """Add a piece at `Upload-Offset` (409 when it isn’t where the upload stands)."""
    tus.require_version(request)
    return uploading.resume(request, upload_id)


@router.delete(
    "/uploads/{uuid:upload_id}",
    response={204: None, 412: Problem},
    summary="Give an upload up",
    openapi_extra={"parameters": [VERSION]},
)
@uploading.speaks_tus
def delete_upload(request: ActorRequest, upload_id: UUID) -> HttpResponseBase:
    """Remove what came; the file of a finished upload stays."""
    tus.require_version(request)
    return uploading.give_up(request, upload_id)
