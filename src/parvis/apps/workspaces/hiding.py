"""What is said of a thing out of sight: nothing, but to who was or is in its space."""

from uuid import UUID

from django.db.models import QuerySet

from parvis.apps.workspaces.errors import AccessEndedError
from parvis.apps.workspaces.events import MemberRemoved
from parvis.apps.workspaces.models import Item, Membership, Workspace
from parvis.kernel.actors import Actor
from parvis.kernel.errors import NotFoundError, SecondFactorRequiredError
from parvis.kernel.events import name_of
from parvis.kernel.models import Event


def error_out_of_sight(
    actor: Actor, item_id: UUID, *, mine: QuerySet[Workspace]
) -> NotFoundError | SecondFactorRequiredError:
    """Return the error of an item that the actor, a member of the spaces `mine`, doesn't see.

    Only a member is told of a missing factor, and only who was one that their access has ended.
    """
    spaces = mine.filter(items__pk=item_id)
    if not actor.has_second_factor and spaces.filter(requires_second_factor=True).exists():
        return SecondFactorRequiredError()
    if actor.party_id is None or spaces.exists() or not _was_open_to(actor, item_id):
        return NotFoundError()
    return AccessEndedError()


def _was_open_to(actor: Actor, item_id: UUID) -> bool:
    """Tell whether an unrestricted item is in a space from which the actor was taken."""
    open_to_all = Item.objects.filter(pk=item_id, access_root__isnull=True)
    space = open_to_all.filter(organisation_id=actor.organisation_id).values("workspace_id")
    here = {"workspace_id__in": space, "party_id": actor.party_id}
    ended = Membership.objects.filter(**here)
    removed = Event.objects.filter(**here, type=name_of(MemberRemoved))
    return ended.exists() or removed.exists()
