"""Mails of what waits for somebody: at least once, marked when sent, none that lost its reason."""

import logging
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.apps.directory.models import Person
from parvis.apps.directory.selectors import actor_of
from parvis.apps.notifications.enums import MailPace, Reason
from parvis.apps.notifications.models import Notification
from parvis.apps.notifications.selectors import pace_of, visible_notifications
from parvis.apps.notifications.services.reading import stop_token
from parvis.apps.workspaces.asking import asked_for
from parvis.apps.workspaces.holders import is_in_hands_of
from parvis.apps.workspaces.models import Waiting
from parvis.apps.workspaces.selectors import open_holds_named
from parvis.kernel.mail import Letter, absolute_url, make_mail
from parvis.kernel.ui.phrases import until

logger = logging.getLogger(__name__)
ATTEMPTS = 8
BATCH = 200
MORNING = time(7, 30)
Pair = tuple[Notification, Waiting]


def next_morning(now: datetime) -> datetime:
    """Return the next half past seven, where the town is."""
    here = timezone.localtime(now)
    today = here.replace(hour=MORNING.hour, minute=MORNING.minute, second=0, microsecond=0)
    return today if here < today else today + timedelta(days=1)


def send_due_mails(*, now: datetime | None = None) -> int:
    """Write to each person whom a mail is due; return how many mails left."""
    now = now or timezone.now()
    due = Notification.objects.filter(mail_due_at__lte=now).order_by("mail_due_at")
    persons = dict.fromkeys(due.values_list("person_id", flat=True)[:BATCH])
    return sum(_write_to(person_id, now) for person_id in persons)


def _write_to(person_id: UUID, now: datetime) -> int:
    """Send one mail of all that is due to a person; a failure is tried again later."""
    try:
        with transaction.atomic():
            rows = Notification.objects.filter(person_id=person_id, mail_due_at__lte=now)
            if connection.features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True, of=("self",))
            return _send(person_id, list(rows.select_related("event")), now)
    except Exception:
        logger.exception("a mail to %s failed", person_id)
        _put_off(person_id, now)
        return 0


def _put_off(person_id: UUID, now: datetime) -> None:
    for row in Notification.objects.filter(person_id=person_id, mail_due_at__lte=now):
        row.mail_attempts += 1
        wait = timedelta(minutes=2**row.mail_attempts)
        row.mail_due_at = now + wait if row.mail_attempts < ATTEMPTS else None
        row.save(update_fields=["mail_attempts", "mail_due_at"])


def _send(person_id: UUID, rows: Sequence[Notification], now: datetime) -> int:
    """Send what still waits; called with the rows locked, so that the mark goes with the mail."""
    person = Person.objects.select_related("party", "organisation", "user").get(pk=person_id)
    pace = pace_of(person_id)
    ids = [row.pk for row in rows]
    if pace == MailPace.DAILY:
        morning = next_morning(min(row.created_at for row in rows))
        if now < morning:
            Notification.objects.filter(pk__in=ids).update(mail_due_at=morning)
            return 0
    pairs = _still_waiting(person, rows) if pace != MailPace.NEVER else []
    email = person.user.email if person.user else person.email
    if pairs and email:
        with translation.override(person.user.language if person.user else "fr"):
            letter = _letter(person, pairs)
            message = make_mail(letter, to=email)
        stop = absolute_url(reverse("notifications:stop", args=[stop_token(person.pk)]))
        message.extra_headers |= {
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        message.send()
    sent = {row.pk for row, _hold in pairs} if email else set()
    Notification.objects.filter(pk__in=ids).update(mail_due_at=None)
    Notification.objects.filter(pk__in=sent).update(mailed_at=now)
    return int(bool(sent))


def _still_waiting(person: Person, rows: Sequence[Notification]) -> list[Pair]:
    """Keep what is unread, still seen, and still in the hands of the person."""
    actor = actor_of(person, has_second_factor=True)
    seen = set(
        visible_notifications(actor)
        .filter(pk__in=[row.pk for row in rows], read_at__isnull=True)
        .values_list("pk", flat=True)
    )
    holds = open_holds_named(row.event.payload.get("waiting_id") for row in rows)
    pairs = [
        (row, holds[str(row.event.payload.get("waiting_id"))])
        for row in rows
        if row.pk in seen and str(row.event.payload.get("waiting_id")) in holds
    ]
    return [(row, hold) for row, hold in pairs if is_in_hands_of(actor, hold)]


def _line(hold: Waiting) -> str:
    """Say what is asked, about what, by when, in one line."""
    asked = asked_for(hold.action)
    title = _("%(what)s: “%(title)s”") % {"what": asked, "title": hold.item.title}
    where = hold.workspace.item.title
    if hold.item.parent_id is not None:
        title = _("%(what)s, in the space “%(space)s”") % {"what": title, "space": where}
    return f"{title}, {until(hold.due_on)}." if hold.due_on else f"{title}."


def _letter(person: Person, pairs: Sequence[Pair]) -> Letter:
    closing = [
        _("Answer on the page: everybody concerned sees it, and nothing gets lost in a mailbox."),
        _("To receive these letters once a day or never: %(url)s")
        % {"url": absolute_url(reverse("notifications:preferences"))},
    ]
    town = person.organisation.name
    if len(pairs) > 1:
        return Letter(
            subject=ngettext(
                "%(count)s thing waits for you", "%(count)s things wait for you", len(pairs)
            )
            % {"count": len(pairs)},
            paragraphs=[_("Hello,"), *(_line(hold) for _row, hold in pairs)],
            action_label=_("See what waits for you"),
            action_url=absolute_url(reverse("workspaces:balls")),
            closing=closing,
            town=town,
        )
    row, hold = pairs[0]
    is_reminder = row.reason == Reason.REMINDER
    subject = _("Reminder: %(title)s") if is_reminder else _("The ball is with you: %(title)s")
    who = hold.asked_by.name if hold.asked_by else town
    return Letter(
        subject=subject % {"title": hold.item.title},
        paragraphs=[
            _("Hello,"),
            _("%(who)s passes you the ball.") % {"who": who},
            _line(hold),
        ],
        quote=hold.message,
        action_label=_("Answer"),
        action_url=absolute_url(reverse("workspaces:item", args=[hold.item_id])),
        closing=closing,
        town=town,
    )
