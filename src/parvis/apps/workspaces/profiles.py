"""What spaces add to the page of a party: spaces in common, what waits for it, what it leaves."""

from collections.abc import Mapping
from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest

from parvis.apps.directory.models import Party
from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces import access
from parvis.apps.workspaces.balls import balls_of
from parvis.apps.workspaces.enums import WorkspaceState
from parvis.apps.workspaces.models import Waiting, Workspace
from parvis.apps.workspaces.selectors import visible_waiting
from parvis.kernel.actors import Actor

SPACES_SHOWN = 12
HOLDS_SHOWN = 8
LEFT_SHOWN = 50


def _holds(actor: Actor, party: Party) -> QuerySet[Waiting]:
    return visible_waiting(actor).filter(party_id=party.pk)


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


def waiting_context(request: HttpRequest, party: Party) -> Mapping[str, object] | None:
    """Return what waits for the party and that the reader sees, late first; None for nothing."""
    actor = cast("ActorRequest", request).actor
    holds = list(_holds(actor, party)[: HOLDS_SHOWN + 1])
    if not holds:
        return None
    return {"balls": balls_of(actor, holds[:HOLDS_SHOWN]), "has_more": len(holds) > HOLDS_SHOWN}


def left_behind(actor: Actor, party: Party) -> list[tuple[str, str]]:
    """Return the open holds of somebody who leaves, with the address where each is passed on."""
    return [(ball.title, ball.url) for ball in balls_of(actor, _holds(actor, party)[:LEFT_SHOWN])]
