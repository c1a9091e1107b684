"""The journal by the API: for administrators, in pages, filtered, its seals verified."""

from datetime import timedelta

import pytest
from tests.calling import Call, call, journal, queries, refused, walked
from tests.town import Town

from parvis.apps.workspaces.services import items, restrictions
from parvis.kernel.journal import seal_journal
from parvis.kernel.models import Event

__all__ = ["call"]
MAX_QUERIES = 15


def test_every_event_comes_once_and_no_other_towns(town: Town, call: Call) -> None:
    rows = walked(call, "admin", "/journal", 20)
    own = Event.objects.filter(organisation_id=town.organisation.pk)
    assert {row["id"] for row in rows} == {str(pk) for pk in own.values_list("pk", flat=True)}
    assert not {row["id"] for row in rows} & {
        row["id"] for row in walked(call, "outsider", "/journal", 20)
    }


def test_filters_narrow_down(town: Town, call: Call) -> None:
    agent = town.persons["agent"].pk
    items.describe_item(actor=town.actor("agent"), item_id=town.space.pk, description="Deux lots")
    found = walked(call, "admin", f"/journal?type=workspaces.item_described&person_id={agent}", 5)
    assert [row["actor_id"] for row in found] == [str(agent)]
    assert walked(call, "admin", "/journal?first=2100-01-01", 5) == []
    assert walked(call, "admin", "/journal?q=zzzz", 5) == []
    refused(call("admin", "GET", "/journal?first=hier"), 422)
    refused(call("admin", "GET", "/journal?cursor=x"), 422)


def test_restricted_thing_is_told_without_its_name(town: Town, call: Call) -> None:
    agent = town.actor("agent")
    item = items.create_item(
        actor=agent, kind="workspaces.space", parent_id=town.space.pk, title="Sanction de Paul"
    )
    restrictions.restrict_item(actor=agent, item_id=item.pk)
    items.rename_item(actor=agent, item_id=item.pk, title="Sanction de Pierre")
    words = call("admin", "GET", "/journal?limit=200").content.decode()
    assert str(item.pk) in words
    assert "Sanction" not in words


@pytest.mark.parametrize("persona", ["manager", "agent", "partner"])
def test_journal_is_for_administrators(town: Town, call: Call, persona: str) -> None:
    before = journal()
    refused(call(persona, "GET", "/journal"), 403)
    refused(call(persona, "GET", "/journal/seals"), 403)
    assert journal() == before


def test_seals_show_what_was_touched(town: Town, call: Call) -> None:
    seal_journal(organisation_id=town.organisation.pk, settling=timedelta(0))
    assert call("admin", "GET", "/journal/seals").json()["holds"]
    event = Event.objects.filter(seal__isnull=False).first()
    Event.objects.filter(pk=event.pk).update(payload={"touched": True})
    verdict = call("admin", "GET", "/journal/seals").json()
    assert not verdict["holds"]
    assert verdict["links"][0]["problems"]


def test_journal_takes_the_same_queries_for_one_row_and_three(town: Town, call: Call) -> None:
    alone = queries(call, "admin", "/journal?limit=1")
    assert queries(call, "admin", "/journal?limit=3") <= max(alone, MAX_QUERIES)
    assert queries(call, "admin", "/journal?limit=3") == queries(call, "admin", "/journal?limit=50")
