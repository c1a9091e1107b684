"""What spaces add to the pages of the directory."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.town import Town

from parvis.apps.workspaces.services import waiting


def page(town: Town, persona: str, of: str, path: str = "") -> str:
    client = Client()
    client.force_login(town.user(persona))
    answer = client.get(f"/annuaire/{town.persons[of].pk}/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def asked(town: Town) -> None:
    waiting.ask(
        actor=town.actor("manager"),
        item_id=town.space.pk,
        party_id=town.persons["agent"].pk,
        message="Relire le devis",
        due_on=timezone.localdate() + timedelta(days=3),
    )


def test_profile_shows_spaces_in_common_only(town: Town) -> None:
    assert "Rénovation de la halle" in page(town, "mayor", "agent")
    assert "Espaces en commun" in page(town, "partner", "agent")
    assert "Rénovation de la halle" not in page(town, "stranger", "agent")


def test_profile_shows_what_waits_to_whom_sees_it(town: Town, asked: None) -> None:
    assert "Entre ses mains" in page(town, "mayor", "agent")
    assert "Entre ses mains" not in page(town, "stranger", "agent")


def test_leaving_lists_what_is_to_be_passed_on(town: Town, asked: None) -> None:
    shown = page(town, "manager", "agent", "depart/")
    assert "Ce qui attend sa réponse" in shown
    assert "Rénovation de la halle" in shown
