"""The list of spaces; opening one, asking for one, deciding on it."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.apps.directory import access as directory_access
from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.workspaces.forms import NewSpaceForm, WordForm
from parvis.apps.workspaces.listing import opened_by, space_list
from parvis.apps.workspaces.membership import ended_guest
from parvis.apps.workspaces.models import Workspace
from parvis.apps.workspaces.services import requests, spaces
from parvis.apps.workspaces.templating import offered_templates
from parvis.apps.workspaces.views.answers import UNPROCESSABLE, go, refuse_in
from parvis.kernel.errors import InvalidError, RefusedError
from parvis.kernel.ids import uuid7
from parvis.kernel.ui.htmx import is_fragment


@require_safe
@signed_in
def index(request: ActorRequest) -> HttpResponse:
    """Show the spaces that one finds, searched as one types."""
    text = request.GET.get("q", "")[:200]
    with_archived = bool(request.GET.get("archives"))
    context = {
        "spaces": space_list(request.actor, text=text, with_archived=with_archived),
        "text": text,
        "with_archived": with_archived,
        "may_create": directory_access.may(request.actor, "create_space"),
        "may_ask": directory_access.may(request.actor, "request_space"),
        "ended": ended_guest(request.actor),
    }
    template = "workspaces/index.html" + ("#found" if is_fragment(request) else "")
    return render(request, template, context)


def _submit(request: ActorRequest, form: NewSpaceForm) -> Workspace | None:
    """Open or ask for the space that a form describes; None when it is found wanting."""
    if not form.is_valid():
        return None
    values = form.cleaned_data
    try:
        if form.may_create:
            return spaces.create_workspace(
                actor=request.actor,
                title=values["title"],
                template=values["template"],
                openness=values["openness"] or None,
                parent_id=as_uuid(values["parent"]),
                key=values["key"],
            )
        return requests.request_workspace(
            actor=request.actor,
            title=values["title"],
            template=values["template"],
            openness=values["openness"] or None,
            message=values["message"],
            key=values["key"],
        )
    except InvalidError as refusal:
        refuse_in(form, refusal)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: ActorRequest) -> HttpResponseBase:
    """Open a space from a template, or ask for one."""
    if not directory_access.may(request.actor, "request_space"):
        raise RefusedError
    may_create = directory_access.may(request.actor, "create_space")
    form = NewSpaceForm(
        request.POST if request.method == "POST" else None,
        actor=request.actor,
        may_create=may_create,
        initial={
            "key": uuid7(),
            "template": request.GET.get("modele", "project"),
            "parent": request.GET.get("dans", ""),
        },
    )
    if request.method == "POST":
        twice = opened_by(request.actor, as_uuid(request.POST.get("key", "")))
        if twice is not None:
            return go(request, "workspaces:space", twice)
        space = _submit(request, form)
        if space is not None:
            said = _("The space is open.") if may_create else _("Your request has been sent.")
            return go(request, "workspaces:space", space.pk, said=said)
    context = {
        "form": form,
        "models": list(offered_templates(request.actor.organisation_id).values()),
        "may_create": may_create,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "workspaces/new.html", context, status=status)


def _word(request: ActorRequest) -> str:
    form = WordForm(request.POST)
    return str(form.cleaned_data["word"]) if form.is_valid() else ""


@require_POST
@signed_in
def grant(request: ActorRequest, workspace_id: UUID) -> HttpResponseBase:
    """Grant a requested space."""
    requests.grant_workspace(actor=request.actor, workspace_id=workspace_id, word=_word(request))
    return go(request, "workspaces:index", said=_("The space is open: they have been told."))


@require_POST
@signed_in
def refuse(request: ActorRequest, workspace_id: UUID) -> HttpResponseBase:
    """Refuse a requested space, saying why."""
    requests.refuse_workspace(actor=request.actor, workspace_id=workspace_id, word=_word(request))
    return go(request, "workspaces:index", said=_("The request is refused: they have been told."))
