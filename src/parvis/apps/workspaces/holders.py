"""Who can hold something, in a space or about an item; and in whose hands it is."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from parvis.apps.directory.models import Party, PartyUser
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import Openness, WaitingAction
from parvis.apps.workspaces.models import Grant, Item, Waiting, Workspace
from parvis.kernel.actors import Actor, OrganisationRole

IN_PERSON = frozenset((WaitingAction.READ,))


def in_hands_of(actor: Actor) -> Q:
    """Return the condition of holds in the actor's hands, in person or standing in.

    Nobody reads for another: a reading stays with whom it was asked of.
    """
    standing_in = Q(party_id__in=actor.stand_in_party_ids) & ~Q(action__in=IN_PERSON)
    return Q(party_id__in=actor.party_ids) | standing_in


def is_in_hands_of(actor: Actor, hold: Waiting) -> bool:
    """Tell of one hold what `in_hands_of` finds."""
    if hold.party_id in actor.party_ids:
        return True
    return hold.party_id in actor.stand_in_party_ids and hold.action not in IN_PERSON


def parties_in_space(workspace_id: UUID) -> QuerySet[Party]:
    """Return the parties that can hold something in a space: members and who is behind them.

    In an open space, every person, department and function of the organisation but the guests.
    Who left, is suspended or past their end date holds nothing.
    """
    return _present(_in_space(Workspace.objects.get(pk=workspace_id)))


def _present(rule: Q) -> QuerySet[Party]:
    """Return the parties of a rule, without who left, is suspended or past their end date."""
    today = timezone.localdate()
    is_out = Q(person__ends_on__lt=today) | Q(person__suspended_at__isnull=False)
    return Party.objects.filter(rule, left_at__isnull=True).exclude(is_out)


def _in_town(organisation_id: UUID) -> Q:
    return Q(organisation_id=organisation_id) & ~Q(person__role=OrganisationRole.GUEST)


def _in_space(space: Workspace) -> Q:
    members = access.memberships_now().filter(workspace_id=space.pk).values("party_id")
    persons = PartyUser.objects.filter(party_id__in=members).values("person_id")
    held = PartyUser.objects.filter(person_id__in=persons).values("party_id")
    rule = Q(pk__in=members) | Q(pk__in=persons) | Q(pk__in=held)
    if space.openness == Openness.OPEN:
        rule |= _in_town(space.organisation_id)
    return rule


def parties_who_see(item: Item) -> QuerySet[Party]:
    """Return the parties that can hold something about an item: somebody behind sees it."""
    if item.access_root_id is None:
        rule = _in_space(Workspace.objects.get(pk=item.workspace_id))
        opening = item.showings.filter(**access.OPENING).select_related("workspace")
        for showing in opening if item.parent_id else ():
            place = showing.workspace
            rule |= _in_space(place) if place else _in_town(item.organisation_id)
        return _present(rule)
    parties = parties_in_space(item.workspace_id)
    granted = Grant.objects.filter(item_id=item.access_root_id).values("party_id")
    persons = PartyUser.objects.filter(party_id__in=granted).values("person_id")
    held = PartyUser.objects.filter(person_id__in=persons).values("party_id")
    return parties.filter(Q(pk__in=granted) | Q(pk__in=persons) | Q(pk__in=held))
