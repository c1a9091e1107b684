"""Items for programs: things of every tool, by what they share."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router, Status

from parvis.apps.directory.api import Words
from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces import access, selectors
from parvis.apps.workspaces.api.schemas import (
    ERRORS,
    CopyIn,
    GrantIn,
    GrantOut,
    ItemIn,
    ItemOut,
    role_name,
    role_of,
)
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.services import copying, items, restrictions, trash
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of
from parvis.kernel.api.problems import Problem
from parvis.kernel.api.versions import expected_version, send_version

router = Router(tags=["Items"])
Kind = Annotated[str, Query("", max_length=40, description="such as files.file")]


def show_items(rows: Iterable[Item]) -> list[ItemOut]:
    """Return items as the API shows them."""
    rows = list(rows)
    prefetch_related_objects(rows, "tags")
    return [ItemOut.model_validate(item_values(row)) for row in rows]


def item_values(row: Item) -> dict[str, object]:
    """Return what every kind of item shows."""
    made = {
        "url": reverse("workspaces:item", args=[row.pk]),
        "tags": [tag.label for tag in row.tags.all()],
    }
    names = ItemOut.model_fields.keys() - made.keys()
    return {**made, **{name: getattr(row, name) for name in names}}


@router.get("/items", response={200: Page[ItemOut], **ERRORS}, summary="Things that I see")
def list_items(
    request: ActorRequest,
    workspace_id: UUID | None = None,
    parent_id: UUID | None = None,
    kind: Kind = "",
    q: Words = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> dict[str, object]:
    rows = access.visible_items(request.actor)
    if workspace_id:
        rows = rows.filter(workspace_id=workspace_id)
    if parent_id:
        rows = rows.filter(parent_id=parent_id)
    if kind:
        rows = rows.filter(kind=kind)
    if q:
        rows = selectors.search_items(rows, q)
    return page_of(rows, cursor=cursor, limit=limit, show=show_items, newest_first=True)


@router.get("/items/{uuid:item_id}", response={200: ItemOut, **ERRORS}, summary="A thing")
def read_item(request: ActorRequest, response: HttpResponse, item_id: UUID) -> ItemOut:
    item = access.get_item(request.actor, item_id)
    send_version(response, item.version)
    return show_items([item])[0]


@router.patch(
    "/items/{uuid:item_id}",
    response={200: ItemOut, 412: Problem, **ERRORS},
    summary="Rename, describe, tag or move a thing (If-Match checks its version)",
)
def change_item(
    request: ActorRequest, response: HttpResponse, item_id: UUID, payload: ItemIn
) -> ItemOut:
    item = items.change_item(
        actor=request.actor,
        item_id=item_id,
        version=expected_version(request),
        title=payload.title,
        description=payload.description,
        parent_id=payload.parent_id,
        labels=payload.tags,
    )
    send_version(response, item.version)
    return show_items([item])[0]


@router.delete(
    "/items/{uuid:item_id}",
    response={204: None, 412: Problem, **ERRORS},
    summary="Put a thing in the trash",
)
def trash_item(request: ActorRequest, item_id: UUID) -> Status[None]:
    trash.trash_item(actor=request.actor, item_id=item_id, version=expected_version(request))
    return Status(204, None)


@router.post(
    "/items/{uuid:item_id}/copies",
    response={201: ItemOut, 413: Problem, **ERRORS},
    summary="Copy a thing to a folder or space",
)
def copy_item(
    request: ActorRequest, response: HttpResponse, item_id: UUID, payload: CopyIn
) -> Status[ItemOut]:
    """Copy a thing with what you see below it; the copy takes the rights of its new place."""
    made = copying.copy_item(actor=request.actor, item_id=item_id, parent_id=payload.parent_id)
    send_version(response, made.version)
    return Status(201, show_items([made])[0])


@router.post(
    "/items/{uuid:item_id}/restore",
    response={200: ItemOut, **ERRORS},
    summary="Take a thing out of the trash",
)
def restore_item(request: ActorRequest, item_id: UUID) -> ItemOut:
    return show_items([trash.restore_item(actor=request.actor, item_id=item_id)])[0]


@router.put(
    "/items/{uuid:item_id}/restriction",
    response={200: ItemOut, **ERRORS},
    summary="Close a thing to all but those granted",
)
def restrict_item(request: ActorRequest, item_id: UUID) -> ItemOut:
    return show_items([restrictions.restrict_item(actor=request.actor, item_id=item_id)])[0]


@router.delete(
    "/items/{uuid:item_id}/restriction",
    response={200: ItemOut, **ERRORS},
    summary="Open a restricted thing to its space",
)
def unrestrict_item(request: ActorRequest, item_id: UUID) -> ItemOut:
    return show_items([restrictions.unrestrict_item(actor=request.actor, item_id=item_id)])[0]


@router.get(
    "/items/{uuid:item_id}/grants",
    response={200: list[GrantOut]},
    summary="Who has access to a restricted thing",
)
def list_grants(request: ActorRequest, item_id: UUID) -> list[GrantOut]:
    """List those granted on it, or the nearest restricted thing above; empty: its space."""
    item = access.get_item(request.actor, item_id)
    return [
        GrantOut.model_validate(
            {"party": row.party, "role": role_name(row.role)}, from_attributes=True
        )
        for row in selectors.grants_on(item)
    ]


@router.put(
    "/items/{uuid:item_id}/grants/{uuid:party_id}",
    response={204: None, **ERRORS},
    summary="Give a party access to a restricted thing",
)
def put_grant(
    request: ActorRequest, item_id: UUID, party_id: UUID, payload: GrantIn
) -> Status[None]:
    restrictions.grant_access(
        actor=request.actor, item_id=item_id, party_id=party_id, role=role_of(payload.role)
    )
    return Status(204, None)


@router.delete(
    "/items/{uuid:item_id}/grants/{uuid:party_id}",
    response={204: None, **ERRORS},
    summary="Withdraw a party's access",
)
def delete_grant(request: ActorRequest, item_id: UUID, party_id: UUID) -> Status[None]:
    restrictions.withdraw_access(actor=request.actor, item_id=item_id, party_id=party_id)
    return Status(204, None)
