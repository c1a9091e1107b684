"""Spaces and their members for programs."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces import access
from parvis.apps.workspaces.api.schemas import (
    ERRORS,
    MemberIn,
    MemberOut,
    SpaceChange,
    SpaceIn,
    SpaceOut,
    role_name,
    role_of,
)
from parvis.apps.workspaces.api.showing import show_members, show_spaces
from parvis.apps.workspaces.models import Membership
from parvis.apps.workspaces.services import settings, spaces
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of
from parvis.kernel.api.problems import Problem
from parvis.kernel.api.versions import expected_version, send_version

router = Router(tags=["Spaces"])
Scope = Annotated[
    Literal["readable", "listed"], Query("readable", description="listed: also those to ask for")
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
        rows, cursor=cursor, limit=limit, show=lambda found: show_spaces(found, request.actor)
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
    return Status(201, show_spaces([space], request.actor)[0])


@router.get(
    "/workspaces/{uuid:workspace_id}",
    response={200: SpaceOut, **ERRORS},
    summary="A space",
)
def read_workspace(request: ActorRequest, response: HttpResponse, workspace_id: UUID) -> SpaceOut:
    space = access.get_workspace(request.actor, workspace_id)
    send_version(response, space.item.version)
    return show_spaces([space], request.actor)[0]


@router.patch(
    "/workspaces/{uuid:workspace_id}",
    response={200: SpaceOut, 412: Problem},
    summary="Change the settings of a space (If-Match checks its version)",
)
def change_workspace(
    request: ActorRequest, response: HttpResponse, workspace_id: UUID, payload: SpaceChange
) -> SpaceOut:
    space = access.get_workspace(request.actor, workspace_id)
    values = payload.model_dump(exclude_unset=True)
    kept = {name: getattr(space, name) for name in ("colour", "openness", "tools", "parent_id")}
    kept |= {"title": space.item.title, "description": space.item.description}
    kept |= {"requires_second_factor": space.requires_second_factor}
    role = role_of(values.pop("default_role", role_name(space.default_role)))
    settings.change_settings(
        actor=request.actor,
        workspace_id=workspace_id,
        settings=settings.SpaceSettings(default_role=role, **{**kept, **values}),
        version=expected_version(request),
    )
    return read_workspace(request, response, workspace_id)


@router.post(
    "/workspaces/{uuid:workspace_id}/archive", response={200: SpaceOut}, summary="Archive a space"
)
def archive_workspace(request: ActorRequest, workspace_id: UUID) -> SpaceOut:
    """Keep all readable to its members, and unchanged, until it is reopened."""
    space = settings.archive_workspace(actor=request.actor, workspace_id=workspace_id)
    return show_spaces([space], request.actor)[0]


@router.post(
    "/workspaces/{uuid:workspace_id}/reopen",
    response={200: SpaceOut},
    summary="Reopen an archived space",
)
def reopen_workspace(request: ActorRequest, workspace_id: UUID) -> SpaceOut:
    space = settings.reopen_workspace(actor=request.actor, workspace_id=workspace_id)
    return show_spaces([space], request.actor)[0]


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
    return page_of(rows, cursor=cursor, limit=limit, show=show_members)


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
    return show_members([row])[0]


@router.delete(
    "/workspaces/{uuid:workspace_id}/members/{uuid:party_id}",
    response={204: None, **ERRORS},
    summary="End a membership",
)
def delete_member(request: ActorRequest, workspace_id: UUID, party_id: UUID) -> Status[None]:
    spaces.remove_member(actor=request.actor, workspace_id=workspace_id, party_id=party_id)
    return Status(204, None)
