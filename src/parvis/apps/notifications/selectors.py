"""What a person was told and may still know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from parvis.apps.notifications.enums import MailPace, Reason
from parvis.apps.notifications.models import MailPreference, Notification
from parvis.apps.notifications.recipients import FOR_THE_NAMED
from parvis.apps.workspaces import access
from parvis.apps.workspaces.timeline import TimelineEntry, entries_of
from parvis.kernel.actors import Actor
from parvis.kernel.errors import NotFoundError
from parvis.kernel.ui.counts import counted, read_counts


@dataclass(frozen=True, slots=True)
class Told:
    """A notification as a page shows it."""

    notification: Notification
    entry: TimelineEntry

    @property
    def pk(self) -> UUID:
        return self.notification.pk

    @property
    def reason(self) -> str:
        return str(Reason(self.notification.reason).label)

    @property
    def is_unread(self) -> bool:
        return self.notification.read_at is None


def visible_notifications(actor: Actor) -> QuerySet[Notification]:
    """Return what the actor was told in this organisation and may still see, newest first."""
    if not actor.is_known or actor.is_system or not actor.has_scope("read"):
        return Notification.objects.none()
    rule = Q(seen_item__isnull=False) | Q(item__isnull=True) | Q(event__type__in=FOR_THE_NAMED)
    rows = Notification.objects.alias(seen_item=access.visible_item_id(actor, "item_id"))
    rows = rows.filter(rule, person_id=actor.party_id)
    return rows.select_related("event", "item").order_by("-id")


def unread_count(actor: Actor) -> int:
    """Return how many the actor has not read."""
    return read_counts(counted_unread(actor)).get("unread", 0)


def counted_unread(actor: Actor) -> QuerySet[Notification, Any]:
    """Return the query of how many the actor has not read, as `unread`."""
    rows = visible_notifications(actor).filter(read_at__isnull=True)
    return counted(rows, unread=Count("pk"))


def told_of(actor: Actor, notifications: Sequence[Notification]) -> list[Told]:
    """Tell notifications in plain sentences, in two queries."""
    entries = entries_of(actor, [[one.event] for one in notifications])
    return [Told(one, entry) for one, entry in zip(notifications, entries, strict=True)]


def get_notification(actor: Actor, notification_id: UUID) -> Notification:
    """Return a notification that the actor may see (raises NotFoundError)."""
    found = visible_notifications(actor).filter(pk=notification_id).first()
    if found is None:
        raise NotFoundError(_("This was taken away, or you have no access to it any more."))
    return found


def pace_of(person_id: UUID | None) -> MailPace:
    """Return how a person wants their mails."""
    row = MailPreference.objects.filter(person_id=person_id).first()
    return MailPace(row.obligations) if row else MailPace.AT_ONCE
