"""The ball goes from hand to hand and is never lost."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.town import Town

from parvis.apps.directory.models import Absence
from parvis.apps.directory.services import rebuild_party_users
from parvis.apps.workspaces import selectors
from parvis.apps.workspaces.balls import ball_of
from parvis.apps.workspaces.enums import WaitingAction, WaitingState
from parvis.apps.workspaces.models import Waiting
from parvis.apps.workspaces.services import waiting as balls
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from parvis.kernel.models import Event


def _asked(town: Town, persona: str = "councillor") -> Waiting:
    return balls.ask(
        actor=town.actor("agent"),
        item_id=town.space.pk,
        party_id=town.persons[persona].pk,
        due_on=timezone.localdate() + timedelta(days=3),
    )


def test_what_is_asked_waits_for_the_holder_and_shows_to_the_asker(town: Town) -> None:
    waiting = _asked(town)
    assert list(selectors.waits_for(town.actor("councillor"))) == [waiting]
    assert list(selectors.asked_by(town.actor("agent"))) == [waiting]
    assert not selectors.waits_for(town.actor("mayor")).exists()
    assert not selectors.visible_waiting(town.actor("stranger")).exists()


def test_function_passes_the_ball_to_whoever_holds_it(town: Town) -> None:
    waiting = balls.ask(actor=town.actor("agent"), item_id=town.space.pk, party_id=town.function.pk)
    assert list(selectors.waits_for(town.actor("councillor"))) == [waiting]
    town.function.holder = town.persons["mayor"]
    town.function.save()
    rebuild_party_users(organisation_id=town.organisation.pk)
    assert not selectors.waits_for(town.actor("councillor")).exists()
    assert list(selectors.waits_for(town.actor("mayor"))) == [waiting]


def test_stand_in_answers_for_the_absent_and_it_shows(town: Town) -> None:
    waiting = _asked(town)
    today = timezone.localdate()
    Absence.objects.create(
        person=town.persons["councillor"],
        stand_in=town.persons["mayor"],
        starts_on=today,
        ends_on=today,
    )
    rebuild_party_users(organisation_id=town.organisation.pk)
    balls.answer(actor=town.actor("mayor"), waiting_id=waiting.pk, text="D’accord.")
    event = Event.objects.get(type="workspaces.waiting_answered")
    assert event.acting_for_id == town.persons["councillor"].pk
    assert event.actor_id == town.persons["mayor"].pk


def test_only_the_holder_answers_and_a_refusal_changes_nothing(town: Town) -> None:
    waiting = _asked(town)
    before = Event.objects.count()
    for persona, error in [
        ("agent", RefusedError),
        ("manager", RefusedError),
        ("stranger", NotFoundError),
        ("outsider", NotFoundError),
    ]:
        with pytest.raises(error):
            balls.answer(actor=town.actor(persona), waiting_id=waiting.pk, text="Oui")
    waiting.refresh_from_db()
    assert waiting.state == WaitingState.OPEN
    assert Event.objects.count() == before


def test_passing_on_keeps_the_date_and_who_had_it(town: Town) -> None:
    waiting = _asked(town)
    passed = balls.pass_on(
        actor=town.actor("councillor"), waiting_id=waiting.pk, party_id=town.persons["mayor"].pk
    )
    waiting.refresh_from_db()
    assert (waiting.state, passed.passed_from_id, passed.due_on) == (
        WaitingState.PASSED,
        waiting.pk,
        waiting.due_on,
    )
    assert list(selectors.waits_for(town.actor("mayor"))) == [passed]


def test_answering_twice_is_refused(town: Town) -> None:
    waiting = _asked(town)
    balls.answer(actor=town.actor("councillor"), waiting_id=waiting.pk, text="Oui")
    with pytest.raises(ConflictError):
        balls.answer(actor=town.actor("councillor"), waiting_id=waiting.pk, text="Non")


def test_only_the_asker_takes_back_and_a_manager_may_close(town: Town) -> None:
    waiting = _asked(town)
    with pytest.raises(RefusedError):
        balls.take_back(actor=town.actor("manager"), waiting_id=waiting.pk)
    with pytest.raises(RefusedError):
        balls.close(actor=town.actor("mayor"), waiting_id=waiting.pk)
    balls.close(actor=town.actor("manager"), waiting_id=waiting.pk)
    assert not selectors.visible_waiting(town.actor("agent")).exists()


def test_nobody_without_access_can_be_given_the_ball(town: Town) -> None:
    with pytest.raises(InvalidError):
        _asked(town, "stranger")


def test_date_in_the_past_is_refused(town: Town) -> None:
    with pytest.raises(InvalidError):
        balls.ask(
            actor=town.actor("agent"),
            item_id=town.space.pk,
            party_id=town.persons["mayor"].pk,
            due_on=timezone.localdate() - timedelta(days=1),
        )


def test_nobody_reads_for_another(town: Town) -> None:
    today = timezone.localdate()
    Absence.objects.create(
        person=town.persons["councillor"],
        stand_in=town.persons["mayor"],
        starts_on=today,
        ends_on=today,
    )
    rebuild_party_users(organisation_id=town.organisation.pk)
    answer, reading = (
        balls.ask(
            actor=town.actor("agent"),
            item_id=town.space.pk,
            party_id=town.persons["councillor"].pk,
            action=action,
        )
        for action in (WaitingAction.ANSWER, WaitingAction.READ)
    )
    stand_in, absent = town.actor("mayor"), town.actor("councillor")
    assert list(selectors.waits_for(stand_in)) == [answer]
    assert selectors.waiting_counts(stand_in).mine == 1
    assert set(selectors.waits_for(absent)) == {answer, reading}
    shown = ball_of(stand_in, selectors.get_hold(stand_in, reading.pk))
    assert (shown.can_answer, shown.replies) == (False, ())
    for act in (
        lambda: balls.close(actor=stand_in, waiting_id=reading.pk),
        lambda: balls.answer(actor=stand_in, waiting_id=reading.pk, text="Lu"),
    ):
        with pytest.raises(RefusedError):
            act()
    balls.close(actor=absent, waiting_id=reading.pk)
    reading.refresh_from_db()
    assert reading.state == WaitingState.CLOSED


def test_late_comes_first(town: Town) -> None:
    soon, later, never = _asked(town), _asked(town), _asked(town)
    Waiting.objects.filter(pk=later.pk).update(due_on=timezone.localdate() - timedelta(days=2))
    Waiting.objects.filter(pk=never.pk).update(due_on=None)
    assert list(selectors.waits_for(town.actor("councillor"))) == [later, soon, never]
