"""Tools that are on or off: in the town, and in each space. What an off tool holds is kept."""

from typing import cast
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces.models import Item, Workspace
from parvis.apps.workspaces.registry import Tool, kinds, kinds_of_tools, tools
from parvis.kernel.actors import Actor
from parvis.kernel.errors import ConflictError, NotFoundError

TOOL_OFF = _("This tool is off here. A manager of the space or of Parvis may turn it on.")


def is_on(actor: Actor, prefix: str = "") -> Q:
    """Return the condition that neither the town nor the space does without an item's tool.

    The system sees what is off: it is kept, indexed, counted, and shown to nobody.
    """
    if actor.is_system:
        return Q()
    rule = Q(**{f"{prefix}is_off": False})
    off = kinds_of_tools(actor.tools_off)
    return rule & ~Q(**{f"{prefix}kind__in": off}) if off else rule


def town_tools(actor: Actor) -> list[Tool]:
    """Return the tools that the actor's town has, in order."""
    return [tool for tool in tools() if tool.is_always_on or tool.name not in actor.tools_off]


def has_tool(request: HttpRequest, name: str) -> bool:
    """Tell whether the town of a request has a tool: for the places of the shell."""
    return name not in cast("ActorRequest", request).actor.tools_off


def is_tool_on(actor: Actor, workspace: Workspace, name: str) -> bool:
    """Tell whether a tool is on in a space and in its town; a name that no tool bears is."""
    tool = next((one for one in tools() if one.name == name), None)
    if tool is None or tool.is_always_on:
        return True
    return name in workspace.tools and name not in actor.tools_off


def is_open_to_all(workspace: Workspace, name: str) -> bool:
    """Tell whether a tool is on in a space and in its town, whoever asks."""
    return name in workspace.tools and name not in workspace.organisation.tools_off


def require_tool(actor: Actor, workspace: Workspace, name: str) -> None:
    """Raise NotFoundError where a tool is off: its pages show nothing."""
    if not is_tool_on(actor, workspace, name):
        raise NotFoundError(TOOL_OFF)


def check_kind_on(actor: Actor, workspace: Workspace, kind: str) -> None:
    """Refuse to put a thing where its tool is off (raises ConflictError)."""
    known = kinds().get(kind)
    if known and known.tool and not is_tool_on(actor, workspace, known.tool):
        raise ConflictError(TOOL_OFF)


def write_switches(workspace: Workspace) -> None:
    """Write on every item of a locked space whether its tool is on there."""
    off = kinds_of_tools({tool.name for tool in tools() if not _is_kept(workspace, tool)})
    items = Item.objects.filter(workspace_id=workspace.pk)
    items.filter(is_off=True).exclude(kind__in=off).update(is_off=False)
    if off:
        items.filter(is_off=False, kind__in=off).update(is_off=True)


def write_switches_of(item_ids: list[UUID], workspace: Workspace) -> None:
    """Write on items that came to a space whether their tools are on there."""
    off = kinds_of_tools({tool.name for tool in tools() if not _is_kept(workspace, tool)})
    items = Item.objects.filter(pk__in=item_ids)
    items.exclude(kind__in=off).update(is_off=False)
    items.filter(kind__in=off).update(is_off=True)


def _is_kept(workspace: Workspace, tool: Tool) -> bool:
    return tool.is_always_on or tool.name in workspace.tools
