"""The pages of search: results, filters, the quick list, why, kept searches."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries
from tests.town import Town

from parvis.apps.conversations.services import start_conversation
from parvis.apps.search.selectors import saved_searches
from parvis.apps.workspaces.services import items, restrictions
from parvis.kernel.outbox import deliver_all

FRAGMENT = {"HX-Request": "true"}


def make(town: Town, title: str) -> object:
    made = items.create_item(
        actor=town.actor("agent"), kind="files.folder", parent_id=town.space.pk, title=title
    )
    items.tag_item(actor=town.actor("agent"), item_id=made.pk, labels=["Marché public"])
    return made


def page(town: Town, persona: str = "agent", **query: object) -> str:
    client = Client()
    client.force_login(town.user(persona))
    response = client.get(f"{reverse('search:index')}?{urlencode(query)}")
    assert response.status_code == 200
    return response.content.decode()


def test_results_show_their_words_marked_and_nothing_else_as_html(town: Town) -> None:
    make(town, "Toiture <script>alert(1)</script> & charpente")
    start_conversation(
        actor=town.actor("agent"),
        item_id=town.space.pk,
        body="Les <b>toitures</b> <mark>fuient</mark> <img src=x onerror=alert(1)>",
    )
    deliver_all()
    shown = page(town, q="toitures")
    assert "<mark>Toiture</mark> &lt;script&gt;alert(1)&lt;/script&gt; &amp; charpente" in shown
    assert "&lt;b&gt;<mark>toitures</mark>&lt;/b&gt; &lt;mark&gt;fuient" in shown
    assert "<img src=x" not in shown
    assert "<b>toitures" not in shown


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_for_one_row_and_three(
    town: Town, client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        made = make(town, f"Toiture {number}")
        start_conversation(actor=town.actor("agent"), item_id=made.pk, body="La toiture ?")
    deliver_all()
    client.force_login(town.user("agent"))
    client.get(reverse("search:index"))
    with django_assert_num_queries(10):
        response = client.get(reverse("search:index"), {"q": "toiture"})
    assert response.content.decode().count("found-row") == count * 2
    with django_assert_num_queries(11):
        client.get(reverse("search:index"), {"q": "toiture", "affiner": "1"})


def test_filters_keep_what_was_asked_for_and_count_it(town: Town) -> None:
    made = make(town, "Toiture de la halle")
    make(town, "Toiture du gymnase")
    start_conversation(actor=town.actor("councillor"), item_id=made.pk, body="La toiture ?")
    deliver_all()
    councillor = town.persons["councillor"].pk
    assert page(town, q="toiture").count("found-row") == 3
    assert page(town, q="toiture", type="files.folder").count("found-row") == 2
    assert page(town, q="toiture", qui=councillor).count("found-row") == 1
    assert page(town, q="toiture", espace=town.space.pk).count("found-row") == 3
    assert page(town, q="toiture", etiquette="marche public").count("found-row") == 2
    assert page(town, etiquette="marche public").count("found-row") == 2
    assert page(town, q="toiture", depuis="2999-01-01").count("found-row") == 0
    assert page(town, q="toiture", jusqua="2000-01-01", type="x", qui="y").count("found-row") == 0
    assert "Marché public (2)" in page(town, q="toiture", affiner=1)


def test_counts_and_filters_tell_nothing_of_hidden_things(town: Town) -> None:
    make(town, "Toiture")
    hidden = make(town, "Toiture secrète")
    items.tag_item(actor=town.actor("agent"), item_id=hidden.pk, labels=["Litige"])
    start_conversation(actor=town.actor("agent"), item_id=hidden.pk, body="Toiture litigieuse")
    deliver_all()
    restrictions.restrict_item(actor=town.actor("agent"), item_id=hidden.pk)
    for _turn in range(2):  # before the index follows, and after
        for persona in ("manager", "councillor", "mayor", "partner"):
            shown = page(town, persona, q="toiture", affiner=1)
            assert shown.count("found-row") == 1
            assert not any(word in shown for word in ("secrète", "litig", "Litige", "(2)"))
        deliver_all()
    assert page(town, "agent", q="toiture").count("found-row") == 3


def test_quick_list_leads_to_things_and_to_the_page(town: Town, client: Client) -> None:
    made = make(town, "Toiture")
    deliver_all()
    client.force_login(town.user("agent"))
    response = client.get(reverse("search:quick"), {"q": "toi"}, headers=FRAGMENT)
    assert reverse("files:folder", args=[made.pk]) in response.content.decode()
    assert client.get(reverse("search:quick"), {"q": "toi"}).url.endswith("/recherche/?q=toi")


def test_why_names_what_opens_the_thing(town: Town, client: Client) -> None:
    made = make(town, "Toiture")
    restrictions.restrict_item(actor=town.actor("agent"), item_id=made.pk)
    deliver_all()
    client.force_login(town.user("agent"))
    shown = client.get(reverse("search:why", args=[made.pk])).content.decode()
    assert "Rénovation de la halle" in shown
    assert "« Toiture »" in shown.replace("\xa0", " ")
    client.force_login(town.user("manager"))
    assert client.get(reverse("search:why", args=[made.pk])).status_code == 404


def test_searches_are_kept_replaced_and_forgotten(town: Town, client: Client) -> None:
    client.force_login(town.user("agent"))
    keep = reverse("search:save")
    client.post(keep, {"name": "Toits", "query": "q=toiture&page=3&next=evil"})
    client.post(keep, {"name": "Toits", "query": "q=toitures&type=files.file"})
    (row,) = saved_searches(town.actor("agent"))
    assert row.query == "q=toitures&type=files.file"
    assert "Toits" in page(town)
    assert not saved_searches(town.actor("manager"))
    client.post(keep, {"name": "", "query": "q=x"})
    client.post(reverse("search:forget", args=[row.pk]))
    assert not saved_searches(town.actor("agent"))
