"""The ball is never lost, whatever the order in which people ask, answer and leave."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.town import Town

from parvis.apps.directory.models import Function, Party, Person
from parvis.apps.directory.services import rebuild_party_users
from parvis.apps.workspaces import holders, tasks
from parvis.apps.workspaces.enums import WaitingState
from parvis.apps.workspaces.models import Item, Membership, Waiting
from parvis.apps.workspaces.services import items, restrictions, spaces
from parvis.apps.workspaces.services import waiting as balls
from parvis.apps.workspaces.services.returns import open_holds, return_lost_balls
from parvis.kernel.errors import InvalidError, ParvisError
from parvis.kernel.models import Event
from parvis.kernel.outbox import deliver_all


def _folder(town: Town) -> Item:
    return items.create_item(
        actor=town.actor("agent"),
        kind="workspaces.space",
        parent_id=town.space.pk,
        title="Devis",
    )


def _ask(town: Town, *, by: str = "agent", to: str = "councillor") -> Waiting:
    return balls.ask(
        actor=town.actor(by), item_id=town.space.pk, party_id=town.persons[to].pk, message="Vu ?"
    )


def test_ball_goes_back_to_the_asker_when_the_holder_leaves_the_space(town: Town) -> None:
    hold = _ask(town)
    spaces.remove_member(
        actor=town.actor("manager"),
        workspace_id=town.space.pk,
        party_id=town.persons["councillor"].pk,
    )
    deliver_all()
    hold.refresh_from_db()
    back = Waiting.objects.get(passed_from=hold)
    assert (hold.state, back.party_id) == (WaitingState.PASSED, town.persons["agent"].pk)
    event = Event.objects.get(type="workspaces.waiting_returned")
    assert event.payload["before_id"] == str(town.persons["councillor"].pk)


def test_ball_goes_to_a_manager_when_the_asker_is_gone_too(town: Town) -> None:
    hold = _ask(town)
    gone = [town.persons["agent"].pk, town.persons["councillor"].pk]
    Membership.objects.filter(party_id__in=gone).delete()
    return_lost_balls(holds=open_holds())
    assert Waiting.objects.get(passed_from=hold).party_id == town.persons["manager"].pk


def test_ball_is_taken_back_when_nobody_sees_the_thing(town: Town) -> None:
    folder = _folder(town)
    hold = balls.ask(
        actor=town.actor("councillor"), item_id=folder.pk, party_id=town.persons["mayor"].pk
    )
    restrictions.restrict_item(actor=town.actor("agent"), item_id=folder.pk)
    deliver_all()
    hold.refresh_from_db()
    assert hold.state == WaitingState.WITHDRAWN
    assert not open_holds().exists()
    assert Event.objects.filter(type="workspaces.waiting_withdrawn", system="ball").count() == 1


def test_ended_partner_loses_the_ball_the_day_after(town: Town) -> None:
    hold = _ask(town, to="partner")
    Person.objects.filter(pk=town.persons["partner"].pk).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )
    tasks.return_balls_of_the_departed()
    hold.refresh_from_db()
    assert hold.state == WaitingState.PASSED


def test_vacant_function_is_refused_and_falls_to_its_fallback(town: Town) -> None:
    manager = town.actor("manager")
    spaces.add_member(actor=manager, workspace_id=town.space.pk, party_id=town.function.pk, role=20)
    Function.objects.filter(pk=town.function.pk).update(holder=None)
    with pytest.raises(InvalidError):
        balls.ask(actor=manager, item_id=town.space.pk, party_id=town.function.pk)
    Function.objects.filter(pk=town.function.pk).update(fallback=town.persons["mayor"].pk)
    rebuild_party_users(organisation_id=town.organisation.pk)
    hold = balls.ask(actor=manager, item_id=town.space.pk, party_id=town.function.pk)
    assert hold.party_id in town.actor("mayor").party_ids


PEOPLE = ["manager", "agent", "councillor", "mayor", "partner"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "answer", "pass", "take back", "close", "leave", "come", "end"]),
        st.sampled_from(PEOPLE),
        st.sampled_from(PEOPLE),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=14,
)


def _step(town: Town, act: str, one: str, other: str, number: int) -> None:
    actor, party_id = town.actor(one), town.persons[other].pk
    holds = list(Waiting.objects.order_by("since", "pk"))
    hold = holds[number % len(holds)] if holds else None
    match act:
        case "ask":
            balls.ask(actor=actor, item_id=town.space.pk, party_id=party_id)
        case "leave":
            spaces.remove_member(actor=town.system, workspace_id=town.space.pk, party_id=party_id)
        case "come":
            spaces.add_member(
                actor=town.system, workspace_id=town.space.pk, party_id=party_id, role=20
            )
        case "end":
            Party.objects.filter(pk=party_id).update(left_at=timezone.now())
            return_lost_balls(holds=open_holds())
        case "answer" if hold:
            balls.answer(actor=actor, waiting_id=hold.pk, text="Oui")
        case "pass" if hold:
            balls.pass_on(actor=actor, waiting_id=hold.pk, party_id=party_id)
        case "take back" if hold:
            balls.take_back(actor=actor, waiting_id=hold.pk)
        case "close" if hold:
            balls.close(actor=actor, waiting_id=hold.pk)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_each_chain_has_one_open_hold_or_has_ended(
    town: Town, steps: list[tuple[str, str, str, int]]
) -> None:
    Waiting.objects.all().delete()
    Party.objects.filter(left_at__isnull=False).update(left_at=None)
    for person in PEOPLE[1:]:
        _step(town, "come", person, person, 0)
    asked = 0
    for act, one, other, number in steps:
        try:
            _step(town, act, one, other, number)
            asked += act == "ask"
        except ParvisError:
            pass
        deliver_all()
    able = set(holders.parties_who_see(town.space.item).values_list("pk", flat=True))
    rows = list(Waiting.objects.all())
    passed = {row.passed_from_id for row in rows}
    chains = [row for row in rows if row.passed_from_id is None]
    ends = [row for row in rows if row.pk not in passed]
    assert len(chains) == asked == len(ends)
    for row in rows:
        assert (row.state == WaitingState.PASSED) == (row.pk in passed)
        assert (row.ended_at is None) == (row.state == WaitingState.OPEN)
        if row.state == WaitingState.OPEN:
            assert row.party_id in able
