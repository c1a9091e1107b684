"""What happened: told in plain French, to those who may know of it, in few queries."""

import dataclasses
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from tests.town import Town

from parvis.apps.directory.models import Absence
from parvis.apps.directory.services import declare_absence, rebuild_party_users
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.services import items, restrictions, spaces, trash
from parvis.apps.workspaces.services import waiting as balls
from parvis.apps.workspaces.timeline import timeline, types_named
from parvis.kernel.actors import ANONYMOUS, Role
from parvis.kernel.events import emit, event_types
from parvis.kernel.models import Event
from parvis.kernel.ui.phrases import full_day

ROOT = Path(__file__).resolve().parents[5]
READERS = {"manager", "agent", "councillor", "mayor", "partner"}
EVERYBODY = [*sorted(READERS), "admin", "stranger", "outsider"]


@pytest.fixture(autouse=True)
def french() -> Any:
    with translation.override("fr"):
        yield


def _folder(town: Town, title: str = "Devis de la halle") -> Item:
    return items.create_item(
        actor=town.actor("agent"), kind="workspaces.space", parent_id=town.space.pk, title=title
    )


def _texts(town: Town, persona: str, **values: Any) -> list[str]:
    return [one.text for one in timeline(actor=town.actor(persona), **values)]


@pytest.mark.parametrize("persona", EVERYBODY)
def test_events_of_a_space_show_to_its_readers_only(town: Town, persona: str) -> None:
    folder = _folder(town)
    items.describe_item(actor=town.actor("agent"), item_id=folder.pk, description="Deux lots.")
    told = " ".join(f"{one.text} {one.where}" for one in timeline(actor=town.actor(persona)))
    assert ("Devis de la halle" in told) == (persona in READERS)
    assert ("Rénovation de la halle" in told) == (persona in READERS)


@pytest.mark.parametrize("persona", EVERYBODY)
def test_restricted_item_shows_neither_title_nor_parties(town: Town, persona: str) -> None:
    folder = _folder(town, "Dossier sensible")
    restrictions.restrict_item(actor=town.actor("agent"), item_id=folder.pk)
    restrictions.grant_access(
        actor=town.actor("agent"), item_id=folder.pk, party_id=town.persons["mayor"].pk, role=10
    )
    items.rename_item(actor=town.actor("agent"), item_id=folder.pk, title="Dossier très sensible")
    told = " ".join(_texts(town, persona, item_id=folder.pk))
    assert bool(told) == (persona in {"agent", "mayor"})
    assert ("sensible" in " ".join(_texts(town, persona))) == (persona in {"agent", "mayor"})


def test_nobody_signed_in_reads_nothing(town: Town) -> None:
    assert not timeline(actor=ANONYMOUS)


def test_purge_of_an_open_thing_is_told_without_its_name(town: Town) -> None:
    open_one, closed_one = _folder(town, "Plan"), _folder(town, "Paie")
    restrictions.restrict_item(actor=town.actor("agent"), item_id=closed_one.pk)
    for one in (open_one, closed_one):
        trash.trash_item(actor=town.actor("agent"), item_id=one.pk)
        trash.purge_item(actor=town.system, item_id=one.pk)
    told = [one for one in timeline(actor=town.actor("manager")) if "purged" in one.type]
    assert [one.count for one in told] == [1]
    assert "Plan" not in told[0].text


def test_burst_is_one_line_and_pages_follow(town: Town) -> None:
    agent = town.actor("agent")
    made = [_folder(town, f"Pièce {number}") for number in range(12)]
    for one in made:
        items.describe_item(actor=agent, item_id=one.pk, description="Lot 2")
    first = timeline(actor=agent, workspace_id=town.space.pk, limit=2)
    assert first.entries[0].count == 12
    assert "Pièce 11" in first.entries[0].text
    assert "10 autres" in first.entries[0].text
    told, before = list(first), first.before
    while before:
        page = timeline(actor=agent, workspace_id=town.space.pk, limit=2, before=before)
        told, before = [*told, *page], page.before
    count = Event.objects.filter(workspace_id=town.space.pk).count()
    assert sum(one.count for one in told) == count


def test_stand_in_and_departments_are_said(town: Town) -> None:
    today = timezone.localdate()
    spaces.add_member(
        actor=town.actor("manager"),
        workspace_id=town.space.pk,
        party_id=town.department.pk,
        role=20,
    )
    hold = balls.ask(
        actor=town.actor("agent"),
        item_id=town.space.pk,
        party_id=town.persons["councillor"].pk,
        due_on=today + timedelta(days=2),
    )
    Absence.objects.create(
        person=town.persons["councillor"],
        stand_in=town.persons["mayor"],
        starts_on=today,
        ends_on=today,
    )
    rebuild_party_users(organisation_id=town.organisation.pk)
    balls.answer(actor=town.actor("mayor"), waiting_id=hold.pk, text="Oui")
    balls.ask(actor=town.actor("agent"), item_id=town.space.pk, party_id=town.department.pk)
    told = _texts(town, "manager")
    assert told[0] == (
        "Agnès Petit a passé la balle au service Urbanisme "
        "à propos de l’espace Rénovation de la halle"
    )
    assert told[1] == (
        "Maud Lefèvre a répondu à propos de l’espace Rénovation de la halle, "
        "en l’absence de Chloé Roux"
    )


