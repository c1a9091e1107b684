"""The journal: administrators only, hidden things stay hidden, exports harmless, seals verified."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.town import Town

from parvis.apps.cockpit.journal.seals import verify
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.services import items, spaces
from parvis.kernel.journal import seal_journal
from parvis.kernel.models import Event

URL = "/administration/journal/"


def _client(town: Town, persona: str) -> Client:
    client = Client()
    client.force_login(town.user(persona))
    return client


def _page(town: Town, **query: str) -> str:
    response = _client(town, "admin").get(URL, query)
    assert response.status_code == 200
    return response.content.decode()


def _line(name: str) -> str:
    return f'journal-type">{name}'


def _export(town: Town, format_name: str, **query: str) -> str:
    response = _client(town, "admin").post(
        reverse("cockpit:export_journal"), {"format": format_name, **query}
    )
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()


def _folder(town: Town, title: str) -> Item:
    return items.create_item(
        actor=town.actor("agent"), kind="workspaces.space", parent_id=town.space.pk, title=title
    )


@pytest.mark.parametrize("persona", ["manager", "agent", "mayor", "partner", "stranger"])
def test_journal_is_for_administrators(town: Town, persona: str) -> None:
    client = _client(town, persona)
    assert client.get(URL).status_code == 403
    before = Event.objects.count()
    url = reverse("cockpit:export_journal")
    assert client.post(url, {"format": "csv"}).status_code == 403
    assert Event.objects.count() == before


def test_titles_that_the_administrator_does_not_see_stay_hidden(town: Town) -> None:
    item = _folder(town, "Dossier sensible")
    items.rename_item(actor=town.actor("agent"), item_id=item.pk, title="Dossier très sensible")
    for text in (_page(town), _export(town, "csv"), _export(town, "jsonl")):
        assert "Agnès Petit" in text
        assert "sensible" not in text
        assert "un élément que vous ne voyez pas" in text


def test_organisations_stay_apart(town: Town) -> None:
    response = _client(town, "outsider").get(URL)
    assert "Agnès Petit" not in response.content.decode()


def test_events_that_no_timeline_shows_are_there(town: Town) -> None:
    assert _line("directory.party_added") in _page(town, type="directory.party_added")


def test_filters_narrow_down(town: Town) -> None:
    items.describe_item(actor=town.actor("agent"), item_id=town.space.pk, description="Deux lots.")
    agent = str(town.persons["agent"].pk)
    assert _line("workspaces.item_described") in _page(town, qui=agent, espace=str(town.space.pk))
    assert _line("workspaces.item_described") not in _page(town, qui=str(town.persons["mayor"].pk))
    assert _line("workspaces.item_described") in _page(town, q="agnes")
    assert "Aucun événement" in _page(town, q="zzzz")
    assert "Aucun événement" in _page(town, du="2100-01-01")
    assert "Aucun événement" in _page(town, au="2000-01-01")
    assert _page(town, du="x", au="2026-99-99", qui="é", type="drop", avant="y", q="%")


def test_export_is_harmless_to_spreadsheets_and_is_itself_noted(town: Town) -> None:
    spaces.create_workspace(actor=town.actor("admin"), title="=cmd|' /C calc'!A0")
    text = _export(town, "csv", type="workspaces.space_created")
    assert text.startswith("\ufeff")
    cells = [cell.strip('"') for line in text.splitlines()[1:] for cell in line.split(";")]
    assert any("=cmd" in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    event = Event.objects.get(type="cockpit.journal_exported")
    assert event.payload == {"format": "csv", "filters": "type=workspaces.space_created"}
    assert event.actor_id == town.persons["admin"].pk


def test_json_lines_tell_every_event_once(town: Town) -> None:
    rows = [json.loads(line) for line in _export(town, "jsonl").splitlines()]
    ids = [row["id"] for row in rows]
    expected = Event.objects.filter(organisation_id=town.organisation.pk)
    assert sorted(ids) == sorted(str(pk) for pk in expected.values_list("pk", flat=True))


def test_unknown_format_is_refused(town: Town) -> None:
    response = _client(town, "admin").post(
        reverse("cockpit:export_journal"), {"format": "exe"}, headers={"Accept": "application/json"}
    )
    assert response.status_code == 422


def test_seals_are_verified_in_plain_words(town: Town) -> None:
    assert "Pas encore de maillon" in _page(town, verifier="1")
    seal_journal(organisation_id=town.organisation.pk, settling=timedelta(0))
    assert "Le seul maillon tient" in _page(town, verifier="1")
    event = Event.objects.filter(seal__isnull=False).first()
    Event.objects.filter(pk=event.pk).update(type="workspaces.item_moved")
    page = _page(town, verifier="1")
    assert "1 maillon ne tient pas" in page
    assert "modifié après coup" in page
    assert not verify(town.organisation.pk).holds


def test_queries_do_not_grow_with_events(town: Town) -> None:
    client, measured, made = _client(town, "admin"), set(), 0
    for count in (1, 3, 200):
        for number in range(made, count):
            _folder(town, f"Note {number}")
            items.describe_item(
                actor=town.actor("agent"), item_id=town.space.pk, description=f"Lot {number}"
            )
        made = count
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        measured.add(len(queries))
    assert len(measured) == 1
    assert measured.pop() <= 15
