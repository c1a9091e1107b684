"""The trash of a space: what goes in, comes back, or goes for good."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.town import Town

from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.services import (
    items,
    joining,
    requests,
    restrictions,
    trash,
)
from parvis.apps.workspaces.tests.test_pages import LIMIT, browser, thing
from parvis.apps.workspaces.trashed import days_left
from parvis.kernel.errors import ConflictError


@pytest.mark.parametrize("count", [1, 3, 40])
def test_trash_takes_as_many_queries_for_one_thing_as_for_many(
    town: Town, count: int, django_assert_max_num_queries: object
) -> None:
    for number in range(count):
        trash.trash_item(actor=town.actor("agent"), item_id=thing(town, f"Plan {number}").pk)
    client = browser(town, "agent")
    with django_assert_max_num_queries(LIMIT):
        page = client.get(f"/espaces/{town.space.pk}/corbeille/").content.decode()
    assert page.count("/restaurer/") == count


def test_thing_goes_to_the_trash_and_back_or_away_for_good(town: Town) -> None:
    item = thing(town)
    agent = browser(town, "agent")
    assert agent.post(f"/e/{item.pk}/corbeille/", {"version": "7"}).status_code == 412
    assert agent.post(f"/e/{item.pk}/corbeille/", {"version": "1"}).status_code == 302
    assert "Agnès Petit" in agent.get(f"/espaces/{town.space.pk}/corbeille/").content.decode()
    assert agent.post(f"/e/{item.pk}/restaurer/").status_code == 302
    agent.post(f"/e/{item.pk}/corbeille/")
    assert agent.post(f"/e/{item.pk}/supprimer/").status_code == 403
    assert agent.post(f"/espaces/{town.space.pk}/corbeille/vider/").status_code == 403
    assert browser(town, "mayor").post(f"/e/{item.pk}/restaurer/").status_code == 403
    manager = browser(town, "manager")
    assert manager.post(f"/espaces/{town.space.pk}/corbeille/vider/").status_code == 302
    assert not Item.objects.filter(pk=item.pk).exists()


def test_what_one_does_not_see_is_not_destroyed_by_hand(town: Town) -> None:
    folder = thing(town, "Dossier")
    secret = items.create_item(
        actor=town.actor("agent"),
        kind="workspaces.space",
        parent_id=folder.pk,
        title="Secret",
    )
    restrictions.restrict_item(actor=town.actor("agent"), item_id=secret.pk)
    trash.trash_item(actor=town.actor("manager"), item_id=folder.pk)
    with pytest.raises(ConflictError):
        trash.purge_item(actor=town.actor("manager"), item_id=folder.pk)
    assert trash.empty_trash(actor=town.actor("manager"), workspace_id=town.space.pk) == 0
    assert Item.objects.filter(pk=secret.pk).exists()


def test_trash_is_emptied_by_itself_after_thirty_days(town: Town) -> None:
    old, young = thing(town, "Vieux"), thing(town, "Jeune")
    trash.trash_item(actor=town.actor("agent"), item_id=old.pk)
    trash.trash_item(actor=town.actor("agent"), item_id=young.pk)
    past = timezone.now() - timedelta(days=31)
    Item.objects.filter(pk=old.pk).update(trashed_at=past)
    assert trash.purge_old_trash() == 1
    assert list(Item.objects.filter(trashed_at__isnull=False)) == [young]


def test_requested_space_has_no_room_for_things(town: Town) -> None:
    space = requests.request_workspace(actor=town.actor("agent"), title="Marché")
    assert browser(town, "agent").get(f"/espaces/{space.pk}/membres/inviter/").status_code == 409
    with pytest.raises(ConflictError):
        joining.ask_to_join(actor=town.actor("manager"), workspace_id=space.pk)


def test_day_of_the_trash_counts_until_it_is_over(town: Town) -> None:
    item = thing(town)
    trash.trash_item(actor=town.actor("agent"), item_id=item.pk)
    item.refresh_from_db()
    assert days_left(item) == trash.KEPT_DAYS
    item.trashed_at = timezone.now() - timedelta(days=trash.KEPT_DAYS, seconds=-60)
    assert days_left(item) == 1
    item.trashed_at = timezone.now() - timedelta(days=trash.KEPT_DAYS)
    assert days_left(item) == 0
