"""What a person keeps at hand: favourites, what they opened lately, what they follow."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.workspaces import access, marks
from parvis.apps.workspaces.marks import marked_items
from parvis.apps.workspaces.presenters import item_url
from parvis.apps.workspaces.services import marks as services
from parvis.kernel.actors import Actor
from parvis.kernel.errors import NotFoundError
from parvis.kernel.ui.htmx import is_fragment, toast

PAGE = 50
Lister = Callable[[Actor], QuerySet[Any]]
LISTS: dict[str, Lister] = {
    "favourites": marks.favourites,
    "recent": marks.openings,
    "followed": marks.followed,
}


def _listed(request: ActorRequest, name: str) -> HttpResponseBase:
    page = Paginator(LISTS[name](request.actor), PAGE).get_page(request.GET.get("page"))
    rows = marked_items(row.item for row in page.object_list)
    context = {"current": name, "page": page, "rows": rows, "count": page.paginator.count}
    return render(request, "workspaces/marks/index.html", context)


@require_safe
@signed_in
def favourites(request: ActorRequest) -> HttpResponseBase:
    """List the person’s favourites."""
    return _listed(request, "favourites")


@require_safe
@signed_in
def recent(request: ActorRequest) -> HttpResponseBase:
    """List what the person opened lately."""
    return _listed(request, "recent")


@require_safe
@signed_in
def followed(request: ActorRequest) -> HttpResponseBase:
    """List what the person follows."""
    return _listed(request, "followed")


@require_POST
@signed_in
def star(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Put the person’s star on an item, or take it away (`on` says which)."""
    is_on = request.POST.get("on") == "1"
    if is_on:
        services.mark_favourite(actor=request.actor, item_id=item_id)
    else:
        services.unmark_favourite(actor=request.actor, item_id=item_id)
    words = _("Added to your favourites.") if is_on else _("Removed from your favourites.")
    if is_fragment(request):
        context = {"item_id": item_id, "is_favourite": is_on}
        return toast(render(request, "workspaces/marks/star.html", context), words)
    messages.success(request, words)
    if request.POST.get("back") == "list":
        return redirect("workspaces:favourites")
    try:
        return redirect(item_url(access.get_item(request.actor, item_id)))
    except NotFoundError:
        return redirect("workspaces:favourites")


@require_POST
@signed_in
def opened(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Note, for the person alone, that they opened a page: it says so itself once it shows."""
    services.note_opening(actor=request.actor, item=access.get_item(request.actor, item_id))
    return HttpResponse(status=204)


@require_POST
@signed_in
def forget(request: ActorRequest) -> HttpResponseBase:
    """Forget what the person opened lately."""
    services.forget_openings(actor=request.actor)
    messages.success(request, _("What you opened is forgotten."))
    return redirect("workspaces:recent")
