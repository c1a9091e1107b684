"""What a person keeps at hand. It is theirs alone: nothing here is told to anybody (ADR 21)."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Favourite, Item, Opening
from parvis.kernel.actors import Actor
from parvis.kernel.errors import READS_ONLY, ConflictError, RefusedError

MOST = 200
KEPT, KEPT_FOR = 50, timedelta(days=60)
NOTED_EVERY = timedelta(minutes=10)


@transaction.atomic
def mark_favourite(*, actor: Actor, item_id: UUID) -> Item:
    """Put the actor’s star on an item that they see; once is enough (raises NotFoundError)."""
    item = access.get_item(actor, item_id)
    party_id = _own(actor)
    mine = Favourite.objects.filter(person_id=party_id)
    if mine.count() >= MOST and not mine.filter(item=item).exists():
        raise ConflictError(_("You have 200 favourites: take a star away first."))
    Favourite.objects.get_or_create(item=item, person_id=party_id)
    return item


@transaction.atomic
def unmark_favourite(*, actor: Actor, item_id: UUID) -> None:
    """Take the actor’s star away, also from what they see no more; none is no error."""
    Favourite.objects.filter(item_id=item_id, person_id=_own(actor)).delete()


def note_opening(*, actor: Actor, item: Item) -> None:
    """Note that the actor opened an item, at most every ten minutes, in one statement."""
    before = vars(item).get("opened_at")
    now = timezone.now()
    if actor.party_id is None or (before and now - before < NOTED_EVERY):
        return
    Opening.objects.bulk_create(
        [Opening(item=item, person_id=actor.party_id, opened_at=now)],
        update_conflicts=True,
        unique_fields=["person", "item"],
        update_fields=["opened_at"],
    )


@transaction.atomic
def forget_openings(*, actor: Actor) -> None:
    """Forget all that the actor opened."""
    Opening.objects.filter(person_id=_own(actor)).delete()


def prune_openings() -> int:
    """Keep of each person the last fifty openings of sixty days; return how many went."""
    ranked = Opening.objects.annotate(
        rank=Window(RowNumber(), partition_by=[F("person_id")], order_by=F("opened_at").desc())
    )
    beyond = ranked.filter(rank__gt=KEPT).values_list("pk", flat=True)
    old = Opening.objects.filter(opened_at__lt=timezone.now() - KEPT_FOR)
    count, _kinds = old.delete()
    more, _kinds = Opening.objects.filter(pk__in=list(beyond[:10_000])).delete()
    return count + more


def _own(actor: Actor) -> UUID:
    if actor.party_id is None:
        raise RefusedError
    if not actor.has_scope("write"):
        raise RefusedError(READS_ONLY)
    return actor.party_id
