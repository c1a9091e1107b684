"""The tabs of a space are arranged; tools are turned on and off, here and in the whole town."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory import access as directory_access
from parvis.apps.directory.models import Organisation
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import WorkspaceState
from parvis.apps.workspaces.events import TabsArranged, TownToolsChanged
from parvis.apps.workspaces.models import Workspace
from parvis.apps.workspaces.registry import tools
from parvis.apps.workspaces.services.items import touch_item
from parvis.apps.workspaces.switches import write_switches
from parvis.apps.workspaces.tabs import LINK, MAX_LABEL, MAX_LINKS, TabChoice, as_rows, tab_choices
from parvis.kernel.actors import Actor
from parvis.kernel.addresses import clean_https
from parvis.kernel.errors import ConflictError, InvalidError
from parvis.kernel.events import emit
from parvis.kernel.ids import uuid7
from parvis.kernel.texts import clean_line


@transaction.atomic
def arrange_tabs(
    *,
    actor: Actor,
    workspace_id: UUID,
    tabs: Sequence[TabChoice],
    version: int | None = None,
) -> Workspace:
    """Make the tabs of a space be `tabs`, in this order.

    Raises InvalidError, VersionMismatchError, ConflictError for an archive.
    A tool that is left out keeps its state, at the end. A link without a known key is new. What
    the town does without stays as the space had it.
    """
    workspace = access.lock_workspace(actor, workspace_id, to="manage_space")
    root = access.lock_item(actor, workspace_id, to="manage_space", version=version)
    if workspace.state != WorkspaceState.ACTIVE:
        raise ConflictError(access.ARCHIVED_MESSAGE)
    present = tab_choices(workspace)
    wanted = _cleaned(present, tabs)
    seen = {one.key for one in present}
    shown = [one.key for one in wanted if one.is_on and not one.is_link]
    names = shown + [name for name in workspace.tools if name not in seen]
    if as_rows(wanted) == as_rows(present) and names == workspace.tools:
        return workspace
    workspace.tools, workspace.tabs = names, as_rows(wanted)
    workspace.save(update_fields=["tools", "tabs"])
    write_switches(workspace)
    touch_item(root)
    emit(TabsArranged(item_id=workspace.pk, workspace_id=workspace.pk), actor=actor)
    return workspace


def _cleaned(present: Sequence[TabChoice], tabs: Sequence[TabChoice]) -> list[TabChoice]:
    known = {one.key: one for one in present}
    kept: dict[str, TabChoice] = {}
    for tab in tabs:
        is_link = bool(tab.url) or tab.is_link
        if not is_link and tab.key not in known:
            raise InvalidError(fields={"tabs": [_("One of these tools is not here.")]})
        cleaned = _link(tab, known) if is_link else _tool(tab)
        kept.setdefault(cleaned.key, cleaned)
    if sum(one.is_link for one in kept.values()) > MAX_LINKS:
        raise InvalidError(fields={"tabs": [_("A space has 12 links among its tabs at most.")]})
    left_out = (one for one in present if not one.is_link and one.key not in kept)
    return [*kept.values(), *left_out]


def _link(tab: TabChoice, known: dict[str, TabChoice]) -> TabChoice:
    label = clean_line(tab.label)
    if not label or len(label) > MAX_LABEL:
        raise InvalidError(fields={"label": [_("Name the link in 40 signs at most.")]})
    url = clean_https(tab.url)
    key = tab.key if tab.is_link and tab.key in known else f"{LINK}{uuid7().hex}"
    return TabChoice(key=key, label=label, url=url)


def _tool(tab: TabChoice) -> TabChoice:
    label = clean_line(tab.label)
    if len(label) > MAX_LABEL:
        raise InvalidError(fields={"label": [_("Name a tab in 40 signs at most.")]})
    tool = tab.tool
    own = str(tool.label) if tool else ""
    is_on = tab.is_on or bool(tool and tool.is_always_on)
    return replace(tab, label="" if label == own else label, url="", is_on=is_on)


@transaction.atomic
def add_link(*, actor: Actor, workspace_id: UUID, label: str, url: str) -> Workspace:
    """Add a link elsewhere at the end of the tabs (raises InvalidError, RefusedError)."""
    workspace = access.lock_workspace(actor, workspace_id, to="manage_space")
    tabs = [*tab_choices(workspace), TabChoice(key=LINK, label=label, url=url or "-")]
    return arrange_tabs(actor=actor, workspace_id=workspace_id, tabs=tabs)


@transaction.atomic
def switch_town_tools(*, actor: Actor, on: Collection[str]) -> Organisation:
    """Let the whole town have the tools named `on` and those that are always on, no other.

    What the others hold is kept, out of sight, until they are on again (raises RefusedError).
    """
    organisation = directory_access.lock_organisation(actor, to="change_organisation")
    off = sorted(tool.name for tool in tools() if not tool.is_always_on and tool.name not in on)
    before = set(organisation.tools_off)
    if set(off) == before:
        return organisation
    organisation.tools_off = off
    organisation.save(update_fields=["tools_off"])
    emit(
        TownToolsChanged(turned_on=sorted(before - set(off)), turned_off=sorted(set(off) - before)),
        actor=actor,
    )
    return organisation
