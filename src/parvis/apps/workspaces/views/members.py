"""Who is in a space."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.workspaces import access, selectors
from parvis.apps.workspaces.presenters import space_frame


@require_safe
@signed_in
def members(request: ActorRequest, workspace_id: UUID) -> HttpResponse:
    """Show who is in a space."""
    workspace = access.get_workspace(request.actor, workspace_id)
    context = space_frame(request, workspace, "members")
    context["memberships"] = selectors.memberships_of(workspace)
    return render(request, "workspaces/members.html", context)
