"""Spaces and their members for programs."""

from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

from ninja import Query, Router, Status

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces import access
from parvis.apps.workspaces.api.schemas import (
    ERRORS,
    MemberIn,
    MemberOut,
    SpaceIn,
    SpaceOut,
    role_of,
)
from parvis.apps.workspaces.models import Membership, Workspace
from parvis.apps.workspaces.services import spaces
from parvis.kernel.actors import Role
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of

router = Router(tags=["Spaces"])
Scope = Annotated[
    Literal["readable", "listed"], Query("readable", description="listed: also those to ask for")
]


def _show_spaces(rows: Sequence[Workspace], request: ActorRequest) -> list[SpaceOut]:
    held: dict[UUID, int] = {}
    memberships = access.current_memberships(request.actor.party_ids)
    for space_id, role in memberships.filter(workspace__in=rows).values_list("workspace", "role"):
        held[space_id] = max(role, held.get(space_id, 0))
    return [
        SpaceOut(
            id=row.pk,
            title=row.item.title,
            description=row.item.description,
            openness=row.openness,
            state=row.state,
            parent_id=row.parent_id,
            tools=row.tools,
            role=Role(held[row.pk]).name.lower() if row.pk in held else "",
        )
        for row in rows
    ]


@router.get("/workspaces", response={200: Page[SpaceOut], **ERRORS}, summary="My spaces")
def list_workspaces(
    request: ActorRequest,
    scope: Scope = "readable",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> dict[str, object]:
    listing = access.readable_workspaces if scope == "readable" else access.listed_workspaces
    rows = listing(request.actor).select_related("item")
    return page_of(
        rows, cursor=cursor, limit=limit, show=lambda found: _show_spaces(found, request)
    )


@router.post("/workspaces", response={201: SpaceOut, **ERRORS}, summary="Open a space")
def create_workspace(request: ActorRequest, payload: SpaceIn) -> Status[SpaceOut]:
    space = spaces.create_workspace(
        actor=request.actor,
        title=payload.title,
        template=payload.template,
        openness=payload.openness or None,
        description=payload.description,
        parent_id=payload.parent_id,
    )
    return Status(201, _show_spaces([space], request)[0])


@router.get(
    "/workspaces/{uuid:workspace_id}",
    response={200: SpaceOut, **ERRORS},
    summary="A space",
)
def read_workspace(request: ActorRequest, workspace_id: UUID) -> SpaceOut:
    return _show_spaces([access.get_workspace(request.actor, workspace_id)], request)[0]


@router.get(
    "/workspaces/{uuid:workspace_id}/members",
    response={200: Page[MemberOut], **ERRORS},
    summary="Who is in a space",
)
def list_members(
    request: ActorRequest, workspace_id: UUID, cursor: Cursor = "", limit: Limit = 50
) -> dict[str, object]:
    space = access.get_workspace(request.actor, workspace_id)
    rows = Membership.objects.filter(workspace=space).select_related("party").defer("party__photo")

    def show(found: Sequence[Membership]) -> list[MemberOut]:
        return [
            MemberOut.model_validate(
                {"party": row.party, "role": Role(row.role).name.lower(), "ends_on": row.ends_on},
                from_attributes=True,
            )
            for row in found
        ]

    return page_of(rows, cursor=cursor, limit=limit, show=show)


@router.put(
    "/workspaces/{uuid:workspace_id}/members/{uuid:party_id}",
    response={200: MemberOut, **ERRORS},
    summary="Bring a party in, or change its role",
)
def put_member(
    request: ActorRequest, workspace_id: UUID, party_id: UUID, payload: MemberIn
) -> MemberOut:
    row = spaces.add_member(
        actor=request.actor,
        workspace_id=workspace_id,
        party_id=party_id,
        role=role_of(payload.role),
        ends_on=payload.ends_on,
    )
    return MemberOut.model_validate(
        {"party": row.party, "role": payload.role, "ends_on": row.ends_on}, from_attributes=True
    )


@router.delete(
    "/workspaces/{uuid:workspace_id}/members/{uuid:party_id}",
    response={204: None, **ERRORS},
    summary="End a membership",
)
def delete_member(request: ActorRequest, workspace_id: UUID, party_id: UUID) -> Status[None]:
    spaces.remove_member(actor=request.actor, workspace_id=workspace_id, party_id=party_id)
    return Status(204, None)
