"""The ball is never lost: what a party can hold no more goes back to whoever asked."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from parvis.apps.directory.models import Function
from parvis.apps.workspaces import holders
from parvis.apps.workspaces.enums import WaitingAction, WaitingState, WorkspaceState
from parvis.apps.workspaces.events import WaitingReturned, WaitingWithdrawn
from parvis.apps.workspaces.models import Item, Membership, Waiting
from parvis.kernel.actors import Actor, Role, system_actor
from parvis.kernel.events import emit

SYSTEM = "ball"


def open_holds(*, organisation_id: UUID | None = None) -> QuerySet[Waiting]:
    """Return the open holds of live things in live spaces."""
    holds = Waiting.objects.filter(
        state=WaitingState.OPEN,
        item__trashed_at__isnull=True,
        workspace__state=WorkspaceState.ACTIVE,
    )
    return holds.filter(organisation_id=organisation_id) if organisation_id else holds


def vacant_functions(party_ids: Iterable[UUID]) -> set[UUID]:
    """Return the functions among `party_ids` that nobody holds and that fall to nobody."""
    rows = Function.objects.filter(
        pk__in=list(party_ids), holder__isnull=True, fallback__isnull=True
    )
    return set(rows.values_list("pk", flat=True))


def can_hold(item: Item, party_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of `party_ids` can hold something about `item` today."""
    wanted = set(party_ids)
    seen = holders.parties_who_see(item).filter(pk__in=wanted).values_list("pk", flat=True)
    return set(seen) - vacant_functions(wanted)


@transaction.atomic
def return_lost_balls(*, holds: QuerySet[Waiting]) -> int:
    """Give back each open hold whose party can hold it no more; return how many went back.

    It goes to whoever asked, else to a manager of the space who sees the thing; where nobody is
    left it is taken back, and the journal says so.
    """
    by_item: dict[UUID, list[Waiting]] = defaultdict(list)
    for hold in holds.select_for_update(of=("self",)).select_related("item__workspace"):
        by_item[hold.item_id].append(hold)
    count = 0
    for item_holds in by_item.values():
        item = item_holds[0].item
        able = can_hold(item, (hold.party_id for hold in item_holds))
        for hold in item_holds:
            if hold.party_id not in able:
                _give_back(item, hold)
                count += 1
    return count


def _give_back(item: Item, hold: Waiting) -> None:
    actor = system_actor(SYSTEM, organisation_id=hold.organisation_id)
    heir = _heir(item, hold)
    hold.state = WaitingState.PASSED if heir else WaitingState.WITHDRAWN
    hold.ended_at = timezone.now()
    hold.save(update_fields=["state", "ended_at"])
    if heir is None:
        _say_withdrawn(hold, actor)
        return
    back = Waiting.objects.create(
        organisation_id=hold.organisation_id,
        workspace_id=item.workspace_id,
        item=item,
        party_id=heir,
        asked_by_id=hold.asked_by_id,
        action=hold.action,
        message=hold.message,
        since=timezone.now(),
        due_on=hold.due_on,
        passed_from=hold,
    )
    emit(
        WaitingReturned(
            item_id=item.pk,
            workspace_id=item.workspace_id,
            party_id=heir,
            waiting_id=str(back.pk),
            before_id=str(hold.party_id),
        ),
        actor=actor,
    )


def _say_withdrawn(hold: Waiting, actor: Actor) -> None:
    emit(
        WaitingWithdrawn(
            item_id=hold.item_id,
            workspace_id=hold.workspace_id,
            party_id=hold.party_id,
            waiting_id=str(hold.pk),
        ),
        actor=actor,
    )


def _heir(item: Item, hold: Waiting) -> UUID | None:
    """Return who gets the ball back: whoever asked, else the first manager who sees the item.

    Nobody, for what had to be read: nobody reads in another's place.
    """
    if hold.action == WaitingAction.READ:
        return None
    managers = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()),
        workspace_id=item.workspace_id,
        role=Role.MANAGER,
    ).order_by(F("created_at"))
    candidates = [hold.asked_by_id, *managers.values_list("party_id", flat=True)]
    wanted = [pk for pk in candidates if pk and pk != hold.party_id]
    able = can_hold(item, wanted)
    return next((pk for pk in wanted if pk in able), None)
