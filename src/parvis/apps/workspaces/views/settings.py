"""How a space is set; every space of the town, for its administrators."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import WorkspaceState
from parvis.apps.workspaces.forms import SettingsForm, WordForm
from parvis.apps.workspaces.listing import all_workspaces, my_roles, named_like
from parvis.apps.workspaces.models import Workspace
from parvis.apps.workspaces.presenters import settings_frame, space_frame
from parvis.apps.workspaces.services import settings as services
from parvis.apps.workspaces.views.answers import UNPROCESSABLE, go, refuse_in
from parvis.kernel.actors import Role
from parvis.kernel.errors import InvalidError, NotFoundError, RefusedError, VersionMismatchError
from parvis.kernel.ui.htmx import is_dialog, is_fragment
from parvis.kernel.ui.palette import HUE_NAMES

PAGE = 50
STALE = gettext_lazy(
    "Somebody has changed these settings meanwhile. Below is what they say now beside what you "
    "typed: check, then save again."
)


def _initial(workspace: Workspace) -> dict[str, object]:
    return {
        "version": workspace.item.version,
        "title": workspace.item.title,
        "description": workspace.item.description,
        "colour": workspace.colour,
        "openness": workspace.openness,
        "default_role": workspace.default_role,
        "requires_second_factor": workspace.requires_second_factor,
        "parent": workspace.parent_id or "",
    }


def _save(request: ActorRequest, workspace: Workspace, form: SettingsForm) -> bool:
    values = form.cleaned_data
    wanted = services.SpaceSettings(
        title=values["title"],
        description=values["description"],
        colour=values["colour"],
        openness=values["openness"],
        tools=workspace.tools,
        default_role=Role(values["default_role"]),
        requires_second_factor=values["requires_second_factor"],
        parent_id=as_uuid(values["parent"]),
    )
    try:
        services.change_settings(
            actor=request.actor,
            workspace_id=workspace.pk,
            settings=wanted,
            version=values["version"],
        )
    except InvalidError as refusal:
        refuse_in(form, refusal)
        return False
    return True


def _differences(workspace: Workspace, form: SettingsForm) -> list[tuple[str, str]]:
    """Name what another has set otherwise than what was typed: (label, present value)."""
    now = _initial(workspace)
    found = []
    for name, field in form.fields.items():
        typed = form.cleaned_data.get(name)
        if name != "version" and str(typed or "") != str(now[name] or ""):
            choices = dict(getattr(field, "choices", ()))
            found.append((str(field.label), str(choices.get(now[name], now[name]) or "—")))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def settings(request: ActorRequest, workspace_id: UUID) -> HttpResponseBase:
    """Show and change how a space is set; a second saver is shown what has changed."""
    workspace = access.get_workspace(request.actor, workspace_id)
    if not access.may(request.actor, workspace.item, "manage_space"):
        raise RefusedError
    is_sent = request.method == "POST"
    sent = request.POST.copy()
    form = SettingsForm(
        sent if is_sent else None,
        actor=request.actor,
        workspace=workspace,
        initial=_initial(workspace),
    )
    differences: list[tuple[str, str]] = []
    if is_sent and form.is_valid():
        try:
            if _save(request, workspace, form):
                return go(request, "workspaces:settings", workspace_id, said=_("Saved."))
        except VersionMismatchError:
            differences = _differences(workspace, form)
            form.add_error(None, str(STALE))
            sent["version"] = str(workspace.item.version)
    context = space_frame(request, workspace, "settings")
    context |= settings_frame(workspace, "settings")
    context |= {"form": form, "hues": HUE_NAMES, "differences": differences}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "workspaces/settings.html", context, status=status)


@require_POST
@signed_in
def archive(request: ActorRequest, workspace_id: UUID) -> HttpResponseBase:
    """Archive a space."""
    services.archive_workspace(actor=request.actor, workspace_id=workspace_id)
    return go(request, "workspaces:settings", workspace_id, said=_("The space is archived."))


@require_POST
@signed_in
def reopen(request: ActorRequest, workspace_id: UUID) -> HttpResponseBase:
    """Reopen an archived space."""
    services.reopen_workspace(actor=request.actor, workspace_id=workspace_id)
    return go(request, "workspaces:space", workspace_id, said=_("The space is open again."))


@require_safe
@signed_in
def all_spaces(request: ActorRequest) -> HttpResponse:
    """Show every space of the town to its administrators: that it is, not what is in it."""
    text = request.GET.get("q", "")[:200]
    state = request.GET.get("etat", "")
    spaces = named_like(all_workspaces(request.actor), text)
    if state in WorkspaceState.values:
        spaces = spaces.filter(state=state)
    page = Paginator(spaces, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "text": text,
        "state": state,
        "states": [("", _("All states")), *WorkspaceState.choices],
        "roles": my_roles(request.actor),
    }
    template = "workspaces/all.html" + ("#found" if is_fragment(request) else "")
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def enter(request: ActorRequest, workspace_id: UUID) -> HttpResponseBase:
    """Make an administrator a manager of a space, openly, with a reason."""
    workspace = all_workspaces(request.actor).filter(pk=workspace_id).first()
    if workspace is None:
        raise NotFoundError
    form = WordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.enter_as_administrator(
                actor=request.actor, workspace_id=workspace_id, reason=form.cleaned_data["word"]
            )
        except InvalidError as refusal:
            refuse_in(form, refusal)
        else:
            said = _("You now manage this space; its members are told.")
            return go(request, "workspaces:space", workspace_id, said=said)
    part = "#dialog" if is_dialog(request) else "#form" if is_fragment(request) else ""
    status = UNPROCESSABLE if form.errors else 200
    context = {"workspace": workspace, "form": form}
    return render(request, f"workspaces/enter.html{part}", context, status=status)
