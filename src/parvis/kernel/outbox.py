"""Delivery of events to their handlers: at least once, in order of arrival, failures kept."""

import logging
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from parvis.kernel.events import handlers_of
from parvis.kernel.models import Delivery, DeliveryState

logger = logging.getLogger(__name__)
ATTEMPTS = 8
BATCH = 100


def _due() -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        state=DeliveryState.PENDING, due_at__lte=timezone.now()
    ).order_by("due_at", "id")


def deliver_pending(*, limit: int = BATCH) -> int:
    """Run up to `limit` due deliveries and return how many were run.

    A handler's writes and the mark "done" are one transaction, so that effects in the database
    happen exactly once; a failure is kept with its message and tried again, 2ⁿ seconds later,
    at most `ATTEMPTS` times, after which it shows on the health page and can be replayed.
    """
    done = 0
    for pk in list(_due().values_list("pk", flat=True)[:limit]):
        done += _deliver(pk)
    return done


def _deliver(pk: UUID) -> int:
    try:
        with transaction.atomic():
            rows = Delivery.objects.filter(pk=pk, state=DeliveryState.PENDING)
            if connection.features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True, of=("self",))
            delivery = rows.select_related("event").first()
            if delivery is None:
                return 0
            handler = handlers_of(delivery.event.type).get(delivery.handler)
            if handler is not None:
                handler(delivery.event)
            delivery.state = DeliveryState.DONE
            delivery.attempts += 1
            delivery.error = ""
            delivery.save(update_fields=["state", "attempts", "error"])
    except Exception as error:
        logger.exception("delivery %s failed", pk)
        _record_failure(pk, error)
    return 1


def _record_failure(pk: UUID, error: Exception) -> None:
    delivery = Delivery.objects.get(pk=pk)
    delivery.attempts += 1
    delivery.error = f"{type(error).__name__}: {error}"[:2000]
    delivery.due_at = timezone.now() + timedelta(seconds=2**delivery.attempts)
    if delivery.attempts >= ATTEMPTS:
        delivery.state = DeliveryState.FAILED
    delivery.save(update_fields=["attempts", "error", "due_at", "state"])


def deliver_all(*, rounds: int = 100) -> int:
    """Run deliveries until none is due (tests, demonstration data); return how many were run."""
    total = 0
    for _ in range(rounds):
        done = deliver_pending()
        total += done
        if not done:
            break
    return total


def failed_deliveries() -> QuerySet[Delivery]:
    """Return what no try could deliver, oldest first."""
    return (
        Delivery.objects.filter(state=DeliveryState.FAILED).select_related("event").order_by("id")
    )


def replay(delivery: Delivery) -> None:
    """Owe a failed delivery again, from now."""
    delivery.state = DeliveryState.PENDING
    delivery.attempts = 0
    delivery.due_at = timezone.now()
    delivery.save(update_fields=["state", "attempts", "due_at"])
