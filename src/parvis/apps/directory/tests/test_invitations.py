"""Invitations: to one person, at one address, for a while; the door is a mailed code."""

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.town import PASSWORD, Town

from parvis.apps.accounts.models import User
from parvis.apps.accounts.services import create_user
from parvis.apps.directory import services
from parvis.apps.directory.models import Invitation, Person
from parvis.apps.directory.selectors import actor_for
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from parvis.kernel.models import Event
from parvis.kernel.outbox import deliver_all

EMAIL = "neuf@atelier.test"
TYPED = "/compte/connexion/code/saisie/"


@pytest.fixture
def newcomer(town: Town) -> Person:
    return services.add_guest(actor=town.system, email=EMAIL, name="Nora Neuf")


def link_of(message: mail.EmailMessage) -> str:
    found = re.search(r"(/rejoindre/\S+/)", message.body)
    assert found
    return found[1]


def code_of(message: mail.EmailMessage) -> str:
    found = re.search(r"\b(\d{3}-\d{3})\b", message.body)
    assert found
    return found[1]


def invite(town: Town, person: Person, to_path: str = "/espaces/abc/") -> str:
    services.invite(
        actor=town.actor("manager"),
        person_id=person.pk,
        to_path=to_path,
        place="Rénovation de la halle",
        message="Bienvenue",
    )
    deliver_all()
    return link_of(mail.outbox[-1])


def test_letter_says_who_and_leads_in_without_a_password(town: Town, newcomer: Person) -> None:
    link = invite(town, newcomer)
    letter = mail.outbox[0]
    assert letter.to == [EMAIL]
    assert "Michel Durand" in letter.subject
    assert letter.subject.endswith("« Rénovation de la halle »")
    assert "Bienvenue" in letter.body
    browser = Client()
    page = browser.get(link).content.decode()
    assert "Michel Durand" in page
    assert "Rénovation de la halle" in page
    assert EMAIL not in page
    assert browser.post(link).url == f"{TYPED}?next=%2Fespaces%2Fabc%2F"
    assert mail.outbox[1].to == [EMAIL]
    answer = browser.post(f"{TYPED}?next=/espaces/abc/", {"code": code_of(mail.outbox[1])})
    assert answer.url == "/espaces/abc/"
    newcomer.refresh_from_db()
    user = User.objects.get(email=EMAIL)
    assert newcomer.user_id == user.pk
    assert not user.has_usable_password()
    assert actor_for(user_id=user.pk).organisation_id == town.organisation.pk
    assert Invitation.objects.get().accepted_at
    assert Event.objects.filter(type="directory.invitation_accepted").exists()


def test_letter_goes_once(town: Town, newcomer: Person) -> None:
    invite(town, newcomer)
    deliver_all()
    assert len(mail.outbox) == 1


def test_forwarded_link_only_mails_the_invited_address(town: Town, newcomer: Person) -> None:
    link = invite(town, newcomer)
    thief = create_user(email="voleur@mal.test", password=PASSWORD, is_proven=True)
    browser = Client()
    browser.force_login(thief)
    assert browser.post(link).status_code == 200
    assert len(mail.outbox) == 1
    assert not actor_for(user_id=thief.pk).is_known
    anonymous = Client()
    anonymous.post(link)
    anonymous.post(TYPED, {"code": "000-000"})
    assert anonymous.get("/compte/").status_code == 302
    newcomer.refresh_from_db()
    assert newcomer.user_id is None


def test_signed_in_at_the_invited_address_comes_straight_in(town: Town, newcomer: Person) -> None:
    user = create_user(email=EMAIL, password=PASSWORD, is_proven=True)
    link = invite(town, newcomer)
    browser = Client()
    browser.force_login(user)
    assert browser.post(link).url == "/espaces/abc/"
    assert actor_for(user_id=user.pk).party_id == newcomer.pk


def test_unproven_address_is_not_enough(town: Town, newcomer: Person) -> None:
    user = create_user(email=EMAIL, password=PASSWORD)
    link = invite(town, newcomer)
    browser = Client()
    browser.force_login(user)
    assert browser.post(link).status_code == 200
    assert not actor_for(user_id=user.pk).is_known


def test_link_dies(town: Town, newcomer: Person) -> None:
    link = invite(town, newcomer)
    with time_machine.travel(timezone.now() + timezone.timedelta(days=15)):
        assert Client().get(link).status_code == 404
    assert Client().get(link[:-2] + "x/").status_code == 404
    assert Client().get("/rejoindre/rien/").status_code == 404
    assert Client().get(link).status_code == 200
    Person.objects.filter(pk=newcomer.pk).update(email="autre@atelier.test")
    assert Client().get(link).status_code == 404
    Person.objects.filter(pk=newcomer.pk).update(email=EMAIL, suspended_at=timezone.now())
    assert Client().get(link).status_code == 404


def test_taken_back_link_dies(town: Town, newcomer: Person) -> None:
    link = invite(town, newcomer)
    services.take_back_invitations(actor=town.actor("manager"), person_id=newcomer.pk)
    assert Client().get(link).status_code == 404


@pytest.mark.parametrize("path", ["https://mal.test/", "//mal.test", "espaces", "/\\mal.test"])
def test_link_leads_to_our_pages_only(town: Town, newcomer: Person, path: str) -> None:
    with pytest.raises(InvalidError):
        services.invite(actor=town.actor("manager"), person_id=newcomer.pk, to_path=path)
    assert not Invitation.objects.exists()


def test_refusals_leave_nothing(town: Town, newcomer: Person) -> None:
    cases = [("agent", RefusedError), ("partner", NotFoundError), ("outsider", NotFoundError)]
    for persona, error in cases:
        with pytest.raises(error):
            services.invite_person(actor=town.actor(persona), person_id=newcomer.pk)
    Person.objects.filter(pk=newcomer.pk).update(suspended_at=timezone.now())
    with pytest.raises(ConflictError):
        services.invite_person(actor=town.actor("manager"), person_id=newcomer.pk)
    Person.objects.filter(pk=newcomer.pk).update(suspended_at=None, email="")
    with pytest.raises(InvalidError):
        services.invite_person(actor=town.actor("manager"), person_id=newcomer.pk)
    assert not Invitation.objects.exists()
    assert not mail.outbox


def test_codes_by_invitation_are_throttled(town: Town, newcomer: Person) -> None:
    link = invite(town, newcomer)
    answers = [Client().post(link).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]


def test_one_user_never_becomes_two_persons_of_a_town(town: Town) -> None:
    mayor = town.user("mayor")
    services.add_guest(actor=town.system, email="maire@perso.test", name="Maud")
    assert services.connect_user(user_id=mayor.pk, email="maire@perso.test") == 0


def test_switching_goes_only_where_one_is_somebody(client: Client, town: Town) -> None:
    mayor = town.user("mayor")
    client.force_login(mayor)
    data = {"organisation": str(town.other.pk)}
    assert client.post("/compte/collectivite/", data).status_code == 404
    services.add_guest(actor=town.actor("outsider"), email=mayor.email, name="Maud Lefèvre")
    services.connect_user(user_id=mayor.pk, email=mayor.email)
    assert client.post("/compte/collectivite/", data).url == "/"
    assert "Ailleurs" in client.get("/compte/").content.decode()
    assert client.post("/compte/collectivite/", {"organisation": "x"}).status_code == 404
