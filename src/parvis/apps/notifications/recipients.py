"""Who is told of an event, and why: held to what they may see when it happens."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from parvis.apps.conversations.events import MessageAdded, MessageEdited
from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.events import AbsenceDeclared, AbsenceWithdrawn
from parvis.apps.directory.selectors import person_ids_behind, present_person_ids
from parvis.apps.notifications.enums import Reason
from parvis.apps.posts.events import AuthorAdded, PostHeldBack
from parvis.apps.sharing.events import (
    DepositReceived,
    LinkEnded,
    LinkOpened,
    LinkRevoked,
    LinkStopped,
)
from parvis.apps.workspaces import selectors as workspaces
from parvis.apps.workspaces.events import (
    AdministratorEntered,
    JoinRefused,
    MemberAdded,
    SpaceGranted,
    SpaceRefused,
    WaitingAnswered,
    WaitingClosed,
    WaitingOpened,
    WaitingPassed,
    WaitingReminded,
    WaitingReturned,
    WaitingWithdrawn,
)
from parvis.apps.workspaces.holders import IN_PERSON, parties_who_see
from parvis.kernel.events import event_types, name_of
from parvis.kernel.models import Event

Told = dict[UUID, Reason]
Rule = Callable[[Event], Told]


def _behind(party_id: UUID | None, reason: Reason, *, with_stand_ins: bool = True) -> Told:
    """Return the persons behind a party today, stand-ins included, and the person itself."""
    if party_id is None:
        return {}
    behind = person_ids_behind([party_id], with_stand_ins=with_stand_ins)
    return dict.fromkeys({party_id, *behind}, reason)


def _in_hands(event: Event, reason: Reason) -> Told:
    """Return who has a hold in their hands: what is to be read in person, without stand-ins."""
    hold = workspaces.hold_named(event.payload.get("waiting_id"))
    is_personal = hold is not None and hold.action in IN_PERSON
    return _behind(event.party_id, reason, with_stand_ins=not is_personal)


def _holder(event: Event) -> Told:
    return _in_hands(event, Reason.BALL)


def _reminded(event: Event) -> Told:
    return _in_hands(event, Reason.REMINDER)


def _stand_in(event: Event) -> Told:
    stand_in_id = as_uuid(event.payload.get("stand_in_id"))
    return {stand_in_id: Reason.STAND_IN} if stand_in_id else {}


def _holder_and_asker(event: Event) -> Told:
    return {**_asker(event), **_holder(event)}


def _asker(event: Event) -> Told:
    hold = workspaces.hold_named(event.payload.get("waiting_id"))
    return {hold.asked_by_id: Reason.ANSWER} if hold and hold.asked_by_id else {}


def _ended(event: Event) -> Told:
    """Tell whoever asked, and whoever had it, that nothing is expected any more."""
    return {**_behind(event.party_id, Reason.FOLLOW), **_asker(event)}


def _mentioned(event: Event) -> Told:
    told: Told = {}
    for party_id in event.payload.get("mentioned_ids", ()):
        told |= _behind(UUID(str(party_id)), Reason.MENTION)
    return told


def _named(reason: Reason) -> Rule:
    return lambda event: _behind(event.party_id, reason)


def _space_managers(event: Event) -> Told:
    ids = workspaces.manager_ids(event.workspace_id) if event.workspace_id else set()
    return dict.fromkeys(person_ids_behind(ids) | ids, Reason.FOLLOW)


RULES: Mapping[str, Rule] = {
    name_of(WaitingOpened): _holder,
    name_of(WaitingPassed): _holder_and_asker,
    name_of(WaitingReturned): _holder_and_asker,
    name_of(WaitingReminded): _reminded,
    name_of(WaitingAnswered): _asker,
    name_of(WaitingClosed): _ended,
    name_of(WaitingWithdrawn): _ended,
    name_of(MessageAdded): _mentioned,
    name_of(MessageEdited): _mentioned,
    name_of(MemberAdded): _named(Reason.MEMBER),
    name_of(AuthorAdded): _named(Reason.MEMBER),
    name_of(PostHeldBack): _named(Reason.ANSWER),
    name_of(DepositReceived): _named(Reason.ANSWER),
    name_of(LinkEnded): _named(Reason.ANSWER),
    name_of(LinkOpened): _named(Reason.ANSWER),
    name_of(LinkRevoked): _named(Reason.ANSWER),
    name_of(LinkStopped): _space_managers,
    name_of(SpaceGranted): _named(Reason.ANSWER),
    name_of(SpaceRefused): _named(Reason.ANSWER),
    name_of(JoinRefused): _named(Reason.ANSWER),
    name_of(AdministratorEntered): _space_managers,
    name_of(AbsenceDeclared): _stand_in,
    name_of(AbsenceWithdrawn): _stand_in,
}
FOR_THE_NAMED = frozenset(
    map(name_of, (JoinRefused, SpaceRefused, AbsenceDeclared, AbsenceWithdrawn))
)


def recipients(event: Event) -> Told:
    """Return who is told of `event` and why; never who did it, never who may not see the thing."""
    rule = RULES.get(event.type)
    kind = event_types().get(event.type)
    told: Told = {}
    if kind and kind.is_public and event.item_id and event.workspace_id:
        followers = workspaces.follower_ids(event.item_id, event.workspace_id)
        told |= dict.fromkeys(followers, Reason.FOLLOW)
    if rule:
        told |= rule(event)
    if event.actor_id:
        told.pop(event.actor_id, None)
    return {person: told[person] for person in _who_may_know(event, told)}


def _who_may_know(event: Event, persons: Iterable[UUID]) -> set[UUID]:
    """Keep the persons of the organisation who see what the event is about."""
    wanted = set(persons)
    if not wanted:
        return set()
    if event.type in FOR_THE_NAMED:
        return present_person_ids(wanted, organisation_id=event.organisation_id)
    item = workspaces.item_named(event.item_id)
    if item is None or item.trashed_at is not None:
        return set()
    seeing = parties_who_see(item).filter(pk__in=wanted, kind="person")
    return set(seeing.values_list("pk", flat=True))
