"""The tabs of a space, arranged by its managers; the tools of the town, by its administrators."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parvis.apps.directory.requests import ActorRequest, for_administrators, signed_in
from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Workspace
from parvis.apps.workspaces.presenters import settings_frame, space_frame
from parvis.apps.workspaces.registry import tools
from parvis.apps.workspaces.services import tabs as services
from parvis.apps.workspaces.tabs import MAX_LABEL, TabChoice, tab_choices
from parvis.apps.workspaces.versions import read_version
from parvis.apps.workspaces.views.answers import UNPROCESSABLE, go, reasons
from parvis.kernel.errors import InvalidError, RefusedError, VersionMismatchError


def _sent_tabs(request: HttpRequest, present: Iterable[TabChoice]) -> list[TabChoice]:
    """Return the tabs in the order of the form's rows, as its fields describe them."""
    known = {one.key: one for one in present}
    sent = []
    for key in request.POST.getlist("tabs"):
        if key in known and key != request.POST.get("remove"):
            one = replace(
                known[key],
                label=request.POST.get(f"label_{key}", known[key].label)[: MAX_LABEL * 4],
                url=request.POST.get(f"url_{key}", known[key].url),
                is_on=f"on_{key}" in request.POST,
            )
            sent.append(one)
    return _moved(sent, request.POST.get("move", ""))


def _moved(tabs: list[TabChoice], order: str) -> list[TabChoice]:
    """Move a tab by one place, as its button says: "up:files", "down:files"."""
    way, _sign, key = order.partition(":")
    keys = [one.key for one in tabs]
    if key in keys and way in {"up", "down"}:
        at = keys.index(key)
        to = max(0, min(len(tabs) - 1, at + (1 if way == "down" else -1)))
        tabs.insert(to, tabs.pop(at))
    return tabs


def _managed(request: ActorRequest, workspace_id: UUID) -> Workspace:
    workspace = access.get_workspace(request.actor, workspace_id)
    if not access.may(request.actor, workspace.item, "manage_space"):
        raise RefusedError
    return workspace


def _page(
    request: ActorRequest,
    workspace: Workspace,
    *,
    shown: list[TabChoice] | None = None,
    problem: str = "",
    new: dict[str, str] | None = None,
) -> HttpResponse:
    context = space_frame(request, workspace, "settings") | settings_frame(workspace, "tabs")
    choices = tab_choices(workspace) if shown is None else shown
    context |= {"choices": choices, "problem": problem, "new": new or {}}
    status = UNPROCESSABLE if problem else 200
    return render(request, "workspaces/tabs.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def tabs(request: ActorRequest, workspace_id: UUID) -> HttpResponseBase:
    """Show the tabs of a space; put them in another order, rename them, turn tools on and off."""
    workspace = _managed(request, workspace_id)
    if request.method != "POST":
        return _page(request, workspace)
    sent = _sent_tabs(request, tab_choices(workspace))
    try:
        services.arrange_tabs(
            actor=request.actor,
            workspace_id=workspace_id,
            tabs=sent,
            version=read_version(request),
        )
    except VersionMismatchError:
        said = _("Somebody has changed these tabs meanwhile: they are shown as they are now.")
        return _page(request, workspace, problem=said)
    except InvalidError as refusal:
        return _page(request, workspace, shown=sent, problem=reasons(refusal))
    said = "" if request.POST.get("move") else _("Saved.")
    return go(request, "workspaces:tabs", workspace_id, said=said)


@require_POST
@signed_in
def add_link(request: ActorRequest, workspace_id: UUID) -> HttpResponseBase:
    """Add a link elsewhere to the tabs of a space."""
    workspace = _managed(request, workspace_id)
    new = {name: request.POST.get(name, "")[:2_000] for name in ("label", "url")}
    try:
        services.add_link(actor=request.actor, workspace_id=workspace_id, **new)
    except InvalidError as refusal:
        return _page(request, workspace, problem=reasons(refusal), new=new)
    return go(request, "workspaces:tabs", workspace_id, said=_("The link is among the tabs."))


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def town_tools(request: ActorRequest) -> HttpResponseBase:
    """Turn tools on and off for the whole town."""
    if request.method == "POST":
        services.switch_town_tools(actor=request.actor, on=request.POST.getlist("tools"))
        messages.success(request, _("Saved."))
        return redirect("workspaces:town-tools")
    off = request.actor.tools_off
    rows = [(tool, tool.is_always_on or tool.name not in off) for tool in tools()]
    return render(request, "workspaces/town_tools.html", {"rows": rows})
