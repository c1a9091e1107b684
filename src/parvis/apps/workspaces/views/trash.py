"""The trash of a space: what is in it, for how long, and back."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.workspaces import access
from parvis.apps.workspaces.presenters import item_url, space_frame
from parvis.apps.workspaces.services import trash as services
from parvis.apps.workspaces.trashed import DAYS, trash_page
from parvis.apps.workspaces.versions import read_version
from parvis.apps.workspaces.views.answers import go, way_back


@require_safe
@signed_in
def trash(request: ActorRequest, workspace_id: UUID) -> HttpResponse:
    """Show what is in the trash of a space."""
    workspace = access.get_workspace(request.actor, workspace_id)
    context = space_frame(request, workspace, "trash")
    shown = trash_page(request.actor, workspace, number=request.GET.get("page", "1"))
    return render(
        request,
        "workspaces/trash.html",
        {**context, "page": shown.page, "rows": shown.rows, "days": DAYS},
    )


@require_POST
@signed_in
def put(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Put an item in the trash, then show where it was."""
    item = services.trash_item(actor=request.actor, item_id=item_id, version=read_version(request))
    parent = item.parent or item.workspace.item
    said = _("“%(title)s” is in the trash of the space, for %(days)s days.")
    said %= {"title": item.title, "days": DAYS}
    return go(request, way_back(request, item_url(parent)), said=said)


@require_POST
@signed_in
def restore(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Take an item out of the trash, then show it."""
    item = services.restore_item(actor=request.actor, item_id=item_id)
    said = _("“%(title)s” is back.") % {"title": item.title}
    return go(request, way_back(request, item_url(item)), said=said)


@require_POST
@signed_in
def purge(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Remove a trashed item for good."""
    item = access.get_item(request.actor, item_id, with_trash=True)
    services.purge_item(actor=request.actor, item_id=item_id)
    return go(request, "workspaces:trash", item.workspace_id, said=_("Removed for good."))


@require_POST
@signed_in
def empty(request: ActorRequest, workspace_id: UUID) -> HttpResponseBase:
    """Remove for good all that one sees in the trash of a space."""
    count = services.empty_trash(actor=request.actor, workspace_id=workspace_id)
    said = ngettext(
        "%(count)s thing removed for good.", "%(count)s things removed for good.", count
    )
    return go(request, "workspaces:trash", workspace_id, said=said % {"count": count})