def test_filter_keeps_the_types_asked_for(town: Town) -> None:
    balls.ask(actor=town.actor("agent"), item_id=town.space.pk, party_id=town.persons["mayor"].pk)
    told = timeline(actor=town.actor("agent"), types=["workspaces.waiting_"])
    assert {one.type for one in told} == {"workspaces.waiting_opened"}
    assert "directory.party_added" not in types_named(None)


@pytest.mark.parametrize("count", [1, 3, 200])
def test_queries_do_not_grow_with_events(town: Town, count: int) -> None:
    agent = town.actor("agent")
    for number in range(count):
        one = _folder(town, f"Note {number}")
        items.tag_item(actor=agent, item_id=one.pk, labels=[f"lot {number}"])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        timeline(actor=agent)
    assert len(queries) == 3


def _sample(name: str, kind: Any, town: Town) -> Any:
    values: dict[str, Any] = {
        "organisation_id": town.organisation.pk,
        "workspace_id": town.space.pk,
        "item_id": town.space.pk,
        "party_id": town.persons["mayor"].pk,
    }
    samples = {
        "str": "Avant",
        "int": 2,
        "bool": False,
        "list": [],
        "UUID": town.space.pk,
        "dict": {},
        "list[str]": [],
        "float": 1.0,
    }
    for spec in dataclasses.fields(kind.payload):
        required = (
            spec.default is dataclasses.MISSING and spec.default_factory is dataclasses.MISSING
        )
        if required:
            written = getattr(spec.type, "__name__", str(spec.type))
            is_key = written == "str" and spec.name.endswith("_id")
            values[spec.name] = str(town.space.pk) if is_key else samples[written]
    return kind.payload(**values)


@pytest.mark.django_db(transaction=False)
def test_every_event_type_is_a_french_sentence(town: Town) -> None:
    agent = town.actor("agent")
    drawn = json.loads((ROOT / "frontend" / "icons.json").read_text())
    with translation.override("en"):
        english = {name: str(kind.sentence) for name, kind in event_types().items()}
    for name, kind in event_types().items():
        if name.startswith("tests."):
            continue
        emit(_sample(name, kind, town), actor=agent)
        assert str(kind.sentence) != english[name], name
        assert kind.icon in drawn, name
        if not kind.is_public:
            continue
        told = timeline(actor=agent, limit=1).entries[0]
        assert told.type == name
        assert "{" not in told.text, name
        assert told.text.startswith("Agnès Petit "), told.text


def test_answer_is_told_with_its_words_while_they_are_seen(town: Town) -> None:
    folder = _folder(town)
    hold = balls.ask(
        actor=town.actor("agent"),
        item_id=folder.pk,
        party_id=town.persons["manager"].pk,
        message="Les montants sont-ils justes ?",
    )
    balls.answer(actor=town.actor("manager"), waiting_id=hold.pk, text="Oui,\ntout est juste.")
    said = [one.said for one in timeline(actor=town.actor("councillor"), item_id=folder.pk)]
    assert said == ["Oui, tout est juste.", "Les montants sont-ils justes ?"]
    restrictions.restrict_item(actor=town.actor("manager"), item_id=folder.pk)
    told = timeline(actor=town.actor("councillor"), types=["workspaces.waiting_"])
    assert not [one.said for one in told if one.said]


def test_own_absence_is_told_without_naming_oneself_twice(town: Town) -> None:
    agent, councillor = town.persons["agent"], town.persons["councillor"]
    today = timezone.localdate()
    for by, person in (("agent", agent), ("manager", councillor)):
        declare_absence(
            actor=town.actor(by),
            person_id=person.pk,
            starts_on=today,
            ends_on=today,
            stand_in_id=town.persons["mayor"].pk,
        )
    told = _texts(town, "mayor")
    days = f"du {full_day(today)} au {full_day(today)}"
    assert f"Agnès Petit a déclaré une absence, {days}" in told
    assert f"Michel Durand a déclaré une absence de Chloé Roux, {days}" in told


def test_change_of_an_end_date_is_told_as_such(town: Town) -> None:
    today = timezone.localdate()

    def give(days: int | None, role: Role = Role.READER) -> list[str]:
        spaces.add_member(
            actor=town.actor("manager"),
            workspace_id=town.space.pk,
            party_id=town.persons["stranger"].pk,
            role=role,
            ends_on=None if days is None else today + timedelta(days=days),
        )
        return _texts(town, "manager")

    name = town.persons["stranger"].party.name
    give(None)
    first, later = (full_day(today + timedelta(days=days)) for days in (5, 40))
    assert give(5)[0].endswith(f"{name} au {first}")
    assert "a prolongé l’accès" in (told := give(40))[0]
    assert told[0].endswith(f"{name} jusqu’au {later}")
    assert "a retiré la date de fin de l’accès" in give(None)[0]
    count = len(give(None))
    assert "a changé le rôle" not in " ".join(give(None))
    assert len(give(None)) == count
    assert "a changé le rôle" in give(None, Role.EDITOR)[0]
