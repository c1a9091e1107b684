"""A collaborator asks for a space; those who run the town's spaces grant or refuse it."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory import access as directory_access
from parvis.apps.directory.services import managers_party
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import WaitingAction, WaitingState, WorkspaceState
from parvis.apps.workspaces.events import SpaceGranted, SpaceRefused, SpaceRequested, WaitingOpened
from parvis.apps.workspaces.models import Item, Membership, Waiting, Workspace
from parvis.apps.workspaces.registry import initialise_space
from parvis.apps.workspaces.services.spaces import create_workspace
from parvis.apps.workspaces.templating import template_named
from parvis.kernel.actors import Actor, Role
from parvis.kernel.errors import ConflictError, InvalidError
from parvis.kernel.events import emit
from parvis.kernel.texts import clean_text

DECIDED = _("Somebody has already decided on this request.")


@transaction.atomic
def request_workspace(
    *,
    actor: Actor,
    title: str,
    message: str = "",
    template: str = "blank",
    openness: str | None = None,
    description: str = "",
    key: UUID | None = None,
) -> Workspace:
    """Ask for a space: it exists at once, empty and still, and waits for the town's managers."""
    workspace = create_workspace(
        actor=actor,
        title=title,
        template=template,
        openness=openness,
        description=description,
        state=WorkspaceState.REQUESTED,
        key=key,
    )
    managers = managers_party(organisation_id=workspace.organisation_id)
    Membership.objects.create(
        workspace=workspace, party=managers, role=Role.MANAGER, added_by_id=actor.party_id
    )
    emit(SpaceRequested(item_id=workspace.pk, workspace_id=workspace.pk), actor=actor)
    open_decision(actor=actor, root=workspace.item, party_ids=[managers.pk], message=message)
    return workspace


def open_decision(*, actor: Actor, root: Item, party_ids: list[UUID], message: str) -> None:
    """Give the ball to those who decide about a space; whoever decides takes it from all."""
    for party_id in party_ids:
        hold = Waiting.objects.create(
            organisation_id=root.organisation_id,
            workspace_id=root.workspace_id,
            item=root,
            party_id=party_id,
            asked_by_id=actor.party_id,
            action=WaitingAction.DECIDE,
            message=clean_text(message)[:2_000],
            since=timezone.now(),
        )
        emit(
            WaitingOpened(
                item_id=root.pk,
                workspace_id=root.workspace_id,
                party_id=party_id,
                waiting_id=str(hold.pk),
                action=WaitingAction.DECIDE,
            ),
            actor=actor,
        )


def end_decision(*, actor: Actor, root_id: UUID, asked_by_id: UUID | None, answer: str) -> None:
    """Take the ball of a decided request from all who had it."""
    Waiting.objects.filter(
        item_id=root_id,
        asked_by_id=asked_by_id,
        action=WaitingAction.DECIDE,
        state=WaitingState.OPEN,
    ).update(
        state=WaitingState.ANSWERED,
        answer=answer,
        ended_at=timezone.now(),
        ended_by_id=actor.party_id,
    )


def _lock_requested(actor: Actor, workspace_id: UUID) -> Workspace:
    directory_access.require(actor, "create_space")
    workspace = access.lock_workspace(actor, workspace_id, to="view")
    if workspace.state != WorkspaceState.REQUESTED:
        raise ConflictError(DECIDED)
    return workspace


def _decide(actor: Actor, workspace: Workspace, state: WorkspaceState, word: str) -> None:
    workspace.state = state
    workspace.save(update_fields=["state"])
    end_decision(
        actor=actor, root_id=workspace.pk, asked_by_id=workspace.item.author_id, answer=word
    )


@transaction.atomic
def grant_workspace(*, actor: Actor, workspace_id: UUID, word: str = "") -> Workspace:
    """Open a requested space: whoever asked manages it (raises RefusedError, ConflictError)."""
    workspace = _lock_requested(actor, workspace_id)
    _decide(actor, workspace, WorkspaceState.ACTIVE, clean_text(word)[:2_000])
    model = template_named(workspace.organisation_id, workspace.template)
    if model:
        initialise_space(actor, workspace, model)
    managers = managers_party(organisation_id=workspace.organisation_id)
    workspace.memberships.filter(party=managers).delete()
    requester_id = workspace.item.author_id
    emit(
        SpaceGranted(item_id=workspace.pk, workspace_id=workspace.pk, party_id=requester_id),
        actor=actor,
    )
    return workspace


@transaction.atomic
def refuse_workspace(*, actor: Actor, workspace_id: UUID, word: str) -> Workspace:
    """Refuse a requested space, saying why: whoever asked reads it (raises InvalidError)."""
    workspace = _lock_requested(actor, workspace_id)
    word = clean_text(word)
    if not word:
        raise InvalidError(fields={"word": [_("Say why, in a few words.")]})
    _decide(actor, workspace, WorkspaceState.REFUSED, word[:2_000])
    requester_id = workspace.item.author_id
    emit(
        SpaceRefused(item_id=workspace.pk, workspace_id=workspace.pk, party_id=requester_id),
        actor=actor,
    )
    return workspace
