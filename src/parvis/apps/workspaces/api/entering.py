"""Ways into a space for programs: asked for, joined, invited into."""

from uuid import UUID

from ninja import Router, Status

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces import access, membership
from parvis.apps.workspaces.api.schemas import (
    DecisionIn,
    JoinGrantIn,
    JoinRequestIn,
    JoinRequestOut,
    MemberOut,
    PartnersIn,
    SpaceOut,
    SpaceRequestIn,
    role_of,
)
from parvis.apps.workspaces.api.showing import show_members, show_requests, show_spaces
from parvis.apps.workspaces.services import guests, joining, requests
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of
from parvis.kernel.errors import RefusedError

router = Router(tags=["Spaces"])


@router.post("/workspace-requests", response={201: SpaceOut}, summary="Ask for a space")
def request_workspace(request: ActorRequest, payload: SpaceRequestIn) -> Status[SpaceOut]:
    """Ask those who run the town’s spaces for one: it waits for them, empty, and you manage it."""
    space = requests.request_workspace(
        actor=request.actor,
        **{**payload.model_dump(), "openness": payload.openness or None},
    )
    return Status(201, show_spaces([space], request.actor)[0])


@router.post(
    "/workspaces/{uuid:workspace_id}/grant",
    response={200: SpaceOut},
    summary="Open a space that was asked for",
)
def grant_workspace(request: ActorRequest, workspace_id: UUID, payload: DecisionIn) -> SpaceOut:
    space = requests.grant_workspace(
        actor=request.actor, workspace_id=workspace_id, word=payload.word
    )
    return show_spaces([space], request.actor)[0]


@router.post(
    "/workspaces/{uuid:workspace_id}/refuse",
    response={200: SpaceOut},
    summary="Refuse a space that was asked for",
)
def refuse_workspace(request: ActorRequest, workspace_id: UUID, payload: DecisionIn) -> SpaceOut:
    space = requests.refuse_workspace(
        actor=request.actor, workspace_id=workspace_id, word=payload.word
    )
    return show_spaces([space], request.actor)[0]


@router.post(
    "/workspaces/{uuid:workspace_id}/join",
    response={201: MemberOut},
    summary="Join an open space",
)
def join_workspace(request: ActorRequest, workspace_id: UUID) -> Status[MemberOut]:
    """Enter with the space’s default role. To leave, remove yourself from its members."""
    row = joining.join_workspace(actor=request.actor, workspace_id=workspace_id)
    return Status(201, show_members([row])[0])


@router.get(
    "/workspaces/{uuid:workspace_id}/join-requests",
    response={200: Page[JoinRequestOut]},
    summary="Who asks to join a space",
)
def list_join_requests(
    request: ActorRequest, workspace_id: UUID, cursor: Cursor = "", limit: Limit = 50
) -> dict[str, object]:
    """List the pending requests, for the managers of the space."""
    space = access.get_workspace(request.actor, workspace_id)
    if not access.may(request.actor, space.item, "manage_members"):
        raise RefusedError
    rows = membership.pending_requests(space)
    return page_of(rows, cursor=cursor, limit=limit, show=show_requests)


@router.post(
    "/workspaces/{uuid:workspace_id}/join-requests",
    response={201: JoinRequestOut},
    summary="Ask to join a closed space",
)
def ask_to_join(
    request: ActorRequest, workspace_id: UUID, payload: JoinRequestIn
) -> Status[JoinRequestOut]:
    """Ask its managers; asking again changes the message."""
    row = joining.ask_to_join(
        actor=request.actor, workspace_id=workspace_id, message=payload.message
    )
    return Status(201, show_requests([row])[0])


@router.post(
    "/workspaces/{uuid:workspace_id}/join-requests/{uuid:request_id}/grant",
    response={200: MemberOut},
    summary="Let somebody in",
)
def grant_join(
    request: ActorRequest, workspace_id: UUID, request_id: UUID, payload: JoinGrantIn
) -> MemberOut:
    row = joining.grant_join(
        actor=request.actor,
        workspace_id=workspace_id,
        request_id=request_id,
        role=role_of(payload.role) if payload.role else None,
    )
    return show_members([row])[0]


@router.post(
    "/workspaces/{uuid:workspace_id}/join-requests/{uuid:request_id}/refuse",
    response={200: JoinRequestOut},
    summary="Refuse somebody, saying why",
)
def refuse_join(
    request: ActorRequest, workspace_id: UUID, request_id: UUID, payload: DecisionIn
) -> JoinRequestOut:
    row = joining.refuse_join(
        actor=request.actor, workspace_id=workspace_id, request_id=request_id, word=payload.word
    )
    return show_requests([row])[0]


@router.post(
    "/workspaces/{uuid:workspace_id}/invitations",
    response={201: list[MemberOut]},
    summary="Invite partners by e-mail",
)
def invite_partners(
    request: ActorRequest, workspace_id: UUID, payload: PartnersIn
) -> Status[list[MemberOut]]:
    """Bring outsiders into this space alone, and send each a letter with the link.

    They come in by a code mailed to the same address: no password is needed. An address that the
    directory knows brings in that person.
    """
    rows = guests.invite_guests(
        actor=request.actor,
        workspace_id=workspace_id,
        addresses=guests.read_addresses("\n".join(payload.emails)),
        role=role_of(payload.role),
        ends_on=payload.ends_on,
        message=payload.message,
    )
    return Status(201, show_members(rows))
