"""What one keeps at hand, for programs."""

from collections.abc import Iterable
from uuid import UUID

from ninja import Router, Status

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces.api.items import show_items
from parvis.apps.workspaces.api.schemas import ERRORS, ItemOut
from parvis.apps.workspaces.marks import favourites
from parvis.apps.workspaces.models import Favourite
from parvis.apps.workspaces.services import marks
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of

router = Router(tags=["Items"])


def _show(rows: Iterable[Favourite]) -> list[ItemOut]:
    return show_items(row.item for row in rows)


@router.get("/favourites", response={200: Page[ItemOut], **ERRORS}, summary="My favourites")
def list_favourites(
    request: ActorRequest, cursor: Cursor = "", limit: Limit = 50
) -> dict[str, object]:
    """List the things and spaces that bear my star and that I may still see."""
    rows = favourites(request.actor)
    return page_of(rows, cursor=cursor, limit=limit, show=_show, newest_first=True)


@router.put(
    "/items/{uuid:item_id}/favourite",
    response={204: None, **ERRORS},
    summary="Put my star on a thing or a space",
)
def mark_favourite(request: ActorRequest, item_id: UUID) -> Status[None]:
    marks.mark_favourite(actor=request.actor, item_id=item_id)
    return Status(204, None)


@router.delete(
    "/items/{uuid:item_id}/favourite",
    response={204: None, **ERRORS},
    summary="Take my star away",
)
def unmark_favourite(request: ActorRequest, item_id: UUID) -> Status[None]:
    marks.unmark_favourite(actor=request.actor, item_id=item_id)
    return Status(204, None)
