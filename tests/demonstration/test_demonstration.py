"""The demonstration town loads once, shows every screen in use, and its people can sign in."""

import pytest
from django.test import Client

from parvis.apps.directory.models import Organisation
from parvis.apps.directory.selectors import actor_of
from parvis.apps.files.models import File
from parvis.apps.workspaces import selectors
from parvis.apps.workspaces.models import Waiting
from parvis.demonstration import load
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
