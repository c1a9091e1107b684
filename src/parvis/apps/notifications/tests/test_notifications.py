"""Who is told, who isn't, and what stays when rights go."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.town import Town

from parvis.apps.conversations import services as conversations
from parvis.apps.directory.models import Absence
from parvis.apps.directory.services import (
    declare_absence,
    rebuild_party_users,
    withdraw_absence,
)
from parvis.apps.notifications.enums import Reason
from parvis.apps.notifications.handlers import tell
from parvis.apps.notifications.models import Notification
from parvis.apps.notifications.selectors import unread_count, visible_notifications
from parvis.apps.workspaces.models import Follow, Item
from parvis.apps.workspaces.services import items, restrictions, spaces
from parvis.apps.workspaces.services import waiting as balls
from parvis.kernel.models import Event
from parvis.kernel.outbox import deliver_all


@pytest.fixture(autouse=True)
def quiet(town: Town) -> None:
    """Deliver what making the town emitted, then forget it."""
    deliver_all()
    Notification.objects.all().delete()


def _folder(town: Town, title: str = "Devis") -> Item:
    return items.create_item(
        actor=town.actor("agent"), kind="workspaces.space", parent_id=town.space.pk, title=title
    )


def _told(town: Town) -> dict[str, str]:
    names = {person.pk: persona for persona, person in town.persons.items()}
    deliver_all()
    return {names[row.person_id]: row.reason for row in Notification.objects.all()}


def _client(town: Town, persona: str) -> Client:
    client = Client()
    client.force_login(town.user(persona))
    return client


def test_holder_is_told_and_never_who_asks(town: Town) -> None:
    balls.ask(actor=town.actor("agent"), item_id=town.space.pk, party_id=town.persons["mayor"].pk)
    assert _told(town) == {"mayor": Reason.BALL}


def test_function_tells_its_holder_and_the_stand_in(town: Town) -> None:
    today = timezone.localdate()
    Absence.objects.create(
        person=town.persons["councillor"],
        stand_in=town.persons["mayor"],
        starts_on=today,
        ends_on=today,
    )
    rebuild_party_users(organisation_id=town.organisation.pk)
    balls.ask(actor=town.actor("agent"), item_id=town.space.pk, party_id=town.function.pk)
    assert _told(town) == {"councillor": Reason.BALL, "mayor": Reason.BALL}


def test_reading_is_told_to_no_stand_in(town: Town) -> None:
    declare_absence(
        actor=town.actor("councillor"),
        person_id=town.persons["councillor"].pk,
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate(),
        stand_in_id=town.persons["mayor"].pk,
    )
    deliver_all()
    Notification.objects.all().delete()
    hold = balls.ask(
        actor=town.actor("agent"),
        item_id=town.space.pk,
        party_id=town.persons["councillor"].pk,
        action="read",
    )
    balls.remind(actor=town.actor("agent"), waiting_id=hold.pk)
    assert _told(town).keys() == {"councillor"}


def test_stand_in_is_told_of_the_absence_and_of_its_end(town: Town) -> None:
    absence = declare_absence(
        actor=town.actor("councillor"),
        person_id=town.persons["councillor"].pk,
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + timedelta(days=4),
        stand_in_id=town.persons["mayor"].pk,
    )
    assert _told(town) == {"mayor": Reason.STAND_IN}
    client = _client(town, "mayor")
    page = client.get("/notifications/").content.decode()
    assert "a déclaré une absence, du " in page
    assert "Remplacement d’un collègue" in page
    told = Notification.objects.get()
    opened = client.get(f"/notifications/{told.pk}/")
    assert opened.headers["Location"] == f"/annuaire/{town.persons['councillor'].pk}/"
    Notification.objects.all().delete()
    withdraw_absence(actor=town.actor("councillor"), absence_id=absence.pk)
    assert _told(town) == {"mayor": Reason.STAND_IN}


def test_asker_is_told_of_the_answer(town: Town) -> None:
    hold = balls.ask(
        actor=town.actor("agent"), item_id=town.space.pk, party_id=town.persons["mayor"].pk
    )
    deliver_all()
    Notification.objects.all().delete()
    balls.answer(actor=town.actor("mayor"), waiting_id=hold.pk, text="Oui")
    assert _told(town) == {"agent": Reason.ANSWER}


def test_mentioned_are_told_before_followers(town: Town) -> None:
    item = _folder(town)
    for persona in ("mayor", "councillor", "agent"):
        Follow.objects.create(item=item, person_id=town.persons[persona].pk)
    mayor = town.persons["mayor"]
    conversations.start_conversation(
        actor=town.actor("agent"), item_id=item.pk, body=f"@[{mayor.pk}] votre avis ?"
    )
    event = Event.objects.get(type="conversations.message_added")
    told = _told(town)
    expected = Reason.MENTION if event.payload["mentioned_ids"] else Reason.FOLLOW
    assert told == {"mayor": expected, "councillor": Reason.FOLLOW}


def test_member_is_told_of_coming_in(town: Town) -> None:
    spaces.add_member(
        actor=town.actor("manager"),
        workspace_id=town.space.pk,
        party_id=town.persons["stranger"].pk,
        role=20,
    )
    assert _told(town) == {"stranger": Reason.MEMBER}


def test_nobody_is_told_of_what_they_may_not_see(town: Town) -> None:
    item = _folder(town)
    for persona in ("mayor", "stranger", "partner"):
        Follow.objects.create(item=item, person_id=town.persons[persona].pk)
    restrictions.restrict_item(actor=town.actor("agent"), item_id=item.pk)
    items.describe_item(actor=town.actor("agent"), item_id=item.pk, description="Secret")
    assert _told(town) == {}


def test_rights_taken_away_take_notifications_away(town: Town) -> None:
    item = _folder(town)
    balls.ask(actor=town.actor("agent"), item_id=item.pk, party_id=town.persons["mayor"].pk)
    deliver_all()
    mayor = town.actor("mayor")
    row = visible_notifications(mayor).get()
    assert unread_count(mayor) == 1
    restrictions.restrict_item(actor=town.actor("agent"), item_id=item.pk)
    assert unread_count(town.actor("mayor")) == 0
    client = _client(town, "mayor")
    assert "Devis" not in client.get(reverse("notifications:index")).content.decode()
    assert client.get(reverse("notifications:open", args=[row.pk])).status_code == 404


def test_telling_twice_tells_once(town: Town) -> None:
    balls.ask(actor=town.actor("agent"), item_id=town.space.pk, party_id=town.persons["mayor"].pk)
    deliver_all()
    tell(Event.objects.get(type="workspaces.waiting_opened"))
    assert Notification.objects.count() == 1


def _one_for(town: Town, persona: str) -> Notification:
    balls.ask(actor=town.actor("agent"), item_id=town.space.pk, party_id=town.persons[persona].pk)
    deliver_all()
    return Notification.objects.get(person=town.persons[persona].pk)


@pytest.mark.parametrize("persona", ["mayor", "agent", "admin", "stranger", "outsider"])
@pytest.mark.parametrize("act", ["open", "mark"])
def test_only_the_one_who_is_told_opens_and_marks(town: Town, persona: str, act: str) -> None:
    row = _one_for(town, "mayor")
    client = _client(town, persona)
    url = reverse(f"notifications:{act}", args=[row.pk])
    response = client.get(url) if act == "open" else client.post(url)
    row.refresh_from_db()
    assert response.status_code == (302 if persona == "mayor" else 404)
    assert (row.read_at is not None) == (persona == "mayor")


def test_opening_leads_straight_to_the_thing(town: Town) -> None:
    row = _one_for(town, "mayor")
    client = _client(town, "mayor")
    page = client.get(reverse("notifications:index")).content.decode()
    assert "La balle est chez vous" in page
    assert "Agnès Petit" in page
    response = client.get(reverse("notifications:open", args=[row.pk]))
    assert response.headers["Location"] == reverse("workspaces:item", args=[town.space.pk])


def test_marking_in_place_answers_with_the_line(town: Town) -> None:
    row = _one_for(town, "mayor")
    client = _client(town, "mayor")
    response = client.post(
        reverse("notifications:mark", args=[row.pk]), headers={"HX-Request": "true"}
    )
    assert f'id="told-{row.pk}"' in response.content.decode()
    assert b"<html" not in response.content
    client.post(reverse("notifications:mark", args=[row.pk]), {"read": "no"})
    assert unread_count(town.actor("mayor")) == 1
    client.post(reverse("notifications:mark_all"))
    assert unread_count(town.actor("mayor")) == 0


@pytest.mark.parametrize("count", [1, 3, 200])
def test_queries_do_not_grow_with_notifications(town: Town, count: int) -> None:
    for number in range(count):
        item = _folder(town, f"Pièce {number}")
        balls.ask(actor=town.actor("agent"), item_id=item.pk, party_id=town.persons["mayor"].pk)
    for event in Event.objects.filter(type="workspaces.waiting_opened"):
        tell(event)
    client = _client(town, "mayor")
    client.get(reverse("notifications:index"))
    with CaptureQueriesContext(connection) as queries:
        response: Any = client.get(reverse("notifications:index"))
    assert response.status_code == 200
    assert len(queries) <= 15
