"""The index made again, completed, cleaned; what the administrator is told of it."""

from django.test import Client
from django.urls import reverse
from tests.town import Town

from parvis.apps.search.engines import engine
from parvis.apps.search.engines.base import Sought, Words, analysed
from parvis.apps.search.models import Document, Spelling
from parvis.apps.search.queries import read_typed
from parvis.apps.search.selectors import Wanted, search
from parvis.apps.search.services import upkeep
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.services import items
from parvis.kernel.outbox import deliver_all


def titles(town: Town, text: str) -> list[str]:
    return [line.title for line in search(town.actor("agent"), Wanted(text=text)).lines]


def make(town: Town) -> Item:
    return items.create_item(
        actor=town.actor("agent"), kind="files.folder", parent_id=town.space.pk, title="Toiture"
    )


def test_index_is_made_again_while_people_search(town: Town) -> None:
    make(town)
    upkeep.rebuild()
    before = set(Document.objects.values_list("pk", flat=True))
    Item.objects.filter(title="Toiture").update(title="Charpente")  # as a restore would
    upkeep.forget(organisation_id=town.organisation.pk)
    assert titles(town, "toitures") == ["Toiture"]
    while upkeep.index_stale(town.organisation.pk):
        pass
    assert titles(town, "charpentes") == ["Charpente"]
    assert titles(town, "toitures") == []
    assert not Document.objects.filter(organisation_id=town.organisation.pk, digest="").exists()
    others = Document.objects.filter(organisation_id=town.other.pk)
    assert set(others.values_list("pk", flat=True)) <= before


def test_what_no_event_brought_is_caught_up(town: Town) -> None:
    deliver_all()
    made = make(town)
    Document.objects.filter(item_id=made.pk).delete()
    assert titles(town, "toiture") == []
    assert upkeep.index_missing() == 1
    assert upkeep.index_missing() == 0
    assert titles(town, "toiture") == ["Toiture"]


def test_words_left_behind_are_swept_and_never_found(town: Town) -> None:
    engine().write([Words(10**9, ("zqs1",), analysed("Fantôme"))])
    sought = Sought(read_typed("fantôme"), ["zqs1"])
    assert [hit.id for hit in engine().find(sought)] == [10**9]
    upkeep.remove_orphans()
    assert engine().find(sought) == []


def test_words_are_learnt_again(town: Town) -> None:
    make(town)
    upkeep.rebuild()
    assert Spelling.objects.filter(word="toiture").exists()
    Item.objects.filter(title="Toiture").delete()
    upkeep.rebuild()
    assert not Spelling.objects.filter(word="toiture").exists()


def test_administrator_reads_how_the_index_stands(town: Town, client: Client) -> None:
    deliver_all()
    client.force_login(town.user("admin"))
    page = client.get(reverse("search:admin"))
    assert page.status_code == 200
    client.post(reverse("search:rebuild"))
    assert Document.objects.filter(organisation_id=town.organisation.pk, digest="").exists()
    client.force_login(town.user("manager"))
    assert client.get(reverse("search:admin")).status_code == 403
