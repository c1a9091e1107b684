"""Whom an actor meets in their spaces: the scope of the directory for guests and pickers."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from parvis.apps.directory.models import Party, PartyUser
from parvis.apps.workspaces import access
from parvis.apps.workspaces.holders import parties_in_space
from parvis.apps.workspaces.models import Membership
from parvis.kernel.actors import Actor


def parties_met(actor: Actor, workspace_id: UUID | None = None) -> QuerySet[Party]:
    """Return who can hold something in a space that the actor reads; without one, whom they meet.

    Met are the members of the actor's own spaces and who is behind them: what a guest sees of the
    directory (raises NotFoundError, SecondFactorRequiredError for a space out of sight).
    """
    if workspace_id:
        return parties_in_space(access.get_workspace(actor, workspace_id).pk)
    today = timezone.localdate()
    mine = access.member_workspaces(actor).filter(
        pk__in=access.readable_workspaces(actor).values("pk")
    )
    members = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), workspace_id__in=mine.values("pk")
    ).values("party_id")
    persons = PartyUser.objects.filter(party_id__in=members).values("person_id")
    return Party.objects.filter(Q(pk__in=members) | Q(pk__in=persons), left_at__isnull=True)
