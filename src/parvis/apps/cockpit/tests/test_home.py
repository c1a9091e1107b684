"""The home page: each persona's words and blocks, in few queries, empty or full."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.town import Town

from parvis.apps.cockpit.models import Visit
from parvis.apps.directory.models import Department, Person
from parvis.apps.workspaces.models import Waiting
from parvis.apps.workspaces.services import items
from parvis.apps.workspaces.services import waiting as balls
from parvis.kernel.models import Event


def _client(town: Town, persona: str) -> Client:
    client = Client()
    client.force_login(town.user(persona))
    return client


def _home(town: Town, persona: str) -> Any:
    response = _client(town, persona).get("/")
    assert response.status_code == 200
    return response


def _ask(town: Town, to: str, *, late: int = 0, **values: Any) -> Waiting:
    hold = balls.ask(
        actor=town.actor("agent"), item_id=town.space.pk, party_id=town.persons[to].pk, **values
    )
    if late:
        day = timezone.localdate() - timedelta(days=late)
        Waiting.objects.filter(pk=hold.pk).update(due_on=day)
    return hold


def test_words_come_first(town: Town) -> None:
    _ask(town, "mayor")
    _ask(town, "mayor", late=3)
    page = _home(town, "mayor").content.decode()
    assert "2 choses vous attendent, dont 1 en retard" in page
    assert "Bonjour Maud" in page
    assert "vous attendez 2 réponses" in _home(town, "agent").content.decode()
    assert "Rien ne vous attend" in _home(town, "stranger").content.decode()


def test_elected_official_has_cards_and_sees_who_has_what(town: Town) -> None:
    Person.objects.filter(pk=town.persons["mayor"].pk).update(is_elected=True)
    mine, other = _ask(town, "mayor", action="decide"), _ask(town, "councillor")
    response = _home(town, "mayor")
    page = response.content.decode()
    assert [ball.pk for ball in response.context["cards"]] == [mine.pk]
    assert [ball.pk for ball in response.context["others"]] == [other.pk]
    assert "Qui a quoi" in page
    assert 'name="reply" value="yes"' in page


def test_manager_sees_the_late_of_the_town_and_a_head_those_of_the_team(town: Town) -> None:
    late, _soon = _ask(town, "councillor", late=2), _ask(town, "partner")
    late_agent = balls.ask(
        actor=town.actor("manager"), item_id=town.space.pk, party_id=town.persons["agent"].pk
    )
    Waiting.objects.filter(pk=late_agent.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    Department.objects.filter(pk=town.department.pk).update(head=town.persons["councillor"])
    assert [ball.pk for ball in _home(town, "manager").context["late"]] == [late.pk]
    assert [ball.pk for ball in _home(town, "councillor").context["late"]] == [late_agent.pk]
    assert "late" not in _home(town, "partner").context


@pytest.mark.parametrize("persona", ["admin", "stranger", "outsider"])
def test_who_is_not_in_the_space_sees_nothing_of_it(town: Town, persona: str) -> None:
    _ask(town, "mayor", late=2)
    page = _home(town, persona).content.decode()
    assert "Maud Lefèvre" not in page.replace(f"Compte de {town.actor(persona).name}", "")
    assert "Rénovation de la halle" not in page


def test_first_steps_are_each_persona_s_own_and_can_be_put_away(town: Town) -> None:
    assert "Inviter un partenaire" not in _home(town, "partner").content.decode()
    assert "Ajouter un document" in _home(town, "partner").content.decode()
    Person.objects.filter(pk=town.persons["partner"].pk).update(family_name="")
    assert "Dire qui vous êtes" in _home(town, "partner").content.decode()
    client = _client(town, "outsider")
    assert "Ouvrir un premier espace" in client.get("/").content.decode()
    client.post("/accueil/premiers-pas/")
    assert "Ouvrir un premier espace" not in client.get("/").content.decode()


def test_what_moved_since_the_last_visit_is_said(town: Town) -> None:
    client = _client(town, "mayor")
    client.get("/")
    Visit.objects.update(seen_at=timezone.now() - timedelta(days=1))
    Event.objects.update(occurred_at=timezone.now() - timedelta(days=2))
    assert "rien de neuf depuis" in client.get("/").content.decode()
    items.describe_item(
        actor=town.actor("manager"), item_id=town.space.pk, description="Deux lots."
    )
    page = client.get("/").content.decode()
    assert "rien de neuf" not in page
    assert "depuis votre visite (hier" in page
    assert "Michel Durand" in page


@pytest.mark.parametrize("persona", ["manager", "mayor", "partner", "admin"])
def test_queries_stay_few_and_constant(town: Town, persona: str) -> None:
    Person.objects.filter(pk=town.persons["mayor"].pk).update(is_elected=True)
    client, measured, made = _client(town, persona), set(), 0
    for count in (1, 3, 200):
        for number in range(made, count):
            item = items.create_item(
                actor=town.actor("agent"),
                kind="workspaces.space",
                parent_id=town.space.pk,
                title=f"Pièce {number}",
            )
            items.describe_item(actor=town.actor("agent"), item_id=item.pk, description="Lot")
            for holder, asker in (
                ("mayor", "agent"),
                ("councillor", "manager"),
                ("agent", "mayor"),
            ):
                Waiting.objects.create(
                    organisation=town.organisation,
                    workspace=town.space,
                    item=item,
                    party_id=town.persons[holder].pk,
                    asked_by_id=town.persons[asker].pk,
                    since=timezone.now(),
                    due_on=timezone.localdate() - timedelta(days=1),
                )
        made = count
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        measured.add(len(queries))
    assert len(measured) == 1
    assert measured.pop() <= 15


def test_same_thing_asked_of_many_takes_one_row_and_leaves_room_for_the_rest(town: Town) -> None:
    for persona in ("mayor", "councillor", "manager", "partner"):
        _ask(town, persona, action="read")
    _ask(town, "mayor", action="decide")
    other = items.create_item(
        actor=town.actor("agent"), kind="workspaces.space", parent_id=town.space.pk, title="Devis"
    )
    balls.ask(
        actor=town.actor("agent"),
        item_id=other.pk,
        party_id=town.persons["mayor"].pk,
        action="read",
    )
    response = _home(town, "agent")
    assert sorted(ball.others for ball in response.context["asked"]) == [0, 0, 3]
    page = response.content.decode()
    assert page.count("et 3 autres") == 1
    assert "vous attendez 6 réponses" in page
