"""What is found, by whom, as things change."""

from collections.abc import Callable

import pytest
from tests.town import Town

from parvis.apps.conversations.services import start_conversation
from parvis.apps.files.reading.making import read_content
from parvis.apps.files.services.versions import add_file, add_version
from parvis.apps.search.selectors import Wanted, search
from parvis.apps.workspaces.services import items, restrictions, trash
from parvis.kernel.actors import Role
from parvis.kernel.outbox import deliver_all
from parvis.kernel.storage.blobs import write_blob

Titles = Callable[..., list[str]]


@pytest.fixture
def titles(town: Town) -> Titles:
    """Search as a persona, once everything that is owed was delivered."""
    deliver_all()

    def find(persona: str, text: str, **filters: object) -> list[str]:
        deliver_all()
        found = search(town.actor(persona), Wanted(text=text, **filters))
        return [line.title for line in found.lines]

    return find


def make(town: Town, title: str, *, persona: str = "agent", description: str = "") -> object:
    made = items.create_item(
        actor=town.actor(persona),
        kind="files.folder",
        parent_id=town.space.pk,
        title=title,
    )
    items.describe_item(
        actor=town.actor(persona), item_id=made.pk, description=description or title
    )
    return made


@pytest.mark.parametrize(
    "typed",
    [
        "délibération", "deliberations", "Délibér", "DELIBERATION", "délibérationt", "deliberatoin",
        "halle délibération", '"modernisation de la halle"', "moderniser", "délibération -gymnase",
    ],
)  # fmt: skip
def test_words_are_found_stemmed_folded_begun_or_misspelt(
    town: Town, titles: Titles, typed: str
) -> None:
    make(town, "Délibérations", description="La modernisation de la halle, en 2026.")
    assert titles("agent", typed) == ["Délibérations"]


@pytest.mark.parametrize(
    "typed",
    ["gymnase", '"halle modernisation"', "délibération -halle", "2027", "zq", '"', "-", "*"],
)
def test_other_words_find_nothing(town: Town, titles: Titles, typed: str) -> None:
    make(town, "Délibérations", description="La modernisation de la halle, en 2026.")
    assert titles("agent", typed) == []


def test_title_comes_before_text(town: Town, titles: Titles) -> None:
    make(town, "Convention")
    make(town, "Autre chose", description="On y parle de convention, convention, convention.")
    assert titles("agent", "convention") == ["Convention", "Autre chose"]


def test_only_those_who_see_a_thing_find_it(town: Town, titles: Titles) -> None:
    made = make(town, "Confidences")
    readers = {"manager", "agent", "councillor", "mayor", "partner"}
    others = {"admin", "stranger", "outsider"}
    assert all(titles(persona, "confidence") == ["Confidences"] for persona in readers)
    assert all(titles(persona, "confidence") == [] for persona in others)
    restrictions.restrict_item(actor=town.actor("agent"), item_id=made.pk)
    restrictions.grant_access(
        actor=town.actor("agent"),
        item_id=made.pk,
        party_id=town.persons["mayor"].pk,
        role=Role.READER,
    )
    for persona in readers | others:
        seen = ["Confidences"] if persona in {"agent", "mayor"} else []
        assert titles(persona, "confidence") == seen


def test_late_index_shows_nothing_hidden(town: Town, titles: Titles) -> None:
    made = make(town, "Confidences")
    deliver_all()
    restrictions.restrict_item(actor=town.actor("agent"), item_id=made.pk)
    found = search(town.actor("manager"), Wanted(text="confidence"))
    assert (found.lines, found.kinds, found.spaces, found.authors) == ([], {}, {}, {})


def test_what_lies_below_follows(town: Town, titles: Titles) -> None:
    above = make(town, "Dossier")
    below = items.create_item(
        actor=town.actor("agent"), kind="files.folder", parent_id=above.pk, title="Confidences"
    )
    items.rename_item(actor=town.actor("agent"), item_id=below.pk, title="Confidences de Maud")
    assert titles("manager", "confidence") == ["Confidences de Maud"]
    restrictions.restrict_item(actor=town.actor("agent"), item_id=above.pk)
    assert titles("manager", "confidence") == []
    assert titles("agent", "confidence") == ["Confidences de Maud"]
    trash.trash_item(actor=town.actor("agent"), item_id=above.pk)
    assert titles("agent", "confidence") == []
    trash.restore_item(actor=town.actor("agent"), item_id=above.pk)
    assert titles("agent", "confidence") == ["Confidences de Maud"]


def test_comments_are_found_as_long_as_they_are_there(town: Town, titles: Titles) -> None:
    start_conversation(
        actor=town.actor("councillor"), item_id=town.space.pk, body="Le maçon vient mardi."
    )
    deliver_all()
    found = search(town.actor("agent"), Wanted(text="maçons"))
    assert [line.kind for line in found.lines] == ["conversations.message"]
    assert titles("stranger", "maçons") == []


def test_what_is_written_in_a_file_is_found_with_its_present_version(
    town: Town, titles: Titles
) -> None:
    agent = town.actor("agent")

    first, second = (
        write_blob(organisation_id=town.organisation.pk, chunks=[words])
        for words in (b"Le lavoir sera repris.", b"La fontaine sera reprise.")
    )
    version = add_file(actor=agent, parent_id=town.space.pk, name="Note.txt", blob=first)
    deliver_all()
    read_content(first.pk)
    assert titles("mayor", "lavoirs") == ["Note.txt"]
    assert titles("stranger", "lavoirs") == []
    add_version(actor=agent, file_id=version.file_id, blob=second, name="Note.txt")
    deliver_all()
    read_content(second.pk)
    assert titles("mayor", "fontaines") == ["Note.txt"]
    assert titles("mayor", "lavoirs") == []


def test_people_and_functions_are_found(town: Town, titles: Titles) -> None:
    assert titles("stranger", "lefevre") == ["Maud Lefèvre"]
    assert "Adjointe à l’urbanisme" in titles("stranger", "urbanisme")
    assert titles("outsider", "lefevre") == []


def test_partner_finds_whom_they_meet_only(town: Town, titles: Titles) -> None:
    assert titles("partner", "lefevre") == ["Maud Lefèvre"]
    assert titles("partner", "moreau") == []


def test_address_of_everybody_finds_nobody(town: Town, titles: Titles) -> None:
    assert titles("agent", town.organisation.slug.partition("-")[0]) == []
    assert titles("agent", "maud.lefevre") == ["Maud Lefèvre"]
