"""The reaction to every event: tell whom it concerns."""

from django.utils import timezone

from parvis.apps.notifications.enums import OBLIGATIONS
from parvis.apps.notifications.models import Notification
from parvis.apps.notifications.recipients import recipients
from parvis.kernel.events import handles
from parvis.kernel.models import Event


@handles()
def tell(event: Event) -> None:
    """Tell whoever an event concerns, once; what obliges them owes a mail."""
    now = timezone.now()
    rows = [
        Notification(
            person_id=person_id,
            event=event,
            item_id=event.item_id,
            reason=reason,
            mail_due_at=now if reason in OBLIGATIONS else None,
        )
        for person_id, reason in recipients(event).items()
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
