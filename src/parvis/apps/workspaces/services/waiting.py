"""The ball: ask, answer, pass on, take back, close."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.apps.workspaces import access, holders
from parvis.apps.workspaces.enums import WaitingAction, WaitingState
from parvis.apps.workspaces.events import (
    WaitingAnswered,
    WaitingClosed,
    WaitingOpened,
    WaitingPassed,
    WaitingReminded,
    WaitingWithdrawn,
)
from parvis.apps.workspaces.models import Item, Waiting
from parvis.apps.workspaces.services.follows import follow_item
from parvis.apps.workspaces.services.returns import can_hold, vacant_functions
from parvis.kernel.actors import Actor
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from parvis.kernel.events import emit, emit_all
from parvis.kernel.texts import clean_text

REMINDER_PAUSE = timedelta(days=1)


def _check_holder(item: Item, party_id: UUID) -> None:
    if vacant_functions([party_id]):
        raise InvalidError(
            fields={
                "party": [
                    _("Nobody holds this function at present: choose a person or a department.")
                ]
            }
        )
    if not holders.parties_who_see(item).filter(pk=party_id).exists():
        raise InvalidError(
            fields={
                "party": [
                    _("They have no access to this. Invite them to the space, or give them access.")
                ]
            }
        )


def _check_due(due_on: date | None) -> None:
    if due_on and due_on < timezone.localdate():
        raise InvalidError(fields={"due_on": [_("Choose today or a date to come.")]})


def _acting_for(actor: Actor, waiting: Waiting) -> UUID | None:
    """Return the party for whom a stand-in acts, None for who acts in person."""
    return None if waiting.party_id in actor.party_ids else waiting.party_id


def _lock_waiting(actor: Actor, waiting_id: UUID, *, to: str) -> Waiting:
    """Lock an open hold on a visible item and authorise `to` on the item."""
    waiting = Waiting.objects.select_for_update().filter(pk=waiting_id).first()
    if waiting is None:
        raise NotFoundError
    access.lock_item(actor, waiting.item_id, to=to)
    if waiting.state != WaitingState.OPEN:
        raise ConflictError(_("Somebody has already dealt with this."))
    return waiting


def _end(actor: Actor, waiting: Waiting, state: WaitingState, answer: str = "") -> None:
    waiting.state = state
    waiting.ended_at = timezone.now()
    waiting.ended_by_id = actor.party_id
    waiting.answer = answer
    waiting.save(update_fields=["state", "ended_at", "ended_by", "answer"])


@transaction.atomic
def ask(
    *,
    actor: Actor,
    item_id: UUID,
    party_id: UUID,
    action: str = WaitingAction.ANSWER,
    message: str = "",
    due_on: date | None = None,
) -> Waiting:
    """Give the ball on an item to a party that can see it (raises InvalidError, RefusedError)."""
    item = access.lock_item(actor, item_id, to="ask")
    if action not in WaitingAction.values:
        raise InvalidError(fields={"action": [_("Choose what you ask for.")]})
    _check_due(due_on)
    _check_holder(item, party_id)
    waiting = Waiting.objects.create(
        organisation_id=item.organisation_id,
        workspace_id=item.workspace_id,
        item=item,
        party_id=party_id,
        asked_by_id=actor.party_id,
        action=action,
        message=clean_text(message)[:2_000],
        since=timezone.now(),
        due_on=due_on,
    )
    follow_item(actor=actor, item=item)
    emit(_opened(waiting), actor=actor)
    return waiting


@transaction.atomic
def ask_each(
    *,
    actor: Actor,
    item_id: UUID,
    party_ids: Collection[UUID],
    action: str,
    message: str = "",
    due_on: date | None = None,
) -> int:
    """Give each of many parties a ball of its own on an item, in a few queries; count them.

    Who can't hold it is passed over: they don't see the item (raises InvalidError, RefusedError).
    """
    item = access.lock_item(actor, item_id, to="ask")
    _check_due(due_on)
    able, said = can_hold(item, party_ids), clean_text(message)[:2_000]
    now = timezone.now()
    rows = Waiting.objects.bulk_create(
        [
            Waiting(
                organisation_id=item.organisation_id,
                workspace_id=item.workspace_id,
                item=item,
                party_id=party_id,
                asked_by_id=actor.party_id,
                action=action,
                message=said,
                since=now,
                due_on=due_on,
            )
            for party_id in sorted(able, key=str)
        ],
        batch_size=200,
    )
    emit_all((_opened(row) for row in rows), actor=actor)
    return len(rows)


@transaction.atomic
def withdraw_asks(*, actor: Actor, item: Item, action: str) -> int:
    """Take back every open hold of an action on an item that the caller has locked; count them."""
    rows = list(
        Waiting.objects.select_for_update().filter(
            item=item, action=action, state=WaitingState.OPEN
        )
    )
    for row in rows:
        row.state, row.ended_at = WaitingState.WITHDRAWN, timezone.now()
        row.ended_by_id = actor.party_id
    Waiting.objects.bulk_update(rows, ["state", "ended_at", "ended_by"], batch_size=200)
    emit_all((_withdrawn(row) for row in rows), actor=actor)
    return len(rows)


def _opened(row: Waiting) -> WaitingOpened:
    return WaitingOpened(
        item_id=row.item_id,
        workspace_id=row.workspace_id,
        party_id=row.party_id,
        waiting_id=str(row.pk),
        action=row.action,
        due_on=row.due_on.isoformat() if row.due_on else "",
    )


def _withdrawn(row: Waiting) -> WaitingWithdrawn:
    return WaitingWithdrawn(
        item_id=row.item_id,
        workspace_id=row.workspace_id,
        party_id=row.party_id,
        waiting_id=str(row.pk),
    )


@transaction.atomic
def answer(*, actor: Actor, waiting_id: UUID, text: str) -> Waiting:
    """Answer what was asked, as the holder or as who stands in; the ball comes to rest."""
    waiting = _lock_waiting(actor, waiting_id, to="answer")
    if not holders.is_in_hands_of(actor, waiting):
        raise RefusedError(_("The ball is not in your hands: only its holder can answer."))
    text = clean_text(text)
    if not text:
        raise InvalidError(fields={"answer": [_("Write your answer.")]})
    _end(actor, waiting, WaitingState.ANSWERED, text[:5_000])
    emit(
        WaitingAnswered(
            item_id=waiting.item_id,
            workspace_id=waiting.workspace_id,
            party_id=waiting.asked_by_id,
            acting_for_id=_acting_for(actor, waiting),
            waiting_id=str(waiting.pk),
        ),
        actor=actor,
    )
    return waiting


@transaction.atomic
def pass_on(*, actor: Actor, waiting_id: UUID, party_id: UUID, message: str = "") -> Waiting:
    """Pass the ball to another party; the date stays, and who had it stays known."""
    waiting = _lock_waiting(actor, waiting_id, to="answer")
    if not holders.is_in_hands_of(actor, waiting):
        raise RefusedError(_("The ball is not in your hands: only its holder can pass it on."))
    if party_id == waiting.party_id:
        raise InvalidError(fields={"party": [_("They have the ball already.")]})
    _check_holder(waiting.item, party_id)
    _end(actor, waiting, WaitingState.PASSED)
    passed = Waiting.objects.create(
        organisation_id=waiting.organisation_id,
        workspace_id=waiting.workspace_id,
        item_id=waiting.item_id,
        party_id=party_id,
        asked_by_id=waiting.asked_by_id,
        action=waiting.action,
        message=clean_text(message)[:2_000] or waiting.message,
        since=timezone.now(),
        due_on=waiting.due_on,
        passed_from=waiting,
    )
    emit(
        WaitingPassed(
            item_id=waiting.item_id,
            workspace_id=waiting.workspace_id,
            party_id=party_id,
            acting_for_id=_acting_for(actor, waiting),
            waiting_id=str(passed.pk),
        ),
        actor=actor,
    )
    return passed


@transaction.atomic
def take_back(*, actor: Actor, waiting_id: UUID) -> Waiting:
    """Take back what one asked for; nobody has the ball any more."""
    waiting = _lock_waiting(actor, waiting_id, to="view")
    if waiting.asked_by_id != actor.party_id:
        raise RefusedError(_("Only the person who asked can take it back."))
    _end(actor, waiting, WaitingState.WITHDRAWN)
    emit(_withdrawn(waiting), actor=actor)
    return waiting


@transaction.atomic
def close(*, actor: Actor, waiting_id: UUID) -> Waiting:
    """Close without an answer: the holder has done it, the asker or a manager needs it no more."""
    waiting = _lock_waiting(actor, waiting_id, to="view")
    is_party = holders.is_in_hands_of(actor, waiting) or waiting.asked_by_id == actor.party_id
    if not is_party and not access.may(actor, waiting.item, "moderate"):
        raise RefusedError(_("Only the holder, the person who asked or a manager can close it."))
    _end(actor, waiting, WaitingState.CLOSED)
    emit(
        WaitingClosed(
            item_id=waiting.item_id,
            workspace_id=waiting.workspace_id,
            party_id=waiting.party_id,
            acting_for_id=_acting_for(actor, waiting)
            if holders.is_in_hands_of(actor, waiting)
            else None,
            waiting_id=str(waiting.pk),
        ),
        actor=actor,
    )
    return waiting


@transaction.atomic
def remind(*, actor: Actor, waiting_id: UUID) -> Waiting:
    """Remind the holder, as who asked or as a manager, at most once a day (ConflictError)."""
    waiting = _lock_waiting(actor, waiting_id, to="view")
    if waiting.asked_by_id != actor.party_id and not access.may(actor, waiting.item, "moderate"):
        raise RefusedError(_("Only the person who asked or a manager can send a reminder."))
    now = timezone.now()
    if not may_be_reminded(waiting, now=now):
        raise ConflictError(_("A reminder was sent less than a day ago: leave them some time."))
    waiting.reminded_at = now
    waiting.save(update_fields=["reminded_at"])
    emit(
        WaitingReminded(
            item_id=waiting.item_id,
            workspace_id=waiting.workspace_id,
            party_id=waiting.party_id,
            waiting_id=str(waiting.pk),
        ),
        actor=actor,
    )
    return waiting


def may_be_reminded(waiting: Waiting, *, now: datetime | None = None) -> bool:
    """Tell whether no reminder was sent within a day."""
    last = waiting.reminded_at
    return last is None or (now or timezone.now()) - last >= REMINDER_PAUSE
