"""Moving and copying an item to a place that one walks to."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.places import place_for
from parvis.apps.workspaces.presenters import item_url
from parvis.apps.workspaces.services import items
from parvis.apps.workspaces.services.copying import copy_item
from parvis.apps.workspaces.versions import read_version
from parvis.apps.workspaces.views.answers import UNPROCESSABLE, go, reasons
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from parvis.kernel.ui.htmx import is_fragment


def _target(request: ActorRequest) -> UUID:
    target = as_uuid(request.POST.get("target", ""))
    if target is None:
        raise InvalidError(_("Choose a folder or a space."))
    return target


def _choose(
    request: ActorRequest, item: Item, *, action: str, place_id: UUID | None, error: str = ""
) -> HttpResponse:
    try:
        place = place_for(request.actor, item, place_id)
    except NotFoundError:
        place = place_for(request.actor, item, item.workspace_id)
    context = {"item": item, "place": place, "action": action, "error": error}
    template = "workspaces/place.html" + ("#dialog" if is_fragment(request) else "")
    return render(request, template, context, status=UNPROCESSABLE if error else 200)


def _asked_place(request: ActorRequest, item: Item) -> UUID | None:
    asked = request.GET.get("dans")
    return item.parent_id if asked is None else as_uuid(asked)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def move(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Put an item in another folder or space."""
    item = access.get_item(request.actor, item_id)
    if not access.may(request.actor, item, "move"):
        raise RefusedError
    if request.method != "POST":
        return _choose(request, item, action="move", place_id=_asked_place(request, item))
    try:
        target = _target(request)
        moved = items.move_item(
            actor=request.actor,
            item_id=item_id,
            parent_id=target,
            version=read_version(request),
        )
    except (ConflictError, InvalidError) as refusal:
        place_id = as_uuid(request.POST.get("target", ""))
        return _choose(request, item, action="move", place_id=place_id, error=reasons(refusal))
    return go(request, item_url(moved), said=_("It is in its new place."))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def copy(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Copy an item, and what one sees below it, to a folder or a space."""
    item = access.get_item(request.actor, item_id)
    if request.method != "POST":
        return _choose(request, item, action="copy", place_id=_asked_place(request, item))
    try:
        made = copy_item(actor=request.actor, item_id=item_id, parent_id=_target(request))
    except (ConflictError, InvalidError) as refusal:
        place_id = as_uuid(request.POST.get("target", ""))
        return _choose(request, item, action="copy", place_id=place_id, error=reasons(refusal))
    return go(request, item_url(made), said=_("The copy is made: here it is."))
