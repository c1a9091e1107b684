"""The contents of files for programs: whole, or by ranges of bytes."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponseBase
from ninja import Query, Router

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.files import access
from parvis.apps.files.api.schemas import LARGEST_NUMBER
from parvis.apps.files.sending import send_version
from parvis.kernel.api.problems import Problem

router = Router(tags=["Files"])
Wanted = Annotated[
    int | None,
    Query(None, alias="version", ge=1, le=LARGEST_NUMBER, description="none: the current one"),
]
BYTES = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
DOWNLOADS: dict[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": "Range",
            "required": False,
            "description": "such as bytes=0-1048575",
            "schema": {"type": "string"},
        }
    ],
    "responses": {
        200: {"content": BYTES},
        206: {"description": "The bytes asked for", "content": BYTES},
        304: {"description": "Not changed since the ETag of If-None-Match"},
        416: {"description": "The file has no such bytes"},
    },
}


@router.get(
    "/files/{uuid:file_id}/content",
    response={200: None, 409: Problem},
    summary="Download a file",
    openapi_extra=DOWNLOADS,
)
def download_file(request: ActorRequest, file_id: UUID, version: Wanted = None) -> HttpResponseBase:
    """Send a content, whole or the Range asked for; `ETag` and `If-None-Match` spare a download.

    409 while the antivirus checks it, 403 when it found something.
    """
    found = access.get_version(request.actor, file_id, version)
    access.require_readable(found)
    return send_version(request, found)
