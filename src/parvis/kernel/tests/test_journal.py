"""The journal delivers once, keeps failures, and shows tampering."""

from datetime import timedelta

import pytest
from django.db import transaction
from tests.town import Town

from parvis.apps.workspaces.events import SpaceCreated
from parvis.kernel import events, journal, outbox
from parvis.kernel.models import Delivery, DeliveryState, Event

NOW = timedelta(0)


def test_sealed_journal_verifies(town: Town) -> None:
    assert journal.seal_all(settling=NOW) == 2
    assert list(journal.verify_journal()) == []


@pytest.mark.parametrize("tampering", ["change", "remove", "reattribute"])
def test_tampering_with_a_sealed_event_shows(town: Town, tampering: str) -> None:
    journal.seal_all(settling=NOW)
    event = Event.objects.filter(organisation_id=town.organisation.pk).earliest("id")
    match tampering:
        case "change":
            Event.objects.filter(pk=event.pk).update(payload={"kind": "else"})
        case "remove":
            event.delete()
        case _:
            Event.objects.filter(pk=event.pk).update(actor_id=town.persons["mayor"].pk)
    problems = list(journal.verify_journal())
    assert [problem.organisation_id for problem in problems] == [town.organisation.pk]


def test_removing_a_whole_seal_shows(town: Town) -> None:
    journal.seal_all(settling=NOW)
    with transaction.atomic():
        events.emit(SpaceCreated(workspace_id=town.space.pk, template="x"), actor=town.system)
    journal.seal_all(settling=NOW)
    first = journal.Seal.objects.get(organisation_id=town.organisation.pk, number=1)
    first.events.all().delete()
    first.delete()
    assert list(journal.verify_journal())


@pytest.mark.django_db(transaction=True)
def test_events_leave_only_from_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        events.emit(SpaceCreated(template="x"), actor=events.Actor(system="x"))


def test_failing_handler_is_kept_and_tried_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[object] = []

    def failing(event: Event) -> None:
        calls.append(event.pk)
        if len(calls) == 1:
            raise ValueError("boum")

    monkeypatch.setitem(events._handlers, "workspaces.space_created", {"failing": failing})
    event = events.emit(SpaceCreated(workspace_id=town.space.pk, template="x"), actor=town.system)
    deliveries = Delivery.objects.filter(handler="failing")
    outbox.deliver_pending(limit=10_000)
    row = deliveries.get()
    assert (row.state, row.attempts, row.error) == (DeliveryState.PENDING, 1, "ValueError: boum")
    outbox.replay(row)
    outbox.deliver_pending(limit=10_000)
    assert deliveries.get().state == DeliveryState.DONE
    assert calls == [event.pk, event.pk]
