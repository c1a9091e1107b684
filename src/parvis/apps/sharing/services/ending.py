"""Links end by themselves; here it is said, to those whom it concerns."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from parvis.apps.sharing.access import standing_of
from parvis.apps.sharing.events import LinkEnded, LinkStopped
from parvis.apps.sharing.models import Link, Trace
from parvis.apps.sharing.services.visits import system_of
from parvis.kernel.events import emit

BATCH: Final = 500
KEPT: Final = timedelta(days=365)


def say_what_ended(*, now: datetime) -> int:
    """Say once of each link that its date has passed, or that its author may no longer share.

    A link that lost its ground stays closed, even when its author comes back. Traces older than a
    year go.
    """
    waiting = Link.objects.filter(revoked_at__isnull=True, told_end__isnull=True)
    today = timezone.localdate(now)
    done = 0
    for link_id in waiting.filter(ends_on__lt=today).values_list("pk", flat=True)[:BATCH]:
        done += _end(link_id, now)
    for link in waiting.filter(ends_on__gte=today).prefetch_related("parts").iterator(BATCH):
        if standing_of(link) is None:
            done += _stop(link.pk, now)
    Trace.objects.filter(at__lt=now - KEPT).delete()
    return done


def _locked(link_id: UUID) -> Link | None:
    rows = Link.objects.select_for_update(of=("self",)).select_related("item")
    return rows.filter(pk=link_id, revoked_at__isnull=True, told_end__isnull=True).first()


@transaction.atomic
def _end(link_id: UUID, now: datetime) -> bool:
    link = _locked(link_id)
    if link is None:
        return False
    link.told_end = now
    link.save(update_fields=["told_end"])
    event = LinkEnded(
        item_id=link.item_id,
        workspace_id=link.item.workspace_id,
        party_id=link.author_id,
        link_id=str(link.pk),
    )
    emit(event, actor=system_of(link))
    return True


@transaction.atomic
def _stop(link_id: UUID, now: datetime) -> bool:
    link = _locked(link_id)
    if link is None:
        return False
    link.told_end = link.revoked_at = now
    link.save(update_fields=["told_end", "revoked_at"])
    event = LinkStopped(
        item_id=link.item_id,
        workspace_id=link.item.workspace_id,
        party_id=link.author_id,
        link_id=str(link.pk),
    )
    emit(event, actor=system_of(link))
    return True
