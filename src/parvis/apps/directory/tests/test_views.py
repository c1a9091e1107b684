from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.town import Town

from parvis.apps.directory import services
from parvis.apps.directory.models import Absence, Delegation, Department, Function, Party, Person
from parvis.kernel.actors import Actor, system_actor
from parvis.kernel.errors import RefusedError

FRAGMENT = {"HX-Request": "true", "HX-Target": "div#results"}
DIALOG = {"HX-Request": "true", "HX-Target": "dialog#dialog"}


def browser(town: Town, persona: str) -> Client:
    client = Client()
    client.force_login(town.user(persona))
    return client


def party_url(party_id: object) -> str:
    return reverse("directory:party", args=[party_id])


def test_directory_lists_everybody_with_how_to_reach_them(town: Town) -> None:
    Person.objects.filter(pk=town.persons["agent"].pk).update(phone="0344000001")
    page = browser(town, "stranger").get("/annuaire/").content.decode()
    assert "<h1>Annuaire</h1>" in page
    assert "Agnès Petit" in page
    assert 'href="tel:0344000001"' in page
    assert "03\u00a044\u00a000\u00a000\u00a001" in page
    assert "Omar Blanc" not in page


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("q=petit+agn", "Agnès Petit", "Maud"),
        ("q=urbanisme&kind=department", "Urbanisme", "Agnès"),
        ("kind=function", "Adjointe à l’urbanisme", "Agnès"),
        ("who=partners", "Paule Archi", "Agnès"),
        ("who=agents", "Agnès Petit", "Paule"),
        ("q=adjointe", "Chloé Roux", "Maud"),
        ("q=%27%22+OR+1", "Aucune", "Maud"),
        ("page=999", "Agnès Petit", "Omar"),
        ("department=nonsense&kind=x&who=y&page=z", "Agnès Petit", "Omar"),
    ],
)
def test_search_answers_with_the_list_alone(
    town: Town, query: str, there: str, absent: str
) -> None:
    answer = browser(town, "mayor").get(f"/annuaire/?{query}", headers=FRAGMENT)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    if there != "Aucune":
        assert there in page
    assert absent not in page


def test_search_finds_a_telephone_however_it_is_typed(town: Town) -> None:
    agent = town.persons["agent"]
    services.change_own_card(
        actor=town.actor("agent"),
        person_id=agent.pk,
        phone="+33 3 44 00 11 22",
        mobile="",
        office="",
        in_charge_of="Permis de construire",
    )
    client = browser(town, "mayor")
    for words in ["0344001122", "03 44 00 11", "+33 3 44", "permis construire", "PERMIS"]:
        page = client.get("/annuaire/", {"q": words}, headers=FRAGMENT).content.decode()
        assert "Agnès Petit" in page, words
        assert "Maud" not in page, words


def test_department_filter_takes_what_is_below(town: Town) -> None:
    below = services.add_department(actor=town.system, name="Permis", parent_id=town.department.pk)
    Person.objects.filter(pk=town.persons["mayor"].pk).update(department=below)
    page = browser(town, "agent").get(f"/annuaire/?department={town.department.pk}&kind=person")
    assert "Maud Lefèvre" in page.content.decode()
    assert "Serge" not in page.content.decode()


def test_guest_sees_only_who_is_in_their_spaces(town: Town) -> None:
    client = browser(town, "partner")
    page = client.get("/annuaire/").content.decode()
    assert "Maud Lefèvre" in page
    assert "Serge Moreau" not in page
    assert client.get(party_url(town.persons["mayor"].pk)).status_code == 200
    assert client.get(party_url(town.persons["stranger"].pk)).status_code == 404
    assert client.get("/annuaire/organigramme/").status_code == 403
    assert client.get("/annuaire/exporter/csv/").status_code == 403


def test_guest_does_not_see_mobiles(town: Town) -> None:
    Person.objects.filter(pk=town.persons["mayor"].pk).update(mobile="0601020304")
    url = party_url(town.persons["mayor"].pk)
    assert "tel:0601020304" in browser(town, "agent").get(url).content.decode()


def test_guest_reads_of_no_group_or_department_that_they_do_not_meet(town: Town) -> None:
    mayor = town.persons["mayor"].pk
    services.set_group_members(actor=town.system, group_id=town.group.pk, person_ids=[mayor])
    assert "Comité de pilotage" in browser(town, "agent").get(party_url(mayor)).content.decode()
    partner = browser(town, "partner")
    assert "Comité de pilotage" not in partner.get(party_url(mayor)).content.decode()
    assert str(town.department.pk) not in partner.get("/annuaire/").content.decode()
    with pytest.raises(RefusedError):
        services.declare_absence(
            actor=town.actor("partner"),
            person_id=town.persons["partner"].pk,
            starts_on=timezone.localdate(),
            ends_on=timezone.localdate(),
        )


