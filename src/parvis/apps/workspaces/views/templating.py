"""The templates of spaces that a town makes for itself, for its administrators."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.requests import ActorRequest, for_administrators
from parvis.apps.workspaces import access
from parvis.apps.workspaces.forms import TemplateForm
from parvis.apps.workspaces.models import OwnTemplate, Workspace
from parvis.apps.workspaces.registry import template_parts, templates
from parvis.apps.workspaces.services import templating as services
from parvis.apps.workspaces.views.answers import UNPROCESSABLE, go, refuse_in
from parvis.kernel.errors import InvalidError, NotFoundError

SOURCES = 300


@require_safe
@for_administrators
def index(request: ActorRequest) -> HttpResponse:
    """Show the town's own templates, and those of Parvis."""
    rows = OwnTemplate.objects.filter(organisation_id=request.actor.organisation_id)
    sources = access.member_workspaces(request.actor) & access.readable_workspaces(request.actor)
    context = {
        "own": [row for row in rows if row.retired_at is None],
        "retired": [row for row in rows if row.retired_at],
        "models": list(templates().values()),
        "sources": sources.select_related("item").order_by("item__sort_title")[:SOURCES],
    }
    return render(request, "workspaces/templates.html", context)


def _initial(source: Workspace | None, actor_request: ActorRequest) -> dict[str, object]:
    if source is None:
        return {"tools": ["posts", "files"]}
    parts = {part.name: part.take(actor_request.actor, source) for part in template_parts()}
    return {
        "label": source.item.title[: services.MAX_LABEL],
        "description": source.item.description[:300],
        "colour": source.colour,
        "openness": source.openness,
        "default_role": source.default_role,
        "tools": source.tools,
        "folders": "\n".join(parts.get("folders", [])),
        "source": source.pk,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new(request: ActorRequest) -> HttpResponseBase:
    """Make a template, from nothing or from a space that one is in."""
    source_id = as_uuid(request.POST.get("source") or request.GET.get("depuis", ""))
    source = access.get_workspace(request.actor, source_id) if source_id else None
    sent = request.POST if request.method == "POST" else None
    form = TemplateForm(sent, initial=_initial(source, request))
    if sent is not None and form.is_valid():
        try:
            services.make_template(actor=request.actor, draft=form.draft(), source_id=source_id)
        except InvalidError as refusal:
            refuse_in(form, refusal)
        else:
            return go(request, "workspaces:templates", said=_("The template is offered."))
    return _page(request, form, source=source)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def change(request: ActorRequest, template_id: UUID) -> HttpResponseBase:
    """Change one of the town's templates."""
    rows = OwnTemplate.objects.filter(organisation_id=request.actor.organisation_id)
    row = rows.filter(pk=template_id).first()
    if row is None:
        raise NotFoundError
    names = ("label", "description", "colour", "openness", "default_role", "tools")
    initial: dict[str, object] = {name: getattr(row, name) for name in names}
    initial["folders"] = "\n".join(row.parts.get("folders", []))
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_template(
                actor=request.actor, template_id=template_id, draft=form.draft()
            )
        except InvalidError as refusal:
            refuse_in(form, refusal)
        else:
            return go(request, "workspaces:templates", said=_("Saved."))
    return _page(request, form, row=row)


def _page(
    request: ActorRequest,
    form: TemplateForm,
    *,
    source: Workspace | None = None,
    row: OwnTemplate | None = None,
) -> HttpResponse:
    context = {"form": form, "source": source, "row": row}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "workspaces/template.html", context, status=status)


@require_POST
@for_administrators
def retire(request: ActorRequest, template_id: UUID) -> HttpResponseBase:
    """Offer a template no more."""
    services.retire_template(actor=request.actor, template_id=template_id)
    return go(request, "workspaces:templates", said=_("The template is offered no more."))


@require_POST
@for_administrators
def restore(request: ActorRequest, template_id: UUID) -> HttpResponseBase:
    """Offer a retired template again."""
    services.restore_template(actor=request.actor, template_id=template_id)
    return go(request, "workspaces:templates", said=_("The template is offered."))
