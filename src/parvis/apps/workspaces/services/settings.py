"""How a space is set: its look, its doors, its tools, its place; archived and reopened."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory import access as directory_access
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import Openness, WorkspaceState
from parvis.apps.workspaces.events import (
    AdministratorEntered,
    SpaceArchived,
    SpaceChanged,
    SpaceReopened,
)
from parvis.apps.workspaces.models import Membership, Workspace
from parvis.apps.workspaces.registry import tools
from parvis.apps.workspaces.services.items import describe_item, rename_item, touch_item
from parvis.apps.workspaces.switches import write_switches
from parvis.apps.workspaces.tabs import as_rows, in_tool_order, kept_tabs
from parvis.kernel.actors import Actor, Role
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError
from parvis.kernel.events import emit
from parvis.kernel.texts import clean_line
from parvis.kernel.ui.palette import HUE_NAMES

MAX_NESTING = 5


@dataclass(frozen=True, kw_only=True)
class SpaceSettings:
    """What the managers of a space decide about it."""

    title: str
    description: str
    colour: str
    openness: str
    tools: Sequence[str]
    default_role: Role
    requires_second_factor: bool
    parent_id: UUID | None


@transaction.atomic
def change_settings(
    *, actor: Actor, workspace_id: UUID, settings: SpaceSettings, version: int | None = None
) -> Workspace:
    """Make the settings of a space be `settings` (raises VersionMismatchError, InvalidError)."""
    workspace = access.lock_workspace(actor, workspace_id, to="manage_space")
    root = access.lock_item(actor, workspace_id, to="manage_space", version=version)
    if workspace.state != WorkspaceState.ACTIVE:
        raise ConflictError(access.ARCHIVED_MESSAGE)
    _check(actor, workspace, settings)
    rename_item(actor=actor, item_id=workspace_id, title=settings.title)
    describe_item(actor=actor, item_id=workspace_id, description=settings.description)
    wanted = {
        "colour": settings.colour,
        "openness": settings.openness,
        "tools": _ordered(settings.tools),
        "default_role": int(settings.default_role),
        "requires_second_factor": settings.requires_second_factor,
        "parent_id": settings.parent_id,
    }
    changed = [name for name, value in wanted.items() if getattr(workspace, name) != value]
    if changed:
        for name in changed:
            setattr(workspace, name, wanted[name])
        workspace.tabs = as_rows(in_tool_order(kept_tabs(workspace), workspace.tools))
        workspace.save(update_fields=[*(name.removesuffix("_id") for name in changed), "tabs"])
        write_switches(workspace)
        root.refresh_from_db(fields=["version"])
        touch_item(root)
        emit(
            SpaceChanged(item_id=workspace.pk, workspace_id=workspace.pk, fields=changed),
            actor=actor,
        )
    return workspace


def _ordered(names: Sequence[str]) -> list[str]:
    """Keep the names of tools that exist, once each, and those that are always on."""
    known = {tool.name: tool for tool in tools()}
    kept = list(dict.fromkeys(name for name in names if name in known))
    return [
        *kept,
        *(name for name, tool in known.items() if tool.is_always_on and name not in kept),
    ]


def _check(actor: Actor, workspace: Workspace, settings: SpaceSettings) -> None:
    if settings.colour not in HUE_NAMES:
        raise InvalidError(fields={"colour": [_("Choose one of the colours.")]})
    if settings.openness not in Openness.values:
        raise InvalidError(fields={"openness": [_("Choose open, closed or secret.")]})
    turns_on = settings.requires_second_factor and not workspace.requires_second_factor
    if turns_on and not actor.has_second_factor and not actor.is_system:
        text = _("Sign in with a second factor yourself first: you would be shut out.")
        raise InvalidError(fields={"requires_second_factor": [text]})
    if settings.parent_id and settings.parent_id != workspace.parent_id:
        _check_parent(actor, workspace, settings.parent_id)


def _check_parent(actor: Actor, workspace: Workspace, parent_id: UUID) -> None:
    parent = access.lock_workspace(actor, parent_id, to="manage_space")
    above: Workspace | None = parent
    steps = 0
    while above is not None:
        steps += 1
        if above.pk == workspace.pk:
            raise InvalidError(fields={"parent": [_("A space can't be put inside itself.")]})
        if steps > MAX_NESTING:
            raise InvalidError(fields={"parent": [_("Spaces go 5 levels deep at most.")]})
        above = above.parent


@transaction.atomic
def archive_workspace(*, actor: Actor, workspace_id: UUID) -> Workspace:
    """Archive a space: all stays readable to its members, nothing changes until it is reopened."""
    workspace = access.lock_workspace(actor, workspace_id, to="manage_space")
    if workspace.state != WorkspaceState.ACTIVE:
        raise ConflictError(_("This space is archived already."))
    workspace.state = WorkspaceState.ARCHIVED
    workspace.save(update_fields=["state"])
    emit(SpaceArchived(item_id=workspace.pk, workspace_id=workspace.pk), actor=actor)
    return workspace


@transaction.atomic
def reopen_workspace(*, actor: Actor, workspace_id: UUID) -> Workspace:
    """Reopen an archived space, as it was."""
    workspace = access.lock_workspace(actor, workspace_id, to="manage_space")
    if workspace.state != WorkspaceState.ARCHIVED:
        raise ConflictError(_("This space is not archived."))
    workspace.state = WorkspaceState.ACTIVE
    workspace.save(update_fields=["state"])
    emit(SpaceReopened(item_id=workspace.pk, workspace_id=workspace.pk), actor=actor)
    return workspace


@transaction.atomic
def enter_as_administrator(*, actor: Actor, workspace_id: UUID, reason: str) -> Membership:
    """Make an administrator of the town a manager of any of its spaces, openly.

    What is in a secret space stays closed to administrators until they enter it: the space's
    timeline and the journal say who did, when and why (raises RefusedError, InvalidError).
    """
    directory_access.require(actor, "change_organisation")
    workspace = (
        Workspace.objects.select_for_update(of=("self",))
        .filter(pk=workspace_id, organisation_id=actor.organisation_id)
        .first()
    )
    if workspace is None or actor.party_id is None:
        raise NotFoundError
    reason = clean_line(reason)
    if not reason:
        raise InvalidError(fields={"reason": [_("Say why: the members of the space read it.")]})
    membership, _is_new = Membership.objects.update_or_create(
        workspace=workspace,
        party_id=actor.party_id,
        defaults={"role": Role.MANAGER, "ends_on": None},
        create_defaults={"role": Role.MANAGER, "added_by_id": actor.party_id},
    )
    emit(
        AdministratorEntered(item_id=workspace.pk, workspace_id=workspace.pk, reason=reason[:300]),
        actor=actor,
    )
    return membership