def test_profile_says_until_when_and_whom_to_turn_to(town: Town) -> None:
    today = timezone.localdate()
    services.declare_absence(
        actor=town.actor("agent"),
        person_id=town.persons["agent"].pk,
        starts_on=today,
        ends_on=today + timedelta(days=9),
        stand_in_id=town.persons["stranger"].pk,
    )
    page = browser(town, "mayor").get(party_url(town.persons["agent"].pk)).content.decode()
    assert "Absence jusqu’au" in page
    assert "s’adresser à" in page
    assert "Serge Moreau" in page
    listed = browser(town, "mayor").get("/annuaire/?q=agnes").content.decode()
    assert "Absence jusqu’au" in listed


@pytest.mark.parametrize("what", ["person", "department", "group", "function"])
def test_every_kind_has_its_page(town: Town, what: str) -> None:
    pk = {
        "person": town.persons["councillor"].pk,
        "department": town.department.pk,
        "group": town.group.pk,
        "function": town.function.pk,
    }[what]
    for persona in ["admin", "agent"]:
        answer = browser(town, persona).get(party_url(pk))
        assert answer.status_code == 200
        assert "<c-" not in answer.content.decode()
    assert browser(town, "outsider").get(party_url(pk)).status_code == 404


def test_person_changes_their_own_card_and_no_other(town: Town) -> None:
    client = browser(town, "agent")
    own, other = town.persons["agent"].pk, town.persons["mayor"].pk
    page = client.get(f"/annuaire/{own}/modifier/").content.decode()
    assert "family_name" not in page
    sent = {"phone": "03 44 00 00 09", "in_charge_of": "Marchés", "is_elected": "1"}
    assert client.post(f"/annuaire/{own}/modifier/", sent).status_code == 302
    person = Person.objects.get(pk=own)
    assert (person.phone, person.in_charge_of, person.is_elected) == (
        "03 44 00 00 09",
        "Marchés",
        False,
    )
    assert client.get(f"/annuaire/{other}/modifier/").status_code == 403
    assert client.post(f"/annuaire/{other}/modifier/", sent).status_code == 403


def test_manager_adds_and_changes_everything(town: Town) -> None:
    client = browser(town, "manager")
    sent = {"name": "Voirie", "parent_text": "urbanisme", "head_text": "serge"}
    answer = client.post("/annuaire/nouveau/department/", sent)
    department = Department.objects.get(party__name="Voirie")
    assert answer.headers["Location"] == party_url(department.pk)
    assert department.parent_id == town.department.pk
    sent = {"given_name": "Zoé", "family_name": "Petit", "department": str(department.pk)}
    assert client.post("/annuaire/nouveau/person/", sent).status_code == 302
    zoe = Person.objects.get(given_name="Zoé")
    assert zoe.department_id == department.pk
    sent |= {"given_name": "Zoë", "email": "pas une adresse"}
    answer = client.post(f"/annuaire/{zoe.pk}/modifier/", sent)
    assert answer.status_code == 422
    assert "nom@ville.fr" in answer.content.decode()
    assert 'value="Zoë"' in answer.content.decode()
    sent["email"] = "zoe@ville.test"
    assert client.post(f"/annuaire/{zoe.pk}/modifier/", sent).status_code == 302
    assert client.post("/annuaire/nouveau/group/", {"name": "Halle"}).status_code == 302
    sent = {"name": "Régisseur", "holder": str(zoe.pk), "fallback": str(department.pk)}
    assert client.post("/annuaire/nouveau/function/", sent).status_code == 302
    desk = Function.objects.get(party__name="Régisseur")
    url = f"/annuaire/{desk.pk}/titulaire/"
    assert client.get(url, headers=DIALOG).status_code == 200
    answer = client.post(url, {"holder_text": "serge"}, headers=DIALOG)
    assert answer.headers["HX-Redirect"] == party_url(desk.pk)
    page = client.get(party_url(desk.pk)).content.decode()
    assert "a succédé à Zoë Petit" in page


def test_cycle_is_refused_with_the_way_shown(town: Town) -> None:
    client = browser(town, "manager")
    low = services.add_department(actor=town.system, name="Voirie", parent_id=town.department.pk)
    sent = {"name": "Urbanisme", "parent": str(low.pk)}
    answer = client.post(f"/annuaire/{town.department.pk}/modifier/", sent)
    assert answer.status_code == 422
    assert "Urbanisme › Voirie › Urbanisme" in answer.content.decode()


