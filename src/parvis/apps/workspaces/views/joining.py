"""Entering and leaving a space."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import Openness
from parvis.apps.workspaces.forms import WordForm
from parvis.apps.workspaces.listing import asks_to_join, known_workspace
from parvis.apps.workspaces.services import joining, spaces
from parvis.apps.workspaces.views.answers import UNPROCESSABLE, go
from parvis.kernel.actors import Role
from parvis.kernel.errors import ConflictError, NotFoundError
from parvis.kernel.ui.htmx import is_dialog


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def join(request: ActorRequest, workspace_id: UUID) -> HttpResponseBase:
    """Enter an open space, or ask to be let into a closed one."""
    workspace = known_workspace(request.actor, workspace_id)
    is_open = workspace.openness == Openness.OPEN
    if request.method == "POST":
        if is_open:
            joining.join_workspace(actor=request.actor, workspace_id=workspace_id)
            said = _("You are now in this space.")
            return go(request, "workspaces:space", workspace_id, said=said)
        form = WordForm(request.POST)
        word = form.cleaned_data["word"] if form.is_valid() else ""
        joining.ask_to_join(actor=request.actor, workspace_id=workspace_id, message=word)
        return go(request, "workspaces:index", said=_("Your request has been sent."))
    context = {
        "workspace": workspace,
        "is_open": is_open,
        "is_asked": asks_to_join(request.actor, workspace),
    }
    template = "workspaces/join.html" + ("#dialog" if is_dialog(request) else "")
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def leave(request: ActorRequest, workspace_id: UUID) -> HttpResponseBase:
    """Leave a space; whoever is in it by a department or a group is told so."""
    workspace = access.get_workspace(request.actor, workspace_id)
    party_id = request.actor.party_id
    if party_id is None:
        raise NotFoundError
    is_direct = workspace.memberships.filter(party_id=party_id).exists()
    error = ""
    if request.method == "POST":
        try:
            spaces.remove_member(actor=request.actor, workspace_id=workspace_id, party_id=party_id)
        except ConflictError as refusal:
            error = str(refusal)
        else:
            return go(request, "workspaces:index", said=_("You have left this space."))
    context = {"workspace": workspace, "is_direct": is_direct, "error": error}
    template = "workspaces/leave.html" + ("#dialog" if is_dialog(request) else "")
    return render(request, template, context, status=UNPROCESSABLE if error else 200)


@require_POST
@signed_in
def decide(request: ActorRequest, workspace_id: UUID, request_id: UUID) -> HttpResponseBase:
    """Let a person in, or refuse with a word."""
    if request.POST.get("decision") == "grant":
        role = request.POST.get("role", "")
        joining.grant_join(
            actor=request.actor,
            workspace_id=workspace_id,
            request_id=request_id,
            role=Role(int(role)) if role in {str(int(one)) for one in Role} else None,
        )
        said = _("They are in, and have been told.")
    else:
        form = WordForm(request.POST)
        joining.refuse_join(
            actor=request.actor,
            workspace_id=workspace_id,
            request_id=request_id,
            word=form.cleaned_data["word"] if form.is_valid() else "",
        )
        said = _("The request is refused: they have been told.")
    return go(request, "workspaces:members", workspace_id, said=said)
