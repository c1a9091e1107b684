"""Who was in a space and is no more is told so; nobody else learns that it exists."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.town import Town

from parvis.apps.directory.models import Invitation, Person
from parvis.apps.directory.services.invitations import token_for
from parvis.apps.workspaces import access
from parvis.apps.workspaces.errors import AccessEndedError
from parvis.apps.workspaces.models import Item, Membership
from parvis.apps.workspaces.services import guests, restrictions, spaces
from parvis.kernel.actors import Actor, Role
from parvis.kernel.errors import NotFoundError, RefusedError

MINE = [guests.Address("paule@architecte.test")]


def remove(town: Town, persona: str) -> None:
    spaces.remove_member(
        actor=town.actor("manager"),
        workspace_id=town.space.pk,
        party_id=town.persons[persona].pk,
    )


def test_who_was_removed_reads_what_happened_and_what_to_do(town: Town) -> None:
    remove(town, "partner")
    client = Client()
    client.force_login(town.user("partner"))
    page = client.get(f"/espaces/{town.space.pk}/")
    assert page.status_code == 404
    assert "Votre accès ici a pris fin" in page.content.decode()
    for persona in ("stranger", "outsider"):
        client.force_login(town.user(persona))
        words = client.get(f"/espaces/{town.space.pk}/").content.decode()
        assert "Votre accès ici a pris fin" not in words


def test_end_of_a_membership_is_told(town: Town) -> None:
    Membership.objects.filter(party_id=town.persons["mayor"].pk).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )
    with pytest.raises(AccessEndedError):
        access.get_item(town.actor("mayor"), town.space.pk)


def test_restricted_thing_stays_unknown_to_who_left(town: Town) -> None:
    agent = town.actor("agent")
    item = Item.objects.create(
        organisation_id=agent.organisation_id,
        workspace_id=town.space.pk,
        kind="workspaces.space",
        parent_id=town.space.pk,
        title="Dossier",
        author_id=agent.party_id,
    )
    restrictions.restrict_item(actor=agent, item_id=item.pk)
    remove(town, "mayor")
    with pytest.raises(NotFoundError) as refusal:
        access.get_item(town.actor("mayor"), item.pk)
    assert not isinstance(refusal.value, AccessEndedError)


@pytest.fixture
def guest_manager(town: Town) -> Actor:
    spaces.add_member(
        actor=town.actor("manager"),
        workspace_id=town.space.pk,
        party_id=town.persons["partner"].pk,
        role=Role.MANAGER,
        ends_on=timezone.localdate() + timedelta(days=30),
    )
    return town.actor("partner")


def test_partner_does_not_lengthen_their_own_access(town: Town, guest_manager: Actor) -> None:
    before = Person.objects.get(pk=guest_manager.party_id).ends_on
    with pytest.raises(RefusedError):
        guests.invite_guests(
            actor=guest_manager, workspace_id=town.space.pk, addresses=MINE, role=Role.MANAGER
        )
    with pytest.raises(RefusedError):
        spaces.add_member(
            actor=guest_manager,
            workspace_id=town.space.pk,
            party_id=town.persons["partner"].pk,
            role=Role.MANAGER,
        )
    assert Person.objects.get(pk=guest_manager.party_id).ends_on == before


def test_whom_a_partner_invites_stays_no_longer_than_the_partner(
    town: Town, guest_manager: Actor
) -> None:
    (invited,) = guests.invite_guests(
        actor=guest_manager,
        workspace_id=town.space.pk,
        addresses=[guests.Address("neuf@architecte.test")],
        role=Role.EDITOR,
    )
    assert invited.ends_on == timezone.localdate() + timedelta(days=30)
    assert Person.objects.get(pk=invited.party_id).ends_on == invited.ends_on


def test_link_of_a_removed_partner_says_what_happened(town: Town) -> None:
    (invited,) = guests.invite_guests(
        actor=town.actor("manager"),
        workspace_id=town.space.pk,
        addresses=[guests.Address("neuf@architecte.test")],
        role=Role.EDITOR,
    )
    link = link_to(invited)
    assert Client().get(link).status_code == 200
    spaces.remove_member(
        actor=town.actor("manager"), workspace_id=town.space.pk, party_id=invited.party_id
    )
    page = Client().get(link)
    assert page.status_code == 404
    words = page.content.decode()
    assert "L’accès à Bourg-Témoin" in words
    assert "Michel Durand" in words


def test_each_dead_link_says_why(town: Town) -> None:
    (invited,) = guests.invite_guests(
        actor=town.actor("manager"),
        workspace_id=town.space.pk,
        addresses=[guests.Address("neuf@architecte.test")],
        role=Role.EDITOR,
        ends_on=timezone.localdate() + timedelta(days=3),
    )
    link = link_to(invited)
    assert "jusqu’à son dernier signe" in Client().get(link[:-4] + "/").content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        assert "a pris fin" in Client().get(link).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert "plus de 14 jours" in Client().get(link).content.decode()


def link_to(membership: Membership) -> str:
    invitation = Invitation.objects.get(person_id=membership.party_id)
    return reverse("directory:join", args=[token_for(invitation)])


def test_partner_in_no_space_any_more_reads_whom_to_ask(town: Town) -> None:
    client = Client()
    client.force_login(town.user("partner"))
    words = "Votre accès a pris fin"
    assert words not in client.get("/").content.decode()
    Membership.objects.filter(party_id=town.persons["partner"].pk).update(
        ends_on=timezone.localdate() - timedelta(days=1), added_by_id=town.persons["manager"].pk
    )
    for path in ("/", "/espaces/"):
        page = client.get(path).content.decode()
        assert words in page
        assert f"demandez à {town.persons['manager'].party.name}" in page
        assert town.space.item.title not in page
