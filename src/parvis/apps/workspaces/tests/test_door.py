"""Whoever has the link of a closed space is led to its door; of a secret one nothing is told."""

import pytest
from django.test import Client
from tests.town import Town

from parvis.apps.workspaces.enums import Openness, WorkspaceState
from parvis.apps.workspaces.models import Item, Workspace
from parvis.apps.workspaces.services import items
from parvis.kernel.ids import uuid7


def browser(town: Town, persona: str) -> Client:
    client = Client()
    client.force_login(town.user(persona))
    return client


@pytest.mark.parametrize("persona", ["stranger", "admin"])
def test_link_of_a_closed_space_leads_to_where_one_asks_to_join(town: Town, persona: str) -> None:
    Item.objects.filter(pk=town.space.pk).update(description="La halle, de l’étude aux travaux.")
    items.create_item(
        actor=town.actor("agent"),
        kind="workspaces.space",
        parent_id=town.space.pk,
        title="Devis du charpentier",
    )
    client = browser(town, persona)
    answer = client.get(f"/espaces/{town.space.pk}/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/espaces/{town.space.pk}/rejoindre/"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Rénovation de la halle" in page
    assert "La halle, de l’étude aux travaux." in page
    assert "Envoyer la demande" in page
    assert "Devis du charpentier" not in page
    for person in (town.persons["agent"], town.persons["partner"]):
        assert person.party.name not in page
    client.post(answer.headers["Location"], {"word": "Bonjour"})
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Demande envoyée" in page
    assert "Envoyer la demande" not in page


@pytest.mark.parametrize("persona", ["stranger", "admin", "outsider"])
def test_secret_space_answers_as_one_that_does_not_exist(town: Town, persona: str) -> None:
    Workspace.objects.filter(pk=town.space.pk).update(openness=Openness.SECRET)
    client = browser(town, persona)
    answer = client.get(f"/espaces/{town.space.pk}/")
    nothing = client.get(f"/espaces/{uuid7()}/")
    assert (answer.status_code, nothing.status_code) == (404, 404)
    assert "Rénovation" not in answer.content.decode()


@pytest.mark.parametrize("state", [WorkspaceState.ARCHIVED, WorkspaceState.REQUESTED])
def test_space_that_is_not_listed_has_no_door(town: Town, state: str) -> None:
    Workspace.objects.filter(pk=town.space.pk).update(state=state)
    assert browser(town, "stranger").get(f"/espaces/{town.space.pk}/").status_code == 404


def test_things_within_and_other_towns_stay_unknown(town: Town) -> None:
    inside = items.create_item(
        actor=town.actor("agent"), kind="workspaces.space", parent_id=town.space.pk, title="Devis"
    )
    client = browser(town, "stranger")
    assert client.get(f"/espaces/{inside.pk}/").status_code == 404
    assert client.get(f"/espaces/{town.space.pk}/membres/").status_code == 404
    assert browser(town, "outsider").get(f"/espaces/{town.space.pk}/").status_code == 404
