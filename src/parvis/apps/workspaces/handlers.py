"""Reactions: the ball goes back when its holder loses access."""

from django.db.models import Q

from parvis.apps.directory.events import FunctionPassed, PartyClosed, PersonLeft
from parvis.apps.workspaces.events import (
    AccessWithdrawn,
    ItemHidden,
    ItemHiddenFromTown,
    ItemMoved,
    ItemRestored,
    ItemRestricted,
    MemberLeft,
    MemberRemoved,
)
from parvis.apps.workspaces.models import Showing
from parvis.apps.workspaces.services.returns import open_holds, return_lost_balls
from parvis.kernel.events import handles
from parvis.kernel.models import Event


@handles(MemberRemoved, MemberLeft, AccessWithdrawn, ItemRestricted, ItemMoved, ItemRestored)
def return_balls_of_space(event: Event) -> None:
    """Check the holds of the space where somebody's access may have ended, and of what it shows."""
    holds = open_holds(organisation_id=event.organisation_id)
    shown = Showing.objects.filter(workspace_id=event.workspace_id).values("item_id")
    held = Q(workspace_id=event.workspace_id) | Q(item_id__in=shown)
    return_lost_balls(holds=holds.filter(held))


@handles(ItemHidden, ItemHiddenFromTown)
def return_balls_of_item(event: Event) -> None:
    """Check the holds of an item that shows in one place less."""
    holds = open_holds(organisation_id=event.organisation_id)
    return_lost_balls(holds=holds.filter(item_id__in=[event.item_id]))


@handles(PersonLeft, FunctionPassed, PartyClosed)
def return_balls_of_those_who_left(event: Event) -> None:
    """Check the holds of who left the organisation and of functions that nobody holds any more."""
    is_vacant = Q(party__function__isnull=False, party__function__holder__isnull=True)
    gone = Q(party_id=event.party_id) | Q(party__left_at__isnull=False) | is_vacant
    holds = open_holds(organisation_id=event.organisation_id)
    return_lost_balls(holds=holds.filter(gone))
