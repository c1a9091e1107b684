"""Arranging home pages: one’s own, and those of a profile for the whole organisation."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from parvis.apps.cockpit.events import HomeArranged
from parvis.apps.cockpit.layouts import Layout, laid_out
from parvis.apps.cockpit.models import Arrangement, ProfileArrangement
from parvis.apps.directory.access import lock_organisation
from parvis.apps.directory.models import Person
from parvis.kernel.actors import Actor, OrganisationRole
from parvis.kernel.errors import RefusedError
from parvis.kernel.events import emit
from parvis.kernel.ui.blocks import HomeBlock, HomeProfile, blocks_for

Change = Callable[[Layout], Layout]


def profile_of(actor: Actor, person: Person) -> HomeProfile:
    """Return whose kind of home a person has: partner, elected, direction or agent."""
    if actor.is_guest:
        return HomeProfile.PARTNER
    if person.is_elected:
        return HomeProfile.ELECTED
    is_direction = actor.has_role(OrganisationRole.MANAGER)
    return HomeProfile.DIRECTION if is_direction else HomeProfile.AGENT


def profile_layout(organisation_id: UUID, profile: HomeProfile) -> Layout:
    """Return how the homes of a profile are arranged by default."""
    rows = ProfileArrangement.objects.filter(organisation_id=organisation_id, profile=profile)
    return laid_out(blocks_for(profile), profile, rows.values_list("layout", flat=True).first())


@transaction.atomic
def arrange_home(
    *, actor: Actor, profile: HomeProfile, blocks: list[HomeBlock], change: Change
) -> Layout:
    """Change how the actor’s own home is arranged; the first change starts from what they see."""
    person = _own_person(actor)
    row = Arrangement.objects.select_for_update().filter(pk=person.pk).first()
    default = ProfileArrangement.objects.filter(
        organisation_id=actor.organisation_id, profile=profile
    ).values_list("layout", flat=True)
    layout = change(laid_out(blocks, profile, row.layout if row else default.first()))
    Arrangement.objects.update_or_create(pk=person.pk, defaults={"layout": layout.names})
    return layout


@transaction.atomic
def reset_home(*, actor: Actor) -> None:
    """Give the actor the home that their organisation set for their profile."""
    Arrangement.objects.filter(pk=_own_person(actor).pk).delete()


@transaction.atomic
def arrange_profile(*, actor: Actor, profile: HomeProfile, change: Change) -> Layout:
    """Change the default home of a profile, for the whole organisation (raises RefusedError)."""
    lock_organisation(actor, to="change_organisation")
    layout = change(profile_layout(actor.organisation_id, profile))
    ProfileArrangement.objects.update_or_create(
        organisation_id=actor.organisation_id, profile=profile, defaults={"layout": layout.names}
    )
    emit(HomeArranged(profile=profile), actor=actor)
    return layout


@transaction.atomic
def reset_profile(*, actor: Actor, profile: HomeProfile) -> None:
    """Give a profile the home that Parvis came with (raises RefusedError)."""
    lock_organisation(actor, to="change_organisation")
    gone, _kinds = ProfileArrangement.objects.filter(
        organisation_id=actor.organisation_id, profile=profile
    ).delete()
    if gone:
        emit(HomeArranged(profile=profile), actor=actor)


def _own_person(actor: Actor) -> Person:
    if actor.party_id is None or not actor.has_scope("write"):
        raise RefusedError
    return Person.objects.select_for_update().get(pk=actor.party_id)
