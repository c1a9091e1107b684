"""The pages of the ball: who sees what, one tap, with and without htmx, in few queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.town import Town

from parvis.apps.directory.models import Absence
from parvis.apps.directory.services import rebuild_party_users
from parvis.apps.workspaces import selectors
from parvis.apps.workspaces.enums import WaitingAction, WaitingState
from parvis.apps.workspaces.models import Item, Waiting
from parvis.apps.workspaces.services import items
from parvis.apps.workspaces.services import waiting as balls

READERS = {"manager", "agent", "councillor", "mayor", "partner"}
HTMX = {"HX-Request": "true"}


def _client(town: Town, persona: str) -> Client:
    client = Client()
    client.force_login(town.user(persona))
    return client


def _ask(town: Town, to: str = "councillor", **values: Any) -> Waiting:
    return balls.ask(
        actor=town.actor("agent"), item_id=town.space.pk, party_id=town.persons[to].pk, **values
    )


def _folder(town: Town, title: str = "Devis") -> Item:
    return items.create_item(
        actor=town.actor("agent"), kind="workspaces.space", parent_id=town.space.pk, title=title
    )


def _page(client: Client, name: str = "workspaces:balls", *args: Any, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_my_page_says_by_which_way_the_ball_is_mine(town: Town) -> None:
    today = timezone.localdate()
    _ask(town)
    balls.ask(actor=town.actor("agent"), item_id=town.space.pk, party_id=town.function.pk)
    page = _page(_client(town, "councillor"))
    assert "En votre nom" in page
    assert "Pour vos services et fonctions" in page
    assert "2 choses vous attendent" in page
    Absence.objects.create(
        person=town.persons["councillor"],
        stand_in=town.persons["mayor"],
        starts_on=today,
        ends_on=today,
    )
    rebuild_party_users(organisation_id=town.organisation.pk)
    page = _page(_client(town, "mayor"))
    assert "En l’absence de collègues" in page
    assert "en l’absence de Chloé Roux" in page


@pytest.mark.parametrize("persona", [*sorted(READERS), "admin", "stranger", "outsider"])
def test_town_view_shows_what_one_may_see(town: Town, persona: str) -> None:
    hold = _ask(town)
    page = _page(_client(town, persona), vue="ville")
    assert (f"ball-{hold.pk}" in page) == (persona in READERS)


def test_what_was_asked_of_many_takes_one_row(town: Town) -> None:
    for persona in ("mayor", "councillor", "manager", "partner"):
        _ask(town, persona, action=WaitingAction.READ)
    _ask(town, "mayor", action=WaitingAction.DECIDE)
    client = _client(town, "agent")
    page = _page(client, vue="attente")
    assert page.count('id="ball-') == 2
    assert page.count("et 3 autres") == 1
    assert _page(client, vue="ville").count('id="ball-') == 5
    late = Waiting.objects.get(party=town.persons["partner"].party)
    Waiting.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    page = _page(client, vue="attente", retard="1")
    assert page.count('id="ball-') == 1
    assert f"ball-{late.pk}" in page


def test_filters_keep_what_was_asked_for(town: Town) -> None:
    late, soon = _ask(town), _ask(town, "mayor")
    Waiting.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=3))
    client = _client(town, "manager")
    page = _page(client, vue="ville", retard="1")
    assert (f"ball-{late.pk}" in page, f"ball-{soon.pk}" in page) == (True, False)
    assert "3 jours" in page
    page = _page(client, vue="ville", qui=str(town.persons["mayor"].pk), par="espace")
    assert (f"ball-{late.pk}" in page, f"ball-{soon.pk}" in page) == (False, True)
    page = _page(client, vue="ville", qui=str(town.department.pk))
    assert "Rien ne répond à ces filtres" in page
    assert _page(client, vue="ville", qui="rien", espace="%00", page="x")


def test_one_tap_answers_without_leaving_the_list(town: Town) -> None:
    hold = _ask(town, action=WaitingAction.REVIEW)
    response = _client(town, "councillor").post(
        reverse("workspaces:ball_answer", args=[hold.pk]),
        {"reply": "yes", "view": "row"},
        headers=HTMX,
    )
    hold.refresh_from_db()
    assert response.status_code == 200
    assert (hold.state, hold.answer) == (WaitingState.ANSWERED, "Avis favorable.")
    assert b"<html" not in response.content
    assert f'id="ball-{hold.pk}"' in response.content.decode()
    assert "Rien ne vous attend" in response.content.decode()
    assert "toast" in response.headers["HX-Trigger"]
    assert 'id="tab-asked" hx-swap-oob="true" hidden>0<' in response.content.decode()


def test_one_tap_works_without_javascript_and_comes_back(town: Town) -> None:
    hold = _ask(town, action=WaitingAction.DO)
    client = _client(town, "councillor")
    response = client.post(
        reverse("workspaces:ball_answer", args=[hold.pk]),
        {"reply": "done", "view": "row", "next": "/balle/?vue=moi"},
    )
    hold.refresh_from_db()
    assert hold.state == WaitingState.CLOSED
    assert response.headers["Location"] == "/balle/?vue=moi"
    response = client.post(
        reverse("workspaces:ball_answer", args=[_ask(town).pk]),
        {"text": "Oui", "next": "https://ailleurs.test/"},
    )
    assert response.headers["Location"] == reverse("workspaces:item", args=[town.space.pk])


def test_empty_answer_says_so_and_changes_nothing(town: Town) -> None:
    hold = _ask(town)
    response = _client(town, "councillor").post(
        reverse("workspaces:ball_answer", args=[hold.pk]),
        {"text": " ", "view": "row"},
        headers=HTMX,
    )
    hold.refresh_from_db()
    assert (response.status_code, hold.state) == (422, WaitingState.OPEN)
    assert "Écrivez votre réponse" in response.content.decode()


ACTS = ["ball_answer", "ball_pass", "ball_take_back", "ball_close", "ball_remind"]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("persona", ["stranger", "outsider", "admin", "mayor"])
def test_others_are_refused_and_nothing_changes(town: Town, persona: str, act: str) -> None:
    hold = _ask(town)
    response = _client(town, persona).post(
        reverse(f"workspaces:{act}", args=[hold.pk]),
        {"text": "Oui", "party": str(town.persons["agent"].pk)},
    )
    hold.refresh_from_db()
    assert response.status_code == (403 if persona == "mayor" else 404)
    assert (hold.state, hold.reminded_at) == (WaitingState.OPEN, None)


def test_reminder_goes_once_a_day(town: Town) -> None:
    hold = _ask(town)
    url = reverse("workspaces:ball_remind", args=[hold.pk])
    client = _client(town, "agent")
    assert client.post(url, {"view": "row"}, headers=HTMX).status_code == 200
    assert client.post(url).status_code == 409
    Waiting.objects.filter(pk=hold.pk).update(reminded_at=timezone.now() - timedelta(hours=25))
    assert client.post(url).status_code == 302


def test_asking_from_the_page_of_an_item(town: Town) -> None:
    item = _folder(town)
    url = reverse("workspaces:ball_ask", args=[item.pk])
    client = _client(town, "agent")
    assert client.post(url, {}, headers=HTMX).status_code == 422
    friday = timezone.localdate() + timedelta(days=8)
    response = client.post(
        url,
        {
            "party": str(town.persons["mayor"].pk),
            "action": "decide",
            "due": friday.isoformat(),
            "message": "Le lot 2 ?",
        },
        headers=HTMX,
    )
    hold = Waiting.objects.get(item=item)
    assert response.status_code == 200
    assert (hold.due_on, hold.action, hold.message) == (friday, "decide", "Le lot 2 ?")
    assert "Maud Lefèvre" in response.content.decode()


def test_asking_by_typed_name_without_javascript(town: Town) -> None:
    item = _folder(town)
    response = _client(town, "agent").post(
        reverse("workspaces:ball_ask", args=[item.pk]),
        {"party_text": "maud", "action": "read", "due": "other", "due_on": ""},
    )
    assert response.status_code == 422
    assert "Choisissez la date" in response.content.decode()
    response = _client(town, "agent").post(
        reverse("workspaces:ball_ask", args=[item.pk]), {"party_text": "maud", "action": "read"}
    )
    assert response.status_code == 302
    assert Waiting.objects.get(item=item).party_id == town.persons["mayor"].pk


def test_passing_on_opens_a_dialog_then_moves_the_ball(town: Town) -> None:
    hold = _ask(town)
    client = _client(town, "councillor")
    url = reverse("workspaces:ball_pass", args=[hold.pk])
    form = client.get(url, headers={**HTMX, "HX-Target": "dialog#dialog"})
    assert b"<html" not in form.content
    response = client.post(url, {"party": str(town.persons["mayor"].pk), "next": "/balle/"})
    assert response.headers["Location"] == "/balle/"
    assert selectors.waits_for(town.actor("mayor")).count() == 1


@pytest.mark.parametrize(("view", "place"), [("row", "#ball-{}"), ("", "#waiting")])
def test_what_is_passed_on_is_shown_again_behind_the_dialog(
    town: Town, view: str, place: str
) -> None:
    hold = _ask(town)
    client = _client(town, "councillor")
    url = reverse("workspaces:ball_pass", args=[hold.pk])
    sent = {"party": str(town.persons["mayor"].pk), "view": view}
    response = client.post(url, sent, headers={**HTMX, "HX-Target": "dialog#dialog"})
    assert response.headers["HX-Retarget"] == place.format(hold.pk)
    assert "close-dialog" in response.headers["HX-Trigger"]
    assert 'hx-swap-oob="true"' in response.content.decode()


def test_history_of_holds_says_who_had_it_and_how_long(town: Town) -> None:
    item = _folder(town)
    hold = balls.ask(
        actor=town.actor("agent"), item_id=item.pk, party_id=town.persons["councillor"].pk
    )
    Waiting.objects.filter(pk=hold.pk).update(since=timezone.now() - timedelta(days=3, hours=2))
    balls.answer(actor=town.actor("councillor"), waiting_id=hold.pk, text="D’accord pour moi.")
    page = _page(_client(town, "agent"), "workspaces:ball_panel", item.pk)
    assert "3 jours" in page
    assert "D’accord pour moi." in page


@pytest.mark.parametrize("name", ["workspaces:waiting", "workspaces:space"])
@pytest.mark.parametrize("persona", [*sorted(READERS), "stranger", "outsider"])
def test_pages_of_the_space_are_for_its_readers(town: Town, name: str, persona: str) -> None:
    _ask(town)
    response = _client(town, persona).get(reverse(name, args=[town.space.pk]))
    is_led_to_the_door = (name, persona) == ("workspaces:space", "stranger")
    outside = 302 if is_led_to_the_door else 404
    assert response.status_code == (200 if persona in READERS else outside)


def _hold(town: Town, number: int, holder: str) -> None:
    Waiting.objects.create(
        organisation=town.organisation,
        workspace=town.space,
        item=_folder(town, f"Pièce {number}"),
        party_id=town.persons[holder].pk,
        asked_by_id=town.persons["agent"].pk,
        since=timezone.now(),
    )


@pytest.mark.parametrize("view", ["moi", "attente", "ville"])
def test_queries_do_not_grow_with_holds(town: Town, view: str) -> None:
    client = _client(town, "agent" if view == "attente" else "councillor")
    measured, made = set(), 0
    for count in (1, 3, 200):
        for number in range(made, count):
            _hold(town, number, "mayor" if view == "ville" else "councillor")
        made = count
        _page(client, vue=view)
        with CaptureQueriesContext(connection) as queries:
            _page(client, vue=view)
        measured.add(len(queries))
    assert len(measured) == 1
    assert measured.pop() <= 15


@pytest.mark.parametrize(("persona", "sees"), [("agent", True), ("stranger", False)])
def test_profile_shows_what_is_in_their_hands_to_those_who_may_see(
    town: Town, persona: str, sees: bool
) -> None:
    hold = _ask(town, "mayor")
    page = _page(_client(town, persona), "directory:party", town.persons["mayor"].pk)
    assert (f"ball-{hold.pk}" in page) == sees


def test_answer_given_on_the_page_of_a_thing_empties_the_rail_and_stays_in_sight(
    town: Town,
) -> None:
    hold = _ask(town)
    client = _client(town, "councillor")
    address = reverse("workspaces:ball_answer", args=[hold.pk])
    form = {"view": "panel", "text": "Oui, tout est juste."}
    panel = client.post(address, form, headers=HTMX).content.decode()
    assert 'id="rail-count-waiting" hx-swap-oob="true" hidden>0<' in panel
    before_past, _mark, _past = panel.partition("waiting-past")
    assert "Oui, tout est juste." in before_past
