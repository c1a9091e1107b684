"""Pages of a space."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.workspaces import access, selectors
from parvis.apps.workspaces.presenters import space_frame


@require_safe
@signed_in
def space(request: ActorRequest, workspace_id: UUID) -> HttpResponse:
    """Show what happened in a space."""
    workspace = access.get_workspace(request.actor, workspace_id)
    return render(request, "workspaces/timeline.html", space_frame(request, workspace, "timeline"))


@require_safe
@signed_in
def waiting(request: ActorRequest, workspace_id: UUID) -> HttpResponse:
    """Show who has the ball in a space."""
    workspace = access.get_workspace(request.actor, workspace_id)
    context = space_frame(request, workspace, "waiting")
    holds = selectors.visible_waiting(request.actor).filter(workspace_id=workspace.pk)
    return render(request, "workspaces/waiting.html", {**context, "holds": holds[:200]})
