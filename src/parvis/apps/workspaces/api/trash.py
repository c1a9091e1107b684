"""The trash of a space for programs."""

from collections.abc import Sequence
from uuid import UUID

from ninja import Router, Status

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces import access
from parvis.apps.workspaces.api.schemas import TrashedOut
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.services import trash
from parvis.apps.workspaces.trashed import days_left, trashed_items
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of

router = Router(tags=["Spaces"])


def _show(rows: Sequence[Item]) -> list[TrashedOut]:
    names = TrashedOut.model_fields.keys() - {"days_left"}
    return [
        TrashedOut.model_validate(
            {"days_left": days_left(row), **{name: getattr(row, name) for name in names}},
            from_attributes=True,
        )
        for row in rows
    ]


@router.get(
    "/workspaces/{uuid:workspace_id}/trash",
    response={200: Page[TrashedOut]},
    summary="What is in the trash of a space",
)
def list_trash(
    request: ActorRequest, workspace_id: UUID, cursor: Cursor = "", limit: Limit = 50
) -> dict[str, object]:
    """List what you may see; take a thing out at `/items/{id}/restore`."""
    space = access.get_workspace(request.actor, workspace_id)
    rows = trashed_items(request.actor, space)
    return page_of(rows, cursor=cursor, limit=limit, show=_show)


@router.delete(
    "/trash/{uuid:item_id}", response={204: None}, summary="Remove a trashed thing for good"
)
def purge_item(request: ActorRequest, item_id: UUID) -> Status[None]:
    """Remove it with all below, for the managers of the space; it can’t be undone."""
    trash.purge_item(actor=request.actor, item_id=item_id)
    return Status(204, None)
