"""What an item is: its description and its tags."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.workspaces import access
from parvis.apps.workspaces.labels import read_tags, suggested_tags, tags_of
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.presenters import item_url
from parvis.apps.workspaces.services import items
from parvis.apps.workspaces.versions import read_version
from parvis.apps.workspaces.views.answers import UNPROCESSABLE, go, reasons
from parvis.kernel.errors import InvalidError, RefusedError, VersionMismatchError
from parvis.kernel.ui.htmx import is_dialog, is_fragment


def _editable(request: ActorRequest, item_id: UUID) -> Item:
    item = access.get_item(request.actor, item_id)
    if not access.may(request.actor, item, "edit"):
        raise RefusedError
    return item


def _part(request: ActorRequest) -> str:
    return "#dialog" if is_dialog(request) else "#form" if is_fragment(request) else ""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def describe(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Say what an item is; a second writer is shown what the first has written."""
    item = _editable(request, item_id)
    typed, error, present = item.description, "", ""
    if request.method == "POST":
        typed = request.POST.get("description", "").replace("\r\n", "\n").strip()
        try:
            items.describe_item(
                actor=request.actor,
                item_id=item_id,
                description=typed,
                version=read_version(request),
            )
        except VersionMismatchError:
            present = item.description
            error = _("Somebody has changed this meanwhile. Put your words and theirs together.")
        except InvalidError as refusal:
            error = reasons(refusal)
        else:
            return go(request, item_url(item), said=_("Saved."))
    context = {
        "item": item,
        "typed": typed,
        "error": error,
        "present": present,
        "back_url": item_url(item),
    }
    status = UNPROCESSABLE if error else 200
    return render(request, f"workspaces/describe.html{_part(request)}", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def tag(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Put words on an item, chosen among those in use or new."""
    item = _editable(request, item_id)
    own, error, typed = tags_of(item), "", ""
    if request.method == "POST":
        typed = request.POST.get("typed", "")
        chosen = request.POST.getlist("tags")
        try:
            items.tag_item(actor=request.actor, item_id=item_id, labels=read_tags(chosen, typed))
        except InvalidError as refusal:
            error = reasons(refusal)
        else:
            return go(request, item_url(item), said=_("Saved."))
    context = {
        "item": item,
        "own": own,
        "suggested": suggested_tags(request.actor, item, without=own),
        "typed": typed,
        "error": error,
        "back_url": item_url(item),
    }
    status = UNPROCESSABLE if error else 200
    return render(request, f"workspaces/tags.html{_part(request)}", context, status=status)
