"""Favourites and what was opened lately: whose they are, and what they never show."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.town import Town

from parvis.apps.files.services import folders
from parvis.apps.workspaces import marks
from parvis.apps.workspaces.models import Favourite, Item, Opening
from parvis.apps.workspaces.services import marks as services
from parvis.apps.workspaces.services import restrictions, trash
from parvis.kernel.errors import NotFoundError
from parvis.kernel.models import Event
from parvis.kernel.testing.surfaces import EVERYONE, SIGNED_IN, SPACE_READERS

FRAGMENT = {"HX-Request": "true"}


def folder(town: Town, title: str = "Lots") -> Item:
    return folders.add_folder(actor=town.actor("agent"), parent_id=town.space.pk, title=title)


def enter(town: Town, persona: str) -> Client:
    client = Client()
    client.force_login(town.user(persona))
    return client


def titles(town: Town, persona: str) -> list[str]:
    return [row.item.title for row in marks.favourites(town.actor(persona))]


@pytest.mark.parametrize("persona", sorted(EVERYONE - {"anonymous"}))
def test_who_sees_a_thing_may_put_a_star_on_it_and_nobody_else(town: Town, persona: str) -> None:
    thing, before = folder(town), Event.objects.count()
    if persona in SPACE_READERS:
        services.mark_favourite(actor=town.actor(persona), item_id=thing.pk)
        services.mark_favourite(actor=town.actor(persona), item_id=thing.pk)
        assert titles(town, persona) == ["Lots"]
    else:
        with pytest.raises(NotFoundError):
            services.mark_favourite(actor=town.actor(persona), item_id=thing.pk)
        assert not Favourite.objects.exists()
    assert Event.objects.count() == before, "a star is nobody else’s business"
    for other in SIGNED_IN - {persona}:
        assert titles(town, other) == []


def test_what_one_sees_no_more_leaves_the_lists_and_comes_back(town: Town) -> None:
    thing = folder(town)
    client = enter(town, "mayor")
    services.mark_favourite(actor=town.actor("mayor"), item_id=thing.pk)
    client.post(reverse("workspaces:opened", args=[thing.pk]))
    pages = [reverse(f"workspaces:{name}") for name in ("favourites", "recent")]
    pages += [reverse("cockpit:block", args=[name]) for name in ("favourites", "recent")]
    for page in pages:
        assert "Lots" in client.get(page).content.decode(), page
    restrictions.restrict_item(actor=town.actor("agent"), item_id=thing.pk)
    for page in [*pages, "/"]:
        assert "Lots" not in client.get(page).content.decode(), page
    services.unmark_favourite(actor=town.actor("mayor"), item_id=thing.pk)
    assert not Favourite.objects.exists()
    restrictions.unrestrict_item(actor=town.actor("agent"), item_id=thing.pk)
    trash.trash_item(actor=town.actor("agent"), item_id=thing.pk)
    assert not marks.openings(town.actor("mayor")).filter(item=thing).exists()


def test_a_star_is_put_and_taken_on_the_page_with_and_without_htmx(town: Town) -> None:
    thing, client = folder(town), enter(town, "agent")
    url = reverse("workspaces:star", args=[thing.pk])
    page = reverse("files:folder", args=[thing.pk])
    assert client.post(url, {"on": "1"}).url == page
    assert 'aria-pressed="true"' in client.get(page).content.decode()
    assert "Lots" in client.get(reverse("workspaces:balls")).content.decode(), "it is in the rail"
    answer = client.post(url, {"on": "0"}, headers=FRAGMENT).content.decode()
    assert 'aria-pressed="false"' in answer
    assert not Favourite.objects.exists()
    space = reverse("workspaces:star", args=[town.space.pk])
    assert client.post(space, {"on": "1"}).url == reverse("workspaces:space", args=[town.space.pk])
    assert client.post(space, {"on": "0", "back": "list"}).url == reverse("workspaces:favourites")


def test_opening_is_noted_seldom_for_oneself_alone_and_can_be_forgotten(town: Town) -> None:
    thing, client = folder(town), enter(town, "agent")
    page = reverse("workspaces:opened", args=[thing.pk])
    assert page in client.get(reverse("files:folder", args=[thing.pk])).content.decode()
    assert not Opening.objects.exists()
    client.post(page)
    first = Opening.objects.get().opened_at
    client.post(page)
    assert Opening.objects.get().opened_at == first
    Opening.objects.update(opened_at=first - timedelta(hours=1))
    client.post(page)
    assert Opening.objects.get().opened_at >= first
    assert not marks.openings(town.actor("councillor")).exists()
    client.post(reverse("workspaces:forget_recent"))
    assert not Opening.objects.exists()


def test_openings_are_pruned(town: Town) -> None:
    agent, now = town.persons["agent"].pk, timezone.now()
    for number in range(services.KEPT + 3):
        Opening.objects.create(
            item=folder(town, f"{number}"), person_id=agent, opened_at=now - timedelta(days=number)
        )
    old = folder(town, "vieux")
    mayor = town.persons["mayor"].pk
    Opening.objects.create(item=old, person_id=mayor, opened_at=now - timedelta(days=61))
    services.prune_openings()
    assert Opening.objects.count() == services.KEPT
    assert not Opening.objects.filter(person_id=mayor).exists()


@pytest.mark.parametrize("name", ["favourites", "recent", "followed"])
def test_lists_ask_the_same_for_one_row_and_three(town: Town, name: str) -> None:
    client, measured = enter(town, "agent"), set()
    for count in (1, 3):
        for number in range(count):
            thing = folder(town, f"{name} {count} {number}")
            services.mark_favourite(actor=town.actor("agent"), item_id=thing.pk)
            services.note_opening(actor=town.actor("agent"), item=thing)
        client.get(reverse(f"workspaces:{name}"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"workspaces:{name}"))
        measured.add(len(queries))
    assert len(measured) == 1
    assert measured.pop() <= 15
