"""Links to documents for programs: made, listed, withdrawn."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from parvis.apps.directory.api import PartyOut
from parvis.apps.directory.requests import ActorRequest
from parvis.apps.sharing import access, selectors
from parvis.apps.sharing.enums import LinkKind, Permission, Sorting
from parvis.apps.sharing.models import Link
from parvis.apps.sharing.presenters import address_of
from parvis.apps.sharing.services import links
from parvis.apps.sharing.services.links import (
    LONGEST_LABEL,
    LONGEST_MESSAGE,
    LONGEST_PASSWORD,
    Terms,
)
from parvis.apps.workspaces.api.schemas import ERRORS
from parvis.kernel.actors import Actor
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of
from parvis.kernel.api.values import Day

router = Router(tags=["Sharing outside"])
_PLAIN = ("id", "kind", "item_id", "label", "permission", "ends_on", "author", "created_at")


class OutsideLinkOut(Schema):
    """A link by which people without an account read documents, or hand some in."""

    id: UUID
    kind: Literal["share", "deposit"]
    item_id: UUID = Field(description="what is shared, or the place of what is")
    part_ids: list[UUID] = Field(description="the things that it opens, with what is below them")
    label: str = Field(description="for whom, or what is asked")
    permission: Literal["download", "view", "watermark"]
    has_password: bool
    ends_on: date = Field(description="the last day on which it works")
    state: Literal["open", "ended", "revoked", "stopped"]
    author: PartyOut | None
    created_at: datetime
    opened_count: int
    download_count: int
    deposit_count: int
    url: str = Field(description="its address, for the person who made it alone; else empty")


class OutsideLinkIn(Schema):
    """What a link allows."""

    kind: Literal["share", "deposit"] = Field("share", description="deposit: on a folder")
    part_ids: list[UUID] = Field(
        default_factory=list,
        max_length=links.MOST_PARTS,
        description="only these, which lie directly in the item; none: the item itself",
    )
    label: str = Field("", max_length=LONGEST_LABEL)
    message: str = Field("", max_length=LONGEST_MESSAGE, description="what a deposit asks for")
    permission: Literal["download", "view", "watermark"] = "download"
    sorting: Literal["apart", "together"] = Field(
        "apart", description="apart: a folder for each deposit"
    )
    password: str = Field("", max_length=LONGEST_PASSWORD)
    ends_on: Day | None = Field(None, description="none: as the organisation has set")
    tells_opening: bool = Field(False, description="tell its author of the first opening")


def _show(actor: Actor, rows: Sequence[Link]) -> list[OutsideLinkOut]:
    """Return links as the API shows them, in a constant number of queries."""
    parts = selectors.part_ids_of([row.pk for row in rows])
    figures = selectors.figures_of([row.pk for row in rows])
    shown = []
    for row in rows:
        found = figures.get(row.pk, selectors.Figures())
        values: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
        values |= {
            "part_ids": parts.get(row.pk, []),
            "has_password": bool(row.password),
            "state": selectors.state_of(row).value,
            "opened_count": found.opened,
            "download_count": found.downloaded,
            "deposit_count": found.deposited,
            "url": address_of(row) if row.author_id == actor.party_id else "",
        }
        shown.append(OutsideLinkOut.model_validate(values, from_attributes=True))
    return shown


@router.get(
    "/links", response={200: Page[OutsideLinkOut], **ERRORS}, summary="Links that I know of"
)
def list_links(
    request: ActorRequest,
    item_id: UUID | None = None,
    state: Literal["open", "ended", "revoked", "stopped"] | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> dict[str, object]:
    """List the links that I made, and those of the spaces that I manage; the newest first."""
    rows = selectors.filtered(access.visible_links(request.actor), state=state or "")
    if item_id:
        rows = rows.filter(item_id=item_id)
    rows = rows.select_related("author").defer("author__photo")
    return page_of(
        rows,
        cursor=cursor,
        limit=limit,
        show=lambda found: _show(request.actor, found),
        newest_first=True,
    )


@router.post(
    "/items/{uuid:item_id}/links",
    response={201: OutsideLinkOut, **ERRORS},
    summary="Share a thing outside by a link",
)
def create_link(
    request: ActorRequest, item_id: UUID, payload: OutsideLinkIn
) -> Status[OutsideLinkOut]:
    """Make a link to a file or a folder, or open a folder to deposits."""
    values = payload.model_dump(exclude={"kind", "part_ids"})
    terms = Terms(
        **{
            **values,
            "permission": Permission(payload.permission),
            "sorting": Sorting(payload.sorting),
        }
    )
    made = links.make_link(
        actor=request.actor,
        item_id=item_id,
        terms=terms,
        part_ids=payload.part_ids,
        kind=LinkKind(payload.kind),
    )
    return Status(201, _show(request.actor, [access.get_link(request.actor, made.pk)])[0])


@router.get("/links/{uuid:link_id}", response={200: OutsideLinkOut, **ERRORS}, summary="A link")
def read_link(request: ActorRequest, link_id: UUID) -> OutsideLinkOut:
    return _show(request.actor, [access.get_link(request.actor, link_id)])[0]


@router.delete(
    "/links/{uuid:link_id}", response={204: None, **ERRORS}, summary="Withdraw a link at once"
)
def revoke_link(request: ActorRequest, link_id: UUID) -> Status[None]:
    """Nobody opens it any more; its author, the managers of the space and administrators may."""
    links.revoke_link(actor=request.actor, link_id=link_id)
    return Status(204, None)
