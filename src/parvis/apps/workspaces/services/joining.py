"""Joining a space: at once where it is open, by asking where it is closed; and leaving."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import Openness, RequestState, WorkspaceState
from parvis.apps.workspaces.events import JoinRefused, JoinRequested, MemberJoined
from parvis.apps.workspaces.models import JoinRequest, Membership, Workspace
from parvis.apps.workspaces.services.requests import end_decision, open_decision
from parvis.apps.workspaces.services.spaces import add_member
from parvis.kernel.actors import Actor, Role
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from parvis.kernel.events import emit
from parvis.kernel.texts import clean_text

DECIDERS = 5


def _lock_joinable(actor: Actor, workspace_id: UUID) -> tuple[Workspace, UUID]:
    """Lock a space that the actor may know of and join; return it with their party's id."""
    workspace = (
        access.listed_workspaces(actor)
        .select_related("item")
        .select_for_update(of=("self",))
        .filter(pk=workspace_id)
        .first()
    )
    if workspace is None:
        raise NotFoundError
    if actor.is_guest or actor.party_id is None or not actor.has_scope("write"):
        raise RefusedError
    if workspace.openness == Openness.SECRET:
        raise RefusedError(_("One enters a secret space by invitation only."))
    if workspace.state != WorkspaceState.ACTIVE:
        raise ConflictError(_("This space is not open to new members at present."))
    if access.membership_role(actor, workspace) is not None:
        raise ConflictError(_("You are in this space already."))
    return workspace, actor.party_id


@transaction.atomic
def join_workspace(*, actor: Actor, workspace_id: UUID) -> Membership:
    """Enter an open space, with its default role (raises RefusedError for a closed one)."""
    workspace, party_id = _lock_joinable(actor, workspace_id)
    if workspace.openness != Openness.OPEN:
        raise RefusedError(_("This space is closed: ask its managers to let you in."))
    membership, _is_new = Membership.objects.update_or_create(
        workspace=workspace,
        party_id=party_id,
        defaults={"role": _joining_role(workspace), "ends_on": None},
        create_defaults={"role": _joining_role(workspace), "added_by_id": actor.party_id},
    )
    emit(
        MemberJoined(item_id=workspace.pk, workspace_id=workspace.pk, party_id=party_id),
        actor=actor,
    )
    return membership


def _joining_role(workspace: Workspace) -> Role:
    """Return the default role, never that of a manager: nobody makes themselves one."""
    return Role(min(workspace.default_role, Role.EDITOR))


@transaction.atomic
def ask_to_join(*, actor: Actor, workspace_id: UUID, message: str = "") -> JoinRequest:
    """Ask the managers of a closed space to be let in; asking again changes the message."""
    workspace, party_id = _lock_joinable(actor, workspace_id)
    message = clean_text(message)[:2_000]
    request, is_new = JoinRequest.objects.update_or_create(
        workspace=workspace,
        person_id=party_id,
        state=RequestState.PENDING,
        defaults={"message": message},
    )
    if is_new:
        emit(
            JoinRequested(item_id=workspace.pk, workspace_id=workspace.pk, party_id=party_id),
            actor=actor,
        )
        managers = access.memberships_now().filter(
            workspace=workspace, role=Role.MANAGER, party__left_at__isnull=True
        )
        party_ids = list(managers.order_by("created_at").values_list("party_id", flat=True))
        open_decision(
            actor=actor, root=workspace.item, party_ids=party_ids[:DECIDERS], message=message
        )
    return request


def _lock_request(actor: Actor, workspace_id: UUID, request_id: UUID) -> JoinRequest:
    workspace = access.lock_workspace(actor, workspace_id, to="manage_members")
    request = (
        JoinRequest.objects.select_for_update().filter(pk=request_id, workspace=workspace).first()
    )
    if request is None:
        raise NotFoundError
    if request.state != RequestState.PENDING:
        raise ConflictError(_("Somebody has already decided on this request."))
    return request


def _decide(actor: Actor, request: JoinRequest, state: RequestState, answer: str) -> None:
    request.state = state
    request.answer = answer
    request.decided_by_id = actor.party_id
    request.decided_at = timezone.now()
    request.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    end_decision(
        actor=actor,
        root_id=request.workspace_id,
        asked_by_id=request.person_id,
        answer=answer,
    )


@transaction.atomic
def grant_join(
    *, actor: Actor, workspace_id: UUID, request_id: UUID, role: Role | None = None
) -> Membership:
    """Let a person in, with `role` or the space's default one."""
    request = _lock_request(actor, workspace_id, request_id)
    _decide(actor, request, RequestState.GRANTED, "")
    return add_member(
        actor=actor,
        workspace_id=workspace_id,
        party_id=request.person_id,
        role=role or _joining_role(request.workspace),
    )


@transaction.atomic
def refuse_join(*, actor: Actor, workspace_id: UUID, request_id: UUID, word: str) -> JoinRequest:
    """Refuse a person entry, saying why: they read it (raises InvalidError)."""
    request = _lock_request(actor, workspace_id, request_id)
    word = clean_text(word)
    if not word:
        raise InvalidError(fields={"word": [_("Say why, in a few words.")]})
    _decide(actor, request, RequestState.REFUSED, word[:2_000])
    emit(
        JoinRefused(
            item_id=request.workspace_id,
            workspace_id=request.workspace_id,
            party_id=request.person_id,
        ),
        actor=actor,
    )
    return request