def test_members_absences_delegations_and_leaving_by_their_forms(town: Town) -> None:
    client = browser(town, "manager")
    councillor = town.persons["councillor"].pk
    Person.objects.filter(pk=councillor).update(is_elected=True)
    url = f"/annuaire/{town.group.pk}/membres/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"members": [str(councillor)]}).status_code == 302
    assert "Chloé Roux" in client.get(party_url(town.group.pk)).content.decode()
    sent = {"subject": "Urbanisme", "order_reference": "2026-12", "starts_on": "2026-04-01"}
    answer = client.post(f"/annuaire/{councillor}/delegation/", sent, headers=DIALOG)
    assert answer.status_code == 204
    one = Delegation.objects.get()
    assert "2026-12" in client.get(party_url(councillor)).content.decode()
    sent["ends_on"] = "2026-03-01"
    answer = client.post(f"/annuaire/delegations/{one.pk}/", sent, headers=DIALOG)
    assert answer.status_code == 422
    assert client.post(f"/annuaire/delegations/{one.pk}/supprimer/").status_code == 302
    today = timezone.localdate().isoformat()
    sent = {"starts_on": today, "ends_on": today, "stand_in_text": "serge"}
    assert client.post(f"/annuaire/{councillor}/absence/", sent).status_code == 302
    assert client.post(f"/annuaire/{councillor}/absence/", sent).status_code == 422
    away = Absence.objects.get()
    assert client.post(f"/annuaire/absences/{away.pk}/retirer/").status_code == 302
    page = client.get(f"/annuaire/{councillor}/depart/").content.decode()
    assert "Adjointe à l’urbanisme" in page
    sent = {str(town.function.pk): str(town.persons["stranger"].pk)}
    assert client.post(f"/annuaire/{councillor}/depart/", sent).status_code == 302
    town.function.refresh_from_db()
    assert town.function.holder_id == town.persons["stranger"].pk
    assert "Départ le" in client.get(party_url(councillor)).content.decode()
    assert "Chloé" not in client.get("/annuaire/").content.decode()
    assert "Chloé" in client.get("/annuaire/?who=left").content.decode()
    assert client.post(f"/annuaire/{councillor}/retour/").status_code == 302
    assert not Party.objects.get(pk=councillor).has_left


def test_chart_draws_both_sides(town: Town) -> None:
    Function.objects.update(is_elected=True)
    services.add_department(actor=town.system, name="Permis", parent_id=town.department.pk)
    page = browser(town, "agent").get("/annuaire/organigramme/").content.decode()
    assert page.index("Élus") < page.index("Administration")
    assert "Adjointe à l’urbanisme" in page
    assert "Chloé Roux" in page
    assert "Permis" in page
    assert "Paule Archi" not in page


def test_empty_directory_says_what_it_is_for(town: Town) -> None:
    page = browser(town, "outsider").get("/annuaire/?kind=group").content.decode()
    assert "Personne ne répond" in page
    Party.objects.filter(organisation=town.other).update(kind="group")
    page = browser(town, "outsider").get("/annuaire/organigramme/").content.decode()
    assert "<h1>Organigramme</h1>" in page


def test_export_holds_what_is_shown_and_no_formula(town: Town) -> None:
    services.change_own_card(
        actor=town.actor("agent"),
        person_id=town.persons["agent"].pk,
        phone="+33 3 44 00 00 01",
        mobile="",
        office="-1",
        in_charge_of='=HYPERLINK("http://x")',
    )
    client = browser(town, "mayor")
    data = client.get("/annuaire/exporter/csv/?q=agnes").content.decode("utf-8-sig")
    assert data.splitlines()[0].startswith("Nom;Prénom;Courriel")
    assert data.count("\r\n") == 2
    assert "'=HYPERLINK" in data
    assert "'-1" in data
    assert ";+33 3 44 00 00 01;" in data
    assert client.get("/annuaire/exporter/xlsx/").content[:2] == b"PK"
    assert client.get("/annuaire/exporter/pdf/").status_code == 404
    assert client.get("/annuaire/importer/modele/csv/").status_code == 403


@pytest.mark.parametrize("count", [1, 3, 200])
@pytest.mark.parametrize("url", ["/annuaire/", "/annuaire/organigramme/", "group", "department"])
def test_pages_ask_the_same_of_the_database(
    town: Town, count: int, url: str, django_assert_max_num_queries: object
) -> None:
    parties = Party.objects.bulk_create(
        Party(
            organisation=town.other,
            kind="person",
            name=f"Personne {number}",
            sort_name=f"personne {number}",
            search_text=f"personne {number}",
        )
        for number in range(count)
    )
    department = services.add_department(actor=_system(town), name="Tous")
    group = services.add_group(actor=_system(town), name="Tous")
    Person.objects.bulk_create(
        Person(
            party=party,
            organisation=town.other,
            given_name="Personne",
            family_name=str(number),
            department=department,
            phone="0344000000",
        )
        for number, party in enumerate(parties)
    )
    group.members.model.objects.bulk_create(
        group.members.model(group=group, person_id=party.pk) for party in parties
    )
    name, url = (
        url,
        {"group": party_url(group.pk), "department": party_url(department.pk)}.get(url, url),
    )
    client = browser(town, "outsider")
    with django_assert_max_num_queries(15) as taken:  # type: ignore[operator]
        assert client.get(url).status_code == 200
    assert len(taken) == QUERIES.setdefault(name, len(taken))


QUERIES: dict[str, int] = {}


def _system(town: Town) -> Actor:
    return system_actor("tests", organisation_id=town.other.pk)


@pytest.mark.parametrize("what", ["person", "function", "department", "group"])
def test_profile_stays_within_its_queries(
    town: Town, what: str, django_assert_max_num_queries: object
) -> None:
    pk = {
        "person": town.persons["councillor"].pk,
        "function": town.function.pk,
        "department": town.department.pk,
        "group": town.group.pk,
    }[what]
    client = browser(town, "manager")
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        assert client.get(party_url(pk)).status_code == 200
