"""The fields of the town and of a space: the list, a new one, a change, out of use."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.apps.directory.requests import ActorRequest, for_administrators, signed_in
from parvis.apps.fields import access, services
from parvis.apps.fields.forms import DefinitionForm
from parvis.apps.fields.models import Field
from parvis.apps.fields.registry import FieldType, type_named
from parvis.apps.fields.selectors import kinds_asked
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.models import Workspace
from parvis.apps.workspaces.presenters import settings_frame, space_frame
from parvis.apps.workspaces.registry import kinds
from parvis.apps.workspaces.views.answers import UNPROCESSABLE, go, refuse_in
from parvis.kernel.actors import Actor
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError, RefusedError

Row = tuple[Field, FieldType | None, list[str]]


def _rows(actor: Actor, workspace: Workspace | None) -> tuple[list[Row], list[Row], list[Row]]:
    """Return the fields asked here, those retired here, and (for a space) those of the town."""
    known = kinds()
    here: list[Row] = []
    retired: list[Row] = []
    above: list[Row] = []
    for field in access.visible_fields(actor).order_by("position", "id"):
        names = [str(known[name].label) for name in field.kinds if name in known]
        row = (field, type_named(field.type), names)
        if field.workspace_id == (workspace.pk if workspace else None):
            (retired if field.is_retired else here).append(row)
        elif field.workspace_id is None and not field.is_retired:
            above.append(row)
    return here, retired, above


@require_safe
@for_administrators
def town(request: ActorRequest) -> HttpResponse:
    """Show the fields that are asked in the whole town."""
    here, retired, _above = _rows(request.actor, None)
    context = {"rows": here, "retired": retired}
    return render(request, "fields/town.html", context)


@require_safe
@signed_in
def space(request: ActorRequest, workspace_id: UUID) -> HttpResponse:
    """Show the fields of a space, and those of the town that are asked there too."""
    workspace = _managed(request.actor, workspace_id)
    here, retired, above = _rows(request.actor, workspace)
    context = space_frame(request, workspace, "settings") | settings_frame(workspace, "fields")
    context |= {"rows": here, "retired": retired, "above": above}
    return render(request, "fields/space.html", context)


def _managed(actor: Actor, workspace_id: UUID) -> Workspace:
    workspace = items_access.get_workspace(actor, workspace_id)
    if not access.may_define(actor, workspace):
        raise RefusedError
    return workspace


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def add_in_town(request: ActorRequest) -> HttpResponseBase:
    """Define a field of the whole town."""
    return _edit(request, workspace=None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_in_space(request: ActorRequest, workspace_id: UUID) -> HttpResponseBase:
    """Define a field of a space."""
    return _edit(request, workspace=_managed(request.actor, workspace_id))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: ActorRequest, field_id: UUID) -> HttpResponseBase:
    """Change how a field is asked."""
    field = access.visible_fields(request.actor).filter(pk=field_id).first()
    if field is None:
        raise NotFoundError
    workspace = (
        items_access.get_workspace(request.actor, field.workspace_id)
        if field.workspace_id
        else None
    )
    if not access.may_define(request.actor, workspace):
        raise RefusedError
    return _edit(request, workspace=workspace, field=field)


def _edit(
    request: ActorRequest, *, workspace: Workspace | None, field: Field | None = None
) -> HttpResponseBase:
    offered = kinds_asked(request.actor, workspace)
    sent = request.POST if request.method == "POST" else None
    form = DefinitionForm(sent, kinds=offered, field=field)
    if sent is not None and form.is_valid():
        try:
            _save(request.actor, form, workspace, field)
        except (InvalidError, ConflictError) as refusal:
            refuse_in(form, refusal)
        else:
            return _back(request, workspace.pk if workspace else None, _("Saved."))
    context: dict[str, object] = {"form": form, "field": field, "workspace": workspace}
    if workspace:
        context |= space_frame(request, workspace, "settings")
        context |= settings_frame(workspace, "fields")
    template = "fields/define_in_space.html" if workspace else "fields/define_in_town.html"
    return render(request, template, context, status=UNPROCESSABLE if form.errors else 200)


def _save(
    actor: Actor, form: DefinitionForm, workspace: Workspace | None, field: Field | None
) -> Field:
    if field is not None:
        return services.change_field(actor=actor, field_id=field.pk, definition=form.definition())
    return services.define_field(
        actor=actor,
        workspace_id=workspace.pk if workspace else None,
        definition=form.definition(),
    )


def _back(request: ActorRequest, workspace_id: UUID | None, said: str = "") -> HttpResponseBase:
    if workspace_id is None:
        return go(request, "fields:town", said=said)
    return go(request, "fields:space", workspace_id, said=said)


@require_POST
@signed_in
def move(request: ActorRequest, field_id: UUID) -> HttpResponseBase:
    """Put a field one place up or down."""
    step = -1 if request.POST.get("way") == "up" else 1
    field = services.move_field(actor=request.actor, field_id=field_id, step=step)
    return _back(request, field.workspace_id)


@require_POST
@signed_in
def retire(request: ActorRequest, field_id: UUID) -> HttpResponseBase:
    """Ask a field no more."""
    field = services.retire_field(actor=request.actor, field_id=field_id)
    said = _("The field is asked no more; what it holds is kept.")
    return _back(request, field.workspace_id, said)


@require_POST
@signed_in
def restore(request: ActorRequest, field_id: UUID) -> HttpResponseBase:
    """Ask a retired field again."""
    field = services.restore_field(actor=request.actor, field_id=field_id)
    return _back(request, field.workspace_id, _("The field is asked again, with what it held."))
