"""A person reads what they were told, and says how they want their mails."""

from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.apps.notifications.enums import MailPace
from parvis.apps.notifications.models import MailPreference, Notification
from parvis.apps.notifications.selectors import visible_notifications
from parvis.kernel.actors import Actor
from parvis.kernel.errors import InvalidError, NotFoundError, RefusedError

SALT = "parvis.notifications.stop"


@transaction.atomic
def mark_read(*, actor: Actor, notification_id: UUID, is_read: bool = True) -> Notification:
    """Mark one as read, or as unread again (raises NotFoundError, RefusedError)."""
    if not actor.has_scope("write"):
        raise RefusedError
    row = visible_notifications(actor).filter(pk=notification_id).first()
    if row is None:
        raise NotFoundError
    row.read_at = timezone.now() if is_read else None
    row.save(update_fields=["read_at"])
    return row


@transaction.atomic
def mark_all_read(*, actor: Actor) -> int:
    """Mark all that the actor was told as read; return how many were not."""
    if actor.party_id is None or not actor.has_scope("write"):
        raise RefusedError
    rows = Notification.objects.filter(person_id=actor.party_id, read_at__isnull=True)
    return rows.update(read_at=timezone.now())


@transaction.atomic
def set_pace(*, actor: Actor, pace: str) -> None:
    """Say how fast mails follow what waits for the actor."""
    if actor.party_id is None:
        raise RefusedError
    if pace not in MailPace.values:
        raise InvalidError(fields={"pace": [_("Choose one of the three.")]})
    MailPreference.objects.update_or_create(
        person_id=actor.party_id, defaults={"obligations": pace}
    )


def stop_token(person_id: UUID) -> str:
    """Return the signed word by which a person stops their mails without signing in."""
    return signing.dumps(str(person_id), salt=SALT)


def read_stop_token(token: str) -> UUID:
    """Return whose mails a word stops (raises NotFoundError)."""
    try:
        return UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotFoundError(
            _("This link is not whole. Sign in, then choose under “Notifications”.")
        ) from error


@transaction.atomic
def stop_mails(*, token: str) -> None:
    """Stop a person's mails, by the link of a mail (RFC 8058)."""
    MailPreference.objects.update_or_create(
        person_id=read_stop_token(token), defaults={"obligations": MailPace.NEVER}
    )
