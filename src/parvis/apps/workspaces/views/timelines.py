"""What happened, in a space and to an item."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.workspaces import access, selectors
from parvis.apps.workspaces.balls import balls_of
from parvis.apps.workspaces.errors import AccessEndedError
from parvis.apps.workspaces.listing import is_closed_to, spaces_within
from parvis.apps.workspaces.panels import history_context
from parvis.apps.workspaces.presenters import space_frame
from parvis.apps.workspaces.timeline import timeline
from parvis.kernel.errors import NotFoundError
from parvis.kernel.ui.htmx import is_fragment

SIDE = 5
KINDS: Mapping[str, tuple[str | Promise, tuple[str, ...] | None]] = {
    "": (_("Everything"), None),
    "documents": (_("Documents"), ("files.", "workspaces.item_")),
    "discussions": (_("Comments"), ("conversations.",)),
    "balle": (_("The ball"), ("workspaces.waiting_",)),
    "membres": (
        _("Members and access"),
        (
            "workspaces.member_",
            "workspaces.access_",
            "workspaces.item_restricted",
            "workspaces.item_unrestricted",
            "workspaces.space_",
        ),
    ),
}


@require_safe
@signed_in
def space(request: ActorRequest, workspace_id: UUID) -> HttpResponseBase:
    """Tell what happened in a space, with a filter and a cursor.

    Whoever has the link of a closed space is led to where one asks to join it.
    """
    try:
        workspace = access.get_workspace(request.actor, workspace_id)
    except AccessEndedError:
        raise
    except NotFoundError:
        if is_fragment(request) or not is_closed_to(request.actor, workspace_id):
            raise
        return redirect("workspaces:join", workspace_id)
    chosen = request.GET.get("quoi", "")
    chosen = chosen if chosen in KINDS else ""
    page = timeline(
        actor=request.actor,
        workspace_id=workspace.pk,
        before=as_uuid(request.GET.get("avant", "")),
        types=KINDS[chosen][1],
    )
    context: dict[str, object] = {"page": page, "chosen": chosen}
    if is_fragment(request):
        return render(request, "workspaces/timeline.html#more", context)
    holds = selectors.visible_waiting(request.actor).filter(workspace_id=workspace.pk)[:SIDE]
    context |= {
        **space_frame(request, workspace, "timeline"),
        "kinds": [(key, str(label)) for key, (label, _types) in KINDS.items()],
        "within": spaces_within(request.actor, workspace),
        "balls": balls_of(request.actor, holds, with_space=False),
    }
    return render(request, "workspaces/timeline.html", context)


@require_safe
@signed_in
def history(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Tell what happened to an item before a cursor."""
    item = access.get_item(request.actor, item_id)
    fragment = "workspaces/history.html#more"
    template = fragment if is_fragment(request) else "workspaces/history_page.html"
    return render(request, template, {**history_context(request, item)})
