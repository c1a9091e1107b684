"""The pages of spaces: list, opening, joining, members, guests, settings, trash."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.town import Town, make_person

from parvis.apps.directory.models import Person
from parvis.apps.workspaces import access, holders
from parvis.apps.workspaces.enums import Openness, WorkspaceState
from parvis.apps.workspaces.models import Item, JoinRequest, Membership, Workspace
from parvis.apps.workspaces.services import (
    guests,
    items,
    spaces,
)
from parvis.kernel.actors import OrganisationRole, Role
from parvis.kernel.errors import InvalidError, NotFoundError, RefusedError
from parvis.kernel.ids import uuid7
from parvis.kernel.outbox import deliver_all

HX = {"HX-Request": "true"}
LIMIT = 15


def browser(town: Town, persona: str) -> Client:
    client = Client()
    client.force_login(town.user(persona))
    return client


def thing(town: Town, title: str = "Plan") -> Item:
    return items.create_item(
        actor=town.actor("agent"),
        kind="workspaces.space",
        parent_id=town.space.pk,
        title=title,
    )


# The list


@pytest.mark.parametrize("count", [1, 3, 200])
def test_list_takes_as_many_queries_for_one_space_as_for_many(
    town: Town, count: int, django_assert_max_num_queries: object
) -> None:
    manager = town.actor("manager")
    for number in range(min(count, 40)):
        spaces.create_workspace(actor=manager, title=f"Espace {number}", parent_id=None)
    client = browser(town, "manager")
    with django_assert_max_num_queries(LIMIT):
        assert client.get("/espaces/").status_code == 200


def test_list_tells_apart_mine_open_and_closed(town: Town) -> None:
    manager = town.actor("manager")
    spaces.create_workspace(actor=manager, title="Fête", openness=Openness.OPEN)
    spaces.create_workspace(actor=manager, title="Commission", openness=Openness.SECRET)
    inner = spaces.create_workspace(actor=manager, title="Lot 1", parent_id=town.space.pk)
    shown = browser(town, "stranger").get("/espaces/").context["spaces"]
    assert [one.workspace.item.title for one in shown.open] == ["Fête"]
    assert {one.workspace.item.title for one in shown.closed} == {"Rénovation de la halle", "Lot 1"}
    assert not shown.mine
    mine = browser(town, "manager").get("/espaces/").context["spaces"].mine
    nested = next(one for one in mine if one.workspace.pk == inner.pk)
    assert nested.depth == 1


def test_list_is_searched_as_one_types_accents_forgiven(town: Town) -> None:
    response = browser(town, "agent").get("/espaces/?q=renovation", headers=HX)
    assert "Rénovation de la halle" in response.content.decode()
    assert "<html" not in response.content.decode()
    assert "Aucun espace" in browser(town, "agent").get("/espaces/?q=zzz").content.decode()


def test_archived_spaces_show_on_demand(town: Town) -> None:
    Workspace.objects.filter(pk=town.space.pk).update(state=WorkspaceState.ARCHIVED)
    client = browser(town, "agent")
    assert "Rénovation de la halle" not in client.get("/espaces/").content.decode()
    assert "Rénovation de la halle" in client.get("/espaces/?archives=1").content.decode()


def test_guest_finds_only_their_spaces(town: Town) -> None:
    spaces.create_workspace(actor=town.actor("manager"), title="Fête", openness=Openness.OPEN)
    page = browser(town, "partner").get("/espaces/")
    assert "Fête" not in page.content.decode()
    assert "/espaces/nouveau/" not in page.content.decode()


# Opening one


def test_space_opens_from_a_template_once_however_often_it_is_sent(town: Town) -> None:
    client = browser(town, "manager")
    assert client.get("/espaces/nouveau/").status_code == 200
    form = {"template": "project", "title": "Halle", "key": str(uuid7())}
    first = client.post("/espaces/nouveau/", form)
    second = client.post("/espaces/nouveau/", form)
    assert first.url == second.url
    assert Workspace.objects.filter(item__title="Halle").count() == 1


def test_space_without_a_name_is_asked_again_with_what_was_typed(town: Town) -> None:
    response = browser(town, "manager").post("/espaces/nouveau/", {"template": "committee"})
    assert response.status_code == 422
    assert 'value="committee" checked' in response.content.decode()


def test_collaborator_asks_and_a_manager_decides_on_the_page(town: Town) -> None:
    client = browser(town, "agent")
    response = client.post(
        "/espaces/nouveau/",
        {"template": "theme", "title": "Marché", "message": "Pour Noël", "key": str(uuid7())},
    )
    page = client.get(response.url).content.decode()
    assert "attend une décision" in page
    manager = browser(town, "manager")
    page = manager.get(response.url).content.decode()
    assert "Pour Noël" in page
    assert manager.post(f"{response.url}accorder/", {"word": "Oui"}).status_code == 302
    assert "attend une décision" not in client.get(response.url).content.decode()
    assert manager.get(response.url).status_code == 200  # the theme is open to the town


@pytest.mark.parametrize(("persona", "status"), [("partner", 403), ("outsider", 200)])
def test_who_may_open_the_page_of_a_new_space(town: Town, persona: str, status: int) -> None:
    assert browser(town, persona).get("/espaces/nouveau/").status_code == status


# Joining


def test_closed_space_is_asked_for_then_granted_on_pages(town: Town) -> None:
    client = browser(town, "stranger")
    url = f"/espaces/{town.space.pk}/"
    assert "<html" not in client.get(f"{url}rejoindre/", headers=HX_DIALOG).content.decode()
    client.post(f"{url}rejoindre/", {"word": "Bonjour"})
    assert "Demande envoyée" in client.get("/espaces/").content.decode()
    manager = browser(town, "manager")
    assert "Bonjour" in manager.get(f"{url}membres/").content.decode()
    asked = JoinRequest.objects.get()
    manager.post(f"{url}demandes/{asked.pk}/", {"decision": "grant", "role": "10"})
    assert client.get(url).status_code == 200
    membership = Membership.objects.get(party_id=town.persons["stranger"].pk)
    assert membership.role == Role.READER


HX_DIALOG = {**HX, "HX-Target": "dialog#dialog"}


def test_leaving_is_confirmed_and_the_last_manager_is_told_why_not(town: Town) -> None:
    url = f"/espaces/{town.space.pk}/quitter/"
    assert browser(town, "manager").post(url).status_code == 422
    assert browser(town, "agent").post(url).status_code == 302
    back = browser(town, "agent").get(f"/espaces/{town.space.pk}/")
    assert back.headers["Location"] == f"/espaces/{town.space.pk}/rejoindre/"


# Members


@pytest.mark.parametrize("count", [0, 3, 60])
def test_members_take_as_many_queries_for_few_as_for_many(
    town: Town, count: int, django_assert_max_num_queries: object
) -> None:
    manager = town.actor("manager")
    for number in range(count):
        person = make_person(
            town.organisation, f"Prénom{number}", f"Nom{number}", OrganisationRole.MEMBER
        )
        spaces.add_member(
            actor=manager, workspace_id=town.space.pk, party_id=person.pk, role=Role.READER
        )
    spaces.add_member(
        actor=manager,
        workspace_id=town.space.pk,
        party_id=town.department.pk,
        role=Role.COMMENTER,
    )
    client = browser(town, "manager")
    with django_assert_max_num_queries(LIMIT + 2):
        page = client.get(f"/espaces/{town.space.pk}/membres/").content.decode()
    assert "Partenaire" in page or count == 60


def test_department_brings_its_people_and_says_who(town: Town) -> None:
    Membership.objects.filter(party_id=town.persons["agent"].pk).delete()
    client = browser(town, "manager")
    url = f"/espaces/{town.space.pk}/membres/"
    response = client.post(
        f"{url}inviter/",
        {"who": "inside", "parties": [str(town.department.pk)], "role": "30"},
    )
    assert response.status_code == 302
    assert browser(town, "agent").get(f"/espaces/{town.space.pk}/").status_code == 200
    assert "Agnès Petit" in client.get(url).content.decode()
    Person.objects.filter(pk=town.persons["agent"].pk).update(department=None)


def test_members_are_searched_changed_and_sent_away(town: Town) -> None:
    client = browser(town, "manager")
    url = f"/espaces/{town.space.pk}/membres/"
    found = client.get(f"{url}?q=agnes", headers=HX).content.decode()
    assert "Agnès Petit" in found
    assert "Chloé Roux" not in found
    membership = Membership.objects.get(party_id=town.persons["agent"].pk)
    client.post(f"{url}{membership.pk}/", {"role": "10", "ends_on": ""})
    membership.refresh_from_db()
    assert membership.role == Role.READER
    past = client.post(f"{url}{membership.pk}/", {"role": "10", "ends_on": "2020-01-01"})
    assert past.status_code == 422
    client.post(f"{url}{membership.pk}/retirer/")
    assert browser(town, "agent").get(f"/espaces/{town.space.pk}/").status_code == 404


@pytest.mark.parametrize("persona", ["agent", "councillor", "mayor", "partner"])
def test_only_managers_bring_in_and_send_away(town: Town, persona: str) -> None:
    client = browser(town, persona)
    url = f"/espaces/{town.space.pk}/membres/"
    membership = Membership.objects.get(party_id=town.persons["manager"].pk)
    assert client.get(f"{url}inviter/").status_code == 403
    assert client.get(f"{url}{membership.pk}/").status_code == 403
    assert client.post(f"{url}{membership.pk}/retirer/").status_code == 403
    assert client.post(f"{url}{membership.pk}/renvoyer/").status_code == 403
    assert "/inviter/" not in client.get(url).content.decode()


# Guests


def test_partners_are_invited_by_mail_with_an_end_and_may_be_sent_away(town: Town) -> None:
    client = browser(town, "manager")
    until = timezone.localdate() + timedelta(days=30)
    response = client.post(
        f"/espaces/{town.space.pk}/membres/inviter/",
        {
            "who": "outside",
            "emails": "Banque des Territoires <bdt@caisse.test>, ddt@etat.test\n",
            "role": "20",
            "ends_on": until.isoformat(),
            "message": "Bienvenue",
        },
    )
    assert response.status_code == 302
    deliver_all()
    assert {one.to[0] for one in mail.outbox} == {"bdt@caisse.test", "ddt@etat.test"}
    guest = Person.objects.get(email="bdt@caisse.test")
    assert (guest.role, guest.ends_on) == (OrganisationRole.GUEST, until)
    membership = Membership.objects.get(party_id=guest.pk)
    assert (membership.role, membership.ends_on) == (Role.COMMENTER, until)
    url = f"/espaces/{town.space.pk}/membres/"
    assert "Banque des Territoires" in client.get(url).content.decode()
    mail.outbox.clear()
    client.post(f"{url}{membership.pk}/renvoyer/")
    deliver_all()
    assert [one.to for one in mail.outbox] == [["bdt@caisse.test"]]
    client.post(f"{url}{membership.pk}/retirer/")
    assert not Membership.objects.filter(party_id=guest.pk).exists()


def test_wrong_addresses_are_named_and_nobody_is_invited(town: Town) -> None:
    before = Person.objects.count()
    response = browser(town, "manager").post(
        f"/espaces/{town.space.pk}/membres/inviter/",
        {"who": "outside", "emails": "a@b.fr, pas-une-adresse", "role": "20"},
    )
    assert response.status_code == 422
    assert "pas-une-adresse" in response.content.decode()
    assert Person.objects.count() == before
    with pytest.raises(InvalidError):
        guests.read_addresses(" , ;\n")


@pytest.mark.parametrize("persona", ["agent", "councillor", "mayor", "partner", "stranger"])
def test_only_managers_invite_partners(town: Town, persona: str) -> None:
    with pytest.raises((RefusedError, NotFoundError)):
        guests.invite_guests(
            actor=town.actor(persona),
            workspace_id=town.space.pk,
            addresses=guests.read_addresses("x@y.fr"),
            role=Role.READER,
        )
    assert not Person.objects.filter(email="x@y.fr").exists()


def test_partner_past_the_end_sees_nothing_and_holds_nothing(town: Town) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    partner = town.persons["partner"]
    Membership.objects.filter(party_id=partner.pk).update(ends_on=yesterday)
    assert not access.visible_items(town.actor("partner")).exists()
    assert not holders.parties_in_space(town.space.pk).filter(pk=partner.pk).exists()
    assert browser(town, "partner").get(f"/espaces/{town.space.pk}/").status_code == 404
    page = browser(town, "agent").get(f"/espaces/{town.space.pk}/membres/").content.decode()
    assert "Paule Archi" not in page


def test_manager_finds_whose_access_ended_and_extends_it(town: Town) -> None:
    partner, yesterday = town.persons["partner"], timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(party_id=partner.pk).update(ends_on=yesterday)
    membership = Membership.objects.get(party_id=partner.pk)
    manager = browser(town, "manager")
    page = manager.get(f"/espaces/{town.space.pk}/membres/").content.decode()
    change = f"/espaces/{town.space.pk}/membres/{membership.pk}/"
    assert "Paule Archi" in page.partition("Accès terminés")[2]
    assert change in page
    form = manager.get(change)
    assert "Cet accès a pris fin le" in form.content.decode()
    ends_on = form.context["form"].initial["ends_on"]
    assert ends_on > timezone.localdate()
    manager.post(change, {"role": membership.role, "ends_on": ends_on.isoformat()})
    assert browser(town, "partner").get(f"/espaces/{town.space.pk}/").status_code == 200


def test_partner_whose_days_in_the_town_are_over_does_not_come_in(town: Town) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    client = browser(town, "partner")
    Person.objects.filter(pk=town.persons["partner"].pk).update(ends_on=yesterday)
    assert client.get(f"/espaces/{town.space.pk}/").status_code == 403


# Settings


def settings_form(space: Workspace, **changes: object) -> dict[str, object]:
    form = {
        "version": space.item.version,
        "title": space.item.title,
        "colour": space.colour,
        "openness": space.openness,
        "default_role": space.default_role,
    }
    return {**form, **changes}


def test_settings_are_saved_and_a_second_saver_sees_the_difference(town: Town) -> None:
    client = browser(town, "manager")
    url = f"/espaces/{town.space.pk}/reglages/"
    assert client.get(url).status_code == 200
    space = Workspace.objects.select_related("item").get(pk=town.space.pk)
    stale = settings_form(space, title="Le mien")
    assert client.post(url, settings_form(space, title="Halle", colour="plum")).status_code == 302
    response = client.post(url, stale)
    assert response.status_code == 422
    page = response.content.decode()
    assert 'value="Le mien"' in page
    assert "<dd>Halle</dd>" in page
    assert "<dd>Prune</dd>" in page
    space = Workspace.objects.select_related("item").get(pk=town.space.pk)
    assert (space.item.title, space.colour, space.tools[0]) == ("Halle", "plum", "timeline")


def test_space_is_archived_and_reopened_on_its_page(town: Town) -> None:
    client = browser(town, "manager")
    url = f"/espaces/{town.space.pk}/"
    client.post(f"{url}archiver/")
    assert "archivé" in client.get(url).content.decode()
    assert client.get(f"{url}reglages/").status_code == 200
    client.post(f"{url}rouvrir/")
    town.space.refresh_from_db()
    assert town.space.state == WorkspaceState.ACTIVE


@pytest.mark.parametrize("persona", ["agent", "partner", "mayor"])
def test_settings_are_for_managers(town: Town, persona: str) -> None:
    client = browser(town, persona)
    assert client.get(f"/espaces/{town.space.pk}/reglages/").status_code == 403
    assert client.post(f"/espaces/{town.space.pk}/archiver/").status_code == 403


# All spaces, for administrators


@pytest.mark.parametrize("persona", ["manager", "agent", "partner"])
def test_all_spaces_are_for_administrators(town: Town, persona: str) -> None:
    assert browser(town, persona).get("/administration/espaces/").status_code == 403
    assert browser(town, persona).get(f"/espaces/{town.space.pk}/entrer/").status_code == 403


def test_administrator_sees_that_a_space_is_then_enters_with_a_reason(
    town: Town, django_assert_max_num_queries: object
) -> None:
    Workspace.objects.filter(pk=town.space.pk).update(openness=Openness.SECRET)
    client = browser(town, "admin")
    url = f"/espaces/{town.space.pk}/"
    with django_assert_max_num_queries(LIMIT):
        assert "Rénovation" in client.get("/administration/espaces/").content.decode()
    assert client.get(url).status_code == 404
    assert client.post(f"{url}entrer/", {"word": ""}).status_code == 422
    assert client.post(f"{url}entrer/", {"word": "Panne"}).status_code == 302
    assert "Panne" in browser(town, "agent").get(url).content.decode()
    assert client.get(url).status_code == 200
