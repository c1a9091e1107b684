"""What spaces add to the page of a party: the spaces in common."""

from collections.abc import Mapping
from typing import cast

from django.http import HttpRequest

from parvis.apps.directory.models import Party
from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import WorkspaceState
from parvis.apps.workspaces.models import Workspace

SPACES_SHOWN = 12


def spaces_context(request: HttpRequest, party: Party) -> Mapping[str, object] | None:
    """Return the spaces of the party that the reader may read; None when there is none."""
    actor = cast("ActorRequest", request).actor
    memberships = access.current_memberships([party.pk])
    spaces: list[Workspace] = list(
        access.readable_workspaces(actor)
        .filter(state=WorkspaceState.ACTIVE, pk__in=memberships.values("workspace_id"))
        .select_related("item")
        .order_by("item__sort_title")[: SPACES_SHOWN + 1]
    )
    if not spaces:
        return None
    return {"spaces": spaces[:SPACES_SHOWN], "has_more": len(spaces) > SPACES_SHOWN}
