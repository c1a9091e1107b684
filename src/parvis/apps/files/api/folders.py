"""Folders for programs."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from ninja import Query, Router, Status

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.files import access
from parvis.apps.files.api.schemas import EntryOut, FolderIn, show_entries
from parvis.apps.files.archives import archive_of
from parvis.apps.files.sending import send_archive
from parvis.apps.files.services import folders
from parvis.apps.workspaces.access import visible_items
from parvis.apps.workspaces.api.items import show_items
from parvis.apps.workspaces.api.schemas import ItemOut
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of
from parvis.kernel.api.problems import Problem
from parvis.kernel.api.versions import send_version

router = Router(tags=["Files"])
Chosen = Annotated[
    list[UUID], Query(default_factory=list, max_length=500, description="only these things of it")
]
ZIP = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}


@router.get(
    "/folders/{uuid:folder_id}/children",
    response={200: Page[EntryOut]},
    summary="What is in a folder",
)
def list_children(
    request: ActorRequest, folder_id: UUID, cursor: Cursor = "", limit: Limit = 50
) -> dict[str, object]:
    """List a folder, or a space by its id: folders, files and things of other tools."""
    container = access.get_container(request.actor, folder_id)
    rows = visible_items(request.actor).filter(parent_id=container.pk)
    return page_of(
        rows, cursor=cursor, limit=limit, show=lambda found: show_entries(found, request.actor)
    )


@router.post(
    "/folders/{uuid:folder_id}/folders",
    response={201: ItemOut},
    summary="Make a folder",
)
def create_folder(
    request: ActorRequest, response: HttpResponse, folder_id: UUID, payload: FolderIn
) -> Status[ItemOut]:
    """Make a folder in another, or at the top of a space; 409 when its name is taken there."""
    made = folders.add_folder(actor=request.actor, parent_id=folder_id, title=payload.title)
    send_version(response, made.version)
    return Status(201, show_items([made])[0])


@router.get(
    "/folders/{uuid:folder_id}/archive",
    response={200: None, 413: Problem},
    summary="Download a folder as a ZIP file",
    openapi_extra={"responses": {200: {"content": ZIP}}},
)
def download_folder(request: ActorRequest, folder_id: UUID, items: Chosen) -> HttpResponseBase:
    """Send the current versions that you see below a folder, with their folders.

    What the antivirus blocks is left out, and listed in a text of the archive.
    """
    return send_archive(request, archive_of(request.actor, folder_id, items or None))
