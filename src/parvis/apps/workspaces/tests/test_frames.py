"""The frames around every page of a space and of an item."""

import pytest
from django.test import Client
from tests.town import Town

from parvis.apps.directory.models import Organisation
from parvis.apps.workspaces.models import Item, Workspace
from parvis.apps.workspaces.services import items, restrictions, trash
from parvis.kernel.errors import NotFoundError

HX = {"HX-Request": "true"}


@pytest.fixture
def thing(town: Town) -> Item:
    return items.create_item(
        actor=town.actor("agent"),
        kind="workspaces.space",
        parent_id=town.space.pk,
        title="Plan de la halle",
    )


def browser(town: Town, persona: str) -> Client:
    client = Client()
    client.force_login(town.user(persona))
    return client


def test_space_says_who_is_there_and_shows_its_tools(town: Town) -> None:
    page = browser(town, "agent").get(f"/espaces/{town.space.pk}/").content.decode()
    assert "<h1>Rénovation de la halle</h1>" in page
    frame_tabs = ["Fil", "Qui a la balle", "Membres"]
    start = page.index("<h1>")
    positions = [page.index(f">{label}<", start) for label in frame_tabs]
    assert positions == sorted(positions)


def test_space_counts_its_members_and_partners(town: Town) -> None:
    response = browser(town, "agent").get(f"/espaces/{town.space.pk}/")
    assert "5 membres, dont 1 partenaire" in response.content.decode()
    assert response.context["frame"].more == 1


def test_tool_that_the_town_does_without_has_no_tab(town: Town) -> None:
    Workspace.objects.filter(pk=town.space.pk).update(tools=["members", "timeline", "files"])
    Organisation.objects.filter(pk=town.organisation.pk).update(tools_off=["files"])
    response = browser(town, "agent").get(f"/espaces/{town.space.pk}/")
    assert [tab.name for tab in response.context["frame"].tabs] == [
        "members",
        "timeline",
        "waiting",
    ]


@pytest.mark.parametrize("path", ["", "membres/", "balle/"])
def test_space_pages_take_few_queries_whatever_the_number_of_members(
    town: Town, path: str, django_assert_max_num_queries: object
) -> None:
    client = browser(town, "agent")
    with django_assert_max_num_queries(15):
        assert client.get(f"/espaces/{town.space.pk}/{path}").status_code == 200


def test_space_is_hidden_from_others(town: Town) -> None:
    address = f"/espaces/{town.space.pk}/"
    assert browser(town, "outsider").get(address).status_code == 404
    assert browser(town, "stranger").get(address).url == f"{address}rejoindre/"


def test_page_of_a_space_is_not_the_page_of_a_thing_in_it(town: Town, thing: Item) -> None:
    assert browser(town, "agent").get(f"/espaces/{thing.pk}/").status_code == 404


def test_permalink_leads_to_the_page_and_switches_town(town: Town) -> None:
    response = browser(town, "agent").get(f"/e/{town.space.pk}/")
    assert response.url == f"/espaces/{town.space.pk}/"
    assert browser(town, "stranger").get(f"/e/{town.space.pk}/").status_code == 404


def test_title_changes_in_place_and_keeps_what_was_typed(town: Town, thing: Item) -> None:
    client = browser(town, "agent")
    url = f"/e/{thing.pk}/renommer/"
    form = client.get(url, headers=HX).content.decode()
    assert 'name="title" value="Plan de la halle"' in form
    done = client.post(url, {"title": "Plan 2", "version": 1}, headers=HX).content.decode()
    assert "<h1>Plan 2</h1>" in done
    late = client.post(url, {"title": "Plan 3", "version": 1}, headers=HX)
    assert late.status_code == 422
    assert "Plan 2" in late.content.decode()
    assert 'value="Plan 3"' in late.content.decode()
    empty = client.post(url, {"title": " "})
    assert empty.status_code == 422
    assert "<html" in empty.content.decode()
    thing.refresh_from_db()
    assert thing.title == "Plan 2"


def test_reader_may_not_rename(town: Town, thing: Item) -> None:
    response = browser(town, "mayor").post(f"/e/{thing.pk}/renommer/", {"title": "x"})
    assert response.status_code == 403


def test_panel_is_fetched_alone_or_shown_as_a_page(town: Town, thing: Item) -> None:
    client = browser(town, "mayor")
    url = f"/e/{thing.pk}/panneau/conversation/"
    assert "<html" not in client.get(url, headers=HX).content.decode()
    assert "<html" in client.get(url).content.decode()
    assert client.get(f"/e/{thing.pk}/panneau/rien/").status_code == 404


def test_breadcrumbs_say_only_what_the_actor_sees(town: Town, thing: Item) -> None:
    inside = items.create_item(
        actor=town.actor("agent"), kind="workspaces.space", parent_id=thing.pk, title="Coupe"
    )
    restrictions.restrict_item(actor=town.actor("agent"), item_id=inside.pk)
    page = browser(town, "agent").get(f"/e/{inside.pk}/renommer/")
    assert [label for label, _url in page.context["frame"].crumbs] == [
        "Rénovation de la halle",
        "Plan de la halle",
        "Coupe",
    ]
    assert "Restreint" in page.content.decode()
    trash.trash_item(actor=town.actor("agent"), item_id=thing.pk)
    with pytest.raises(NotFoundError):
        items.rename_item(actor=town.actor("agent"), item_id=inside.pk, title="x")
