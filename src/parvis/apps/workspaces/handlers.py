"""Reactions: the ball goes back when its holder loses access."""

from parvis.apps.workspaces.events import (
    AccessWithdrawn,
    ItemMoved,
    ItemRestored,
    ItemRestricted,
    MemberRemoved,
)
from parvis.apps.workspaces.services.returns import open_holds, return_lost_balls
from parvis.kernel.events import handles
from parvis.kernel.models import Event


@handles(MemberRemoved, AccessWithdrawn, ItemRestricted, ItemMoved, ItemRestored)
def return_balls_of_space(event: Event) -> None:
    """Check the holds of the space where somebody's access may have ended."""
    holds = open_holds(organisation_id=event.organisation_id)
    return_lost_balls(holds=holds.filter(workspace_id=event.workspace_id))
