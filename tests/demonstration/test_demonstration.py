"""The demonstration town loads once, shows every screen in use, and its people can sign in."""

import pytest
from django.test import Client
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from parvis.apps.directory.models import Organisation
from parvis.apps.directory.selectors import actor_of
from parvis.apps.files.models import File
from parvis.apps.workspaces import selectors
from parvis.apps.workspaces.models import Waiting
from parvis.demonstration import background, load
from parvis.demonstration.loading import demonstration_accounts
from parvis.kernel.journal import verify_journal
from parvis.kernel.models import Delivery, DeliveryState, Event

PERSONAS = [
    "mayor",
    "councillor",
    "dgs",
    "project_manager",
    "agent",
    "partner",
    "outsider",
    "admin",
]


@pytest.mark.django_db
def test_demonstration_town_is_whole_and_made_once() -> None:
    loaded = load()
    assert [account["persona"] for account in loaded["accounts"]] == PERSONAS
    assert len(loaded["workspaces"]) >= 5
    assert File.objects.count() >= 18
    assert not Delivery.objects.exclude(state=DeliveryState.DONE).exists()
    assert list(verify_journal()) == []
    assert not Event.objects.filter(seal__isnull=True).exists()
    before = (Organisation.objects.count(), Waiting.objects.count(), Event.objects.count())
    again = load()
    after = (Organisation.objects.count(), Waiting.objects.count(), Event.objects.count())
    assert before == after
    for account in [*loaded["accounts"], *again["accounts"]]:
        headers = {"authorization": f"Bearer {account['api_token']}"}
        assert Client().get("/api/v1/me", headers=headers).status_code == 200
    people = {account.persona: account.person for account in demonstration_accounts()}
    for persona in ("mayor", "councillor", "dgs", "project_manager", "agent", "partner"):
        assert selectors.waits_for(actor_of(people[persona])).exists(), persona
    assert not selectors.visible_waiting(actor_of(people["outsider"])).exists()


@pytest.mark.django_db
def test_first_visitor_sees_how_far_the_town_is_and_may_leave() -> None:
    visitor, address = Client(), "/installation/demonstration/"
    assert visitor.get(address).url == "/installation/"
    for _impatient in range(2):
        assert visitor.post(address).url == address
    (asked,) = DBTaskResult.objects.all()
    assert "La ville de démonstration se construit" in visitor.get(address).content.decode()
    assert visitor.get("/installation/").url == address
    told: list[int] = []
    load(is_first_visit=True, tell=told.append)
    assert told[0] < 30 < told[-1]
    assert told == sorted(told)
    background.make_town.func()  # somebody was quicker: nothing is made twice
    assert Organisation.objects.count() == 2
    asked.status = TaskResultStatus.SUCCESSFUL
    asked.save()
    assert visitor.get(address).url == "/compte/connexion/"
    asking = visitor.get(address, headers={"HX-Request": "true"})
    assert asking.headers["HX-Redirect"] == "/compte/connexion/"


@pytest.mark.django_db
def test_town_that_could_not_be_made_may_be_asked_for_again() -> None:
    visitor, address = Client(), "/installation/demonstration/"
    visitor.post(address)
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    page = visitor.get(address).content.decode()
    assert "n’a pas pu être construite" in page
    assert "every 1s" not in page
    visitor.post(address)
    assert DBTaskResult.objects.count() == 2
    assert "every 1s" in visitor.get(address).content.decode()
