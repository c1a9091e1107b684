"""Fields are defined, filled in, retired and brought back; each type keeps what it is given."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.town import Town

from parvis.apps.fields.models import Field, FieldValue
from parvis.apps.fields.selectors import answers_of, texts_of
from parvis.apps.fields.services import (
    Definition,
    change_field,
    define_field,
    fill_item,
    move_field,
    restore_field,
    retire_field,
)
from parvis.apps.fields.tests.surfaces import define
from parvis.apps.files.services.folders import add_folder
from parvis.apps.search.services.indexing import index_items
from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.services.restrictions import restrict_item
from parvis.kernel.errors import (
    InvalidError,
    NotFoundError,
    RefusedError,
    VersionMismatchError,
)
from parvis.kernel.models import Event

EVERYBODY = ("admin", "manager", "agent", "councillor", "mayor", "stranger", "partner", "outsider")


@pytest.fixture
def folder(town: Town) -> Item:
    made = add_folder(actor=town.actor("agent"), parent_id=town.space.pk, title="Devis")
    return Item.objects.get(pk=made.pk)


def browser(town: Town, persona: str) -> Client:
    client = Client()
    client.force_login(town.user(persona))
    return client


def fill(town: Town, item: Item, field: Field, text: str, persona: str = "agent") -> None:
    fill_item(actor=town.actor(persona), item_id=item.pk, answers={field.pk: text})


def shown(town: Town, item: Item) -> list[str]:
    fresh = access.get_item(town.actor("agent"), item.pk)
    return [answer.text.replace("\u202f", " ").replace("\xa0", " ") for answer in answers_of(fresh)]


def outcome(act: object) -> str:
    try:
        act()  # type: ignore[operator]
    except RefusedError:
        return "refused"
    except NotFoundError:
        return "unseen"
    return "done"


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "read"),
    [
        ("text", " Lot 3\u202e ", "Lot 3", "Lot 3"),
        ("number", "12 500,50", "12500.5", "12 500,5"),
        ("number", "-3", "-3", "-3"),
        ("date", "2027-01-31", "2027-01-31", "31 janvier 2027"),
        ("choice", "Oui, sous réserve", "Oui, sous réserve", "Oui, sous réserve"),
        ("yes-no", "no", "no", "Non"),
        (
            "link",
            "https://www.cerema.fr/fr",
            "https://www.cerema.fr/fr",
            "https://www.cerema.fr/fr",
        ),
    ],
)
def test_answers_are_kept_and_shown_by_their_type(
    town: Town, folder: Item, kind: str, typed: str, kept: str, read: str
) -> None:
    field = define(town, type=kind, choices=["Oui", "Oui, sous réserve"])
    fill(town, folder, field, typed)
    assert FieldValue.objects.get(item=folder).text == kept
    assert shown(town, folder) == [read]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("number", "douze"),
        ("number", "NaN"),
        ("number", "Infinity"),
        ("number", "1e999999"),
        ("number", "0.123456"),
        ("date", "31/01/2027"),
        ("date", "2027-02-30"),
        ("choice", "Peut-être"),
        ("yes-no", "maybe"),
        ("link", "javascript:alert(1)"),
        ("link", "http://mairie.fr"),
        ("text", "a" * 2_001),
        ("person", "personne"),
        ("person", "0b9d5a36-53cf-4f0a-9a0e-3c1f6f5f1a11"),
    ],
)
def test_answer_of_another_form_is_refused_and_nothing_is_kept(
    town: Town, folder: Item, kind: str, typed: str
) -> None:
    field = define(town, type=kind, choices=["Oui", "Non"])
    with pytest.raises(InvalidError) as refusal:
        fill(town, folder, field, typed)
    assert str(field.pk) in refusal.value.fields
    assert not FieldValue.objects.exists()
    assert not Event.objects.filter(type="fields.item_filled").exists()


def test_person_answers_by_being_of_the_space(town: Town, folder: Item) -> None:
    field = define(town, type="person")
    fill(town, folder, field, str(town.persons["partner"].pk))
    assert shown(town, folder) == ["Paule Archi"]
    with pytest.raises(InvalidError):
        fill(town, folder, field, str(town.persons["stranger"].pk))


def test_required_field_is_marked_and_not_emptied(town: Town, folder: Item) -> None:
    field = define(town, is_required=True)
    fresh = access.get_item(town.actor("agent"), folder.pk)
    assert [answer.is_missing for answer in answers_of(fresh)] == [True]
    with pytest.raises(InvalidError):
        fill(town, folder, field, "  ")
    fill(town, folder, field, "12")
    with pytest.raises(InvalidError):
        fill(town, folder, field, "")


def test_field_is_asked_of_its_kinds_alone(town: Town, folder: Item) -> None:
    define(town, kinds=["posts.post"])
    assert answers_of(folder) == []
    assert browser(town, "agent").get(f"/e/{folder.pk}/champs/").status_code == 404


def test_retired_field_keeps_its_values_and_brings_them_back(town: Town, folder: Item) -> None:
    field = define(town)
    fill(town, folder, field, "12")
    retire_field(actor=town.actor("manager"), field_id=field.pk)
    assert shown(town, folder) == []
    assert FieldValue.objects.get(field=field).text == "12"
    with pytest.raises(InvalidError):
        fill(town, folder, field, "13")
    restore_field(actor=town.actor("manager"), field_id=field.pk)
    assert shown(town, folder) == ["12"]


def test_field_does_not_come_back_under_a_name_that_was_taken(town: Town) -> None:
    field = define(town)
    retire_field(actor=town.actor("manager"), field_id=field.pk)
    define(town, label="COUT")
    with pytest.raises(InvalidError):
        restore_field(actor=town.actor("manager"), field_id=field.pk)


def test_fields_change_but_their_type(town: Town) -> None:
    field = define(town)
    change_field(
        actor=town.actor("manager"),
        field_id=field.pk,
        definition=Definition(label="Coût hors taxes", type="text", is_required=True),
    )
    field.refresh_from_db()
    assert (field.label, field.type, field.is_required) == ("Coût hors taxes", "number", True)


def test_fields_are_put_in_order(town: Town) -> None:
    first, second = define(town), define(town, label="Lot")
    move_field(actor=town.actor("manager"), field_id=second.pk, step=-1)
    order = Field.objects.order_by("position").values_list("pk", flat=True)
    assert list(order) == [second.pk, first.pk]


@pytest.mark.parametrize("persona", EVERYBODY)
def test_fields_of_a_space_are_its_managers(town: Town, persona: str) -> None:
    field = define(town)
    allowed = {"manager": "done", "admin": "unseen", "stranger": "unseen", "outsider": "unseen"}
    expected = allowed.get(persona, "refused")
    actor = town.actor(persona)
    definition = Definition(label=f"Lot {persona}")
    acts = [
        lambda: define_field(actor=actor, workspace_id=town.space.pk, definition=definition),
        lambda: change_field(actor=actor, field_id=field.pk, definition=definition),
        lambda: move_field(actor=actor, field_id=field.pk, step=1),
        lambda: retire_field(actor=actor, field_id=field.pk),
        lambda: restore_field(actor=actor, field_id=field.pk),
    ]
    if persona == "manager":
        acts.pop(1)
    assert [outcome(act) for act in acts] == [expected] * len(acts)


@pytest.mark.parametrize("persona", EVERYBODY)
def test_fields_of_the_town_are_its_administrators(town: Town, persona: str) -> None:
    actor = town.actor(persona)
    said = outcome(
        lambda: define_field(actor=actor, workspace_id=None, definition=Definition(label="Code"))
    )
    assert said == ("done" if persona in {"admin", "outsider"} else "refused")


@pytest.mark.parametrize("persona", EVERYBODY)
def test_answers_are_given_by_those_who_edit(town: Town, folder: Item, persona: str) -> None:
    field = define(town)
    said = outcome(lambda: fill(town, folder, field, "12", persona))
    editors = {"manager": "done", "agent": "done", "partner": "done"}
    readers = {"councillor": "refused", "mayor": "refused"}
    assert said == {**editors, **readers}.get(persona, "unseen")


def test_field_of_another_town_is_out_of_sight(town: Town, folder: Item) -> None:
    other = define_field(
        actor=town.actor("outsider"), workspace_id=None, definition=Definition(label="Code")
    )
    assert answers_of(folder) == []
    with pytest.raises(InvalidError):
        fill(town, folder, other, "12")
    with pytest.raises(NotFoundError):
        retire_field(actor=town.actor("admin"), field_id=other.pk)


def test_second_writer_is_told(town: Town, folder: Item) -> None:
    field = define(town)
    fill(town, folder, field, "12")
    with pytest.raises(VersionMismatchError):
        fill_item(actor=town.actor("agent"), item_id=folder.pk, answers={field.pk: "13"}, version=1)


def test_answers_are_found_by_search_under_the_rights_of_their_item(
    town: Town, folder: Item
) -> None:
    field = define(town, label="Entreprise", type="text")
    fill(town, folder, field, "Charpentes Delmas")
    assert [text.text for text in texts_of([folder.pk])] == ["Entreprise : Charpentes Delmas"]
    index_items([folder.pk])
    found = browser(town, "mayor").get("/recherche/", {"q": "delmas"}).content.decode()
    assert "Devis" in found
    restrict_item(actor=town.actor("agent"), item_id=folder.pk)
    index_items([folder.pk])
    hidden = browser(town, "mayor").get("/recherche/", {"q": "delmas"}).content.decode()
    assert "Devis" not in hidden


def test_file_of_a_space_holds_what_one_sees_and_no_formula(town: Town, folder: Item) -> None:
    field = define(town, label="Entreprise", type="text")
    fill(town, folder, field, "=HYPERLINK(1)")
    hidden = add_folder(actor=town.actor("agent"), parent_id=town.space.pk, title="Secret")
    item = Item.objects.get(pk=hidden.pk)
    fill(town, item, field, "Confidentiel")
    restrict_item(actor=town.actor("agent"), item_id=item.pk)
    url = f"/espaces/{town.space.pk}/champs/export.csv"
    text = browser(town, "mayor").get(url).content.decode("utf-8-sig")
    assert text.splitlines() == ["Titre;Sorte;Entreprise", "Devis;Dossier;'=HYPERLINK(1)"]


def test_fields_are_defined_and_filled_in_on_pages(town: Town, folder: Item) -> None:
    manager = browser(town, "manager")
    url = f"/espaces/{town.space.pk}/champs/"
    assert "Aucun champ" in manager.get(url).content.decode()
    form = {"label": "Coût", "type": "number", "kinds": ["files.folder"], "is_required": "1"}
    assert manager.post(f"{url}nouveau/", form).status_code == 302
    assert manager.post(f"{url}nouveau/", form).status_code == 422
    field = Field.objects.get()
    agent = browser(town, "agent")
    page = agent.get(f"/e/{folder.pk}/panneau/fields/").content.decode()
    assert "À compléter" in page
    fill_url = f"/e/{folder.pk}/champs/"
    assert agent.post(fill_url, {str(field.pk): "beaucoup"}).status_code == 422
    assert agent.post(fill_url, {str(field.pk): "1 250,5"}).status_code == 302
    assert shown(town, folder) == ["1 250,5"]
    history = agent.get(f"/e/{folder.pk}/historique/").content.decode()
    assert "a complété les informations" in history


@pytest.mark.parametrize("count", [1, 3])
def test_panel_asks_the_same_for_one_field_and_three(
    town: Town, folder: Item, count: int, django_assert_max_num_queries: object
) -> None:
    for number in range(count):
        fill(town, folder, define(town, label=f"Champ {number}"), "1")
    client = browser(town, "agent")
    client.get(f"/e/{folder.pk}/panneau/fields/")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(f"/e/{folder.pk}/panneau/fields/")


def test_unknown_field_is_refused(town: Town, folder: Item) -> None:
    unknown: UUID = uuid4()
    with pytest.raises(InvalidError):
        fill_item(actor=town.actor("agent"), item_id=folder.pk, answers={unknown: "x"})
