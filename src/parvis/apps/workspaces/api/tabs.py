"""The tabs of a space and the tools of the town, for programs."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Router, Schema

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces import access
from parvis.apps.workspaces.api.schemas import ERRORS
from parvis.apps.workspaces.models import Workspace
from parvis.apps.workspaces.registry import tools
from parvis.apps.workspaces.services import tabs as services
from parvis.apps.workspaces.tabs import MAX_LABEL, TabChoice, tab_choices
from parvis.kernel.api.problems import Problem
from parvis.kernel.api.versions import expected_version, send_version

router = Router(tags=["Spaces"])


class TabOut(Schema):
    """A tab of a space: a tool, on or off, or a link elsewhere (it has a `url`)."""

    key: str
    label: str = Field(description="what the space calls it; empty: the tool’s own name")
    url: str
    is_on: bool


class TabIn(Schema):
    key: str = Field("", max_length=60, description="empty for a new link")
    label: str = Field("", max_length=MAX_LABEL)
    url: str = Field("", max_length=1_000, description="https only; a link elsewhere")
    is_on: bool = True


class TabsIn(Schema):
    tabs: Annotated[list[TabIn], Field(max_length=100)]


class ToolOut(Schema):
    """A tool that spaces may have, and whether the town has it."""

    name: str
    label: str
    is_on: bool
    is_always_on: bool


class ToolsIn(Schema):
    on: list[Annotated[str, Field(max_length=40)]] = Field(max_length=100)


def _show(space: Workspace) -> list[TabOut]:
    return [
        TabOut(key=one.key, label=one.label, url=one.url, is_on=one.is_on)
        for one in tab_choices(space)
    ]


@router.get(
    "/workspaces/{uuid:workspace_id}/tabs",
    response={200: list[TabOut], **ERRORS},
    summary="The tabs of a space",
)
def list_tabs(request: ActorRequest, response: HttpResponse, workspace_id: UUID) -> list[TabOut]:
    space = access.get_workspace(request.actor, workspace_id)
    send_version(response, space.item.version)
    return _show(space)


@router.put(
    "/workspaces/{uuid:workspace_id}/tabs",
    response={200: list[TabOut], 412: Problem, **ERRORS},
    summary="Arrange the tabs of a space (If-Match checks its version)",
)
def put_tabs(
    request: ActorRequest, response: HttpResponse, workspace_id: UUID, payload: TabsIn
) -> list[TabOut]:
    """Put tabs in order, rename them, turn tools on or off, add and remove links.

    What an off tool holds is kept, out of sight, until it is on again.
    """
    services.arrange_tabs(
        actor=request.actor,
        workspace_id=workspace_id,
        tabs=[TabChoice(**one.model_dump()) for one in payload.tabs],
        version=expected_version(request),
    )
    return list_tabs(request, response, workspace_id)


@router.get("/tools", response={200: list[ToolOut], **ERRORS}, summary="The tools of the town")
def list_tools(request: ActorRequest) -> list[ToolOut]:
    off = request.actor.tools_off
    return [
        ToolOut(
            name=tool.name,
            label=str(tool.label),
            is_on=tool.is_always_on or tool.name not in off,
            is_always_on=tool.is_always_on,
        )
        for tool in tools()
    ]


@router.put(
    "/tools",
    response={200: list[ToolOut], **ERRORS},
    summary="Turn tools on and off for the whole town",
)
def put_tools(request: ActorRequest, payload: ToolsIn) -> list[ToolOut]:
    """Let the town have the tools named, and those that are always on; the others are hidden."""
    organisation = services.switch_town_tools(actor=request.actor, on=payload.on)
    off = set(organisation.tools_off)
    shown = list_tools(request)
    return [one.model_copy(update={"is_on": one.name not in off}) for one in shown]
