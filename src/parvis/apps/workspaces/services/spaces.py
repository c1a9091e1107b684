"""Spaces come to be and gain members."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypedDict
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory import access as directory_access
from parvis.apps.directory.models import Party
from parvis.apps.directory.services.invitations import close_invitations
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import Openness, WorkspaceState
from parvis.apps.workspaces.events import (
    MemberAdded,
    MemberChanged,
    MemberExtended,
    MemberLeft,
    MemberLimited,
    MemberRemoved,
    MemberUnlimited,
    SpaceCreated,
)
from parvis.apps.workspaces.models import Item, Membership, Workspace
from parvis.apps.workspaces.registry import WorkspaceTemplate, initialise_space
from parvis.apps.workspaces.services.items import clean_title
from parvis.apps.workspaces.templating import offered_templates
from parvis.kernel.actors import Actor, OrganisationRole, Role
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from parvis.kernel.events import DomainEvent, emit, emit_all
from parvis.kernel.ids import uuid7
from parvis.kernel.texts import clean_text, folded
from parvis.kernel.ui.palette import HUE_NAMES, initials_of

ROOT_KIND = "workspaces.space"


def _check_key(key: UUID | None) -> None:
    if key and Item.objects.filter(pk=key).exists():
        raise ConflictError(_("This space has been opened already."))


def _chosen_template(
    actor: Actor, name: str, *, openness: str | None, colour: str
) -> WorkspaceTemplate:
    """Return the template of that name (raises InvalidError for a choice that isn't one)."""
    template = offered_templates(actor.organisation_id).get(name)
    if template is None:
        raise InvalidError(fields={"template": [_("Choose one of the templates.")]})
    if openness and openness not in Openness.values:
        raise InvalidError(fields={"openness": [_("Choose open, closed or secret.")]})
    if colour and colour not in HUE_NAMES:
        raise InvalidError(fields={"colour": [_("Choose one of the colours.")]})
    return template


def _join_as_manager(actor: Actor, workspace: Workspace) -> None:
    if actor.party_id:
        Membership.objects.create(
            workspace=workspace,
            party_id=actor.party_id,
            role=Role.MANAGER,
            added_by_id=actor.party_id,
        )


@transaction.atomic
def create_workspace(
    *,
    actor: Actor,
    title: str,
    template: str = "blank",
    openness: str | None = None,
    description: str = "",
    colour: str = "",
    parent_id: UUID | None = None,
    state: WorkspaceState = WorkspaceState.ACTIVE,
    key: UUID | None = None,
) -> Workspace:
    """Open a space from a template, with the actor as its manager (raises RefusedError).

    `key` becomes its id: the same form sent twice opens one space.
    """
    may_ask = state == WorkspaceState.REQUESTED
    directory_access.require(actor, "request_space" if may_ask else "create_space")
    _check_key(key)
    model = _chosen_template(actor, template, openness=openness, colour=colour)
    parent = access.lock_workspace(actor, parent_id, to="manage_space") if parent_id else None
    space_id, title = key or uuid7(), clean_title(title)
    item = Item.objects.create(
        pk=space_id,
        organisation_id=actor.organisation_id,
        workspace_id=space_id,
        kind=ROOT_KIND,
        title=title,
        sort_title=folded(title)[:255],
        description=clean_text(description),
        author_id=actor.party_id,
    )
    workspace = Workspace.objects.create(
        item=item,
        organisation_id=actor.organisation_id,
        parent=parent,
        openness=openness or model.openness,
        state=state,
        template=template,
        tools=list(model.tools),
        tabs=list(model.tabs),
        colour=colour or model.colour,
        initials=initials_of(title),
        default_role=model.default_role,
    )
    _join_as_manager(actor, workspace)
    if state == WorkspaceState.ACTIVE:
        emit(SpaceCreated(item_id=item.pk, workspace_id=item.pk, template=template), actor=actor)
        initialise_space(actor, workspace, model)
    return workspace


@transaction.atomic
def add_member(
    *,
    actor: Actor,
    workspace_id: UUID,
    party_id: UUID,
    role: Role,
    ends_on: date | None = None,
) -> Membership:
    """Bring a party of the organisation into a space, or change its role and end date.

    An outside partner who manages a space doesn't change their own place in it.
    """
    workspace = access.lock_workspace(actor, workspace_id, to="manage_members")
    if actor.is_guest and party_id == actor.party_id:
        raise RefusedError(_("Your own access is for the town to change: ask who invited you."))
    party = Party.objects.filter(
        pk=party_id, organisation_id=workspace.organisation_id, left_at__isnull=True
    ).first()
    if party is None:
        raise NotFoundError
    if ends_on and ends_on < timezone.localdate():
        raise InvalidError(fields={"ends_on": [_("Choose a date to come.")]})
    before = Membership.objects.filter(workspace=workspace, party=party).first()
    if before and before.role == Role.MANAGER and (role != Role.MANAGER or ends_on):
        _keep_a_manager(workspace, without=party_id)
    membership, is_new = Membership.objects.update_or_create(
        workspace=workspace,
        party=party,
        defaults={"role": role, "ends_on": ends_on},
        create_defaults={"role": role, "ends_on": ends_on, "added_by_id": actor.party_id},
    )
    emit_all(_changes(membership, None if is_new else before), actor=actor)
    return membership


class _About(TypedDict):
    item_id: UUID
    workspace_id: UUID
    party_id: UUID


def _changes(membership: Membership, before: Membership | None) -> Iterator[DomainEvent]:
    """Tell a membership that begins, or what changed in it: its role, its end date, or both."""
    about: _About = {
        "item_id": membership.workspace_id,
        "workspace_id": membership.workspace_id,
        "party_id": membership.party_id,
    }
    if before is None:
        yield MemberAdded(**about, role=int(membership.role))
        return
    if membership.role != before.role:
        yield MemberChanged(**about, role=int(membership.role))
    if membership.ends_on == before.ends_on:
        return
    if membership.ends_on is None:
        yield MemberUnlimited(**about)
    elif before.ends_on and before.ends_on < membership.ends_on:
        yield MemberExtended(**about, ends_on=membership.ends_on.isoformat())
    else:
        yield MemberLimited(**about, ends_on=membership.ends_on.isoformat())


@transaction.atomic
def add_members(
    *,
    actor: Actor,
    workspace_id: UUID,
    party_ids: Iterable[UUID],
    role: Role,
    ends_on: date | None = None,
) -> list[Membership]:
    """Bring several parties of the organisation into a space, all or none."""
    return [
        add_member(
            actor=actor, workspace_id=workspace_id, party_id=party_id, role=role, ends_on=ends_on
        )
        for party_id in dict.fromkeys(party_ids)
    ]


@transaction.atomic
def remove_member(*, actor: Actor, workspace_id: UUID, party_id: UUID) -> None:
    """End a membership: one's own, or as a manager anybody's; one manager stays."""
    is_leaving = party_id == actor.party_id
    workspace = access.lock_workspace(
        actor, workspace_id, to="view" if is_leaving else "manage_members"
    )
    membership = Membership.objects.filter(workspace=workspace, party_id=party_id).first()
    if membership is None:
        raise NotFoundError
    _keep_a_manager(workspace, without=party_id)
    membership.delete()
    close_invitations(person_id=party_id, to_path=reverse("workspaces:space", args=[workspace.pk]))
    event = MemberLeft if is_leaving else MemberRemoved
    emit(
        event(item_id=workspace.pk, workspace_id=workspace.pk, party_id=party_id),
        actor=actor,
    )


def _keep_a_manager(workspace: Workspace, *, without: UUID) -> None:
    """Refuse what would leave a space without a manager of the town who stays."""
    managers = workspace.memberships.filter(
        role=Role.MANAGER, ends_on__isnull=True, party__left_at__isnull=True
    )
    is_guest = OrganisationRole.GUEST
    if not managers.exclude(party_id=without).exclude(party__person__role=is_guest).exists():
        raise ConflictError(_("A space needs a manager: name another one first."))
