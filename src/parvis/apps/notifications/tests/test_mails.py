"""Mails of what waits for somebody: once, at the pace they chose, never without reason."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.town import Town

from parvis.apps.notifications.enums import MailPace
from parvis.apps.notifications.models import MailPreference, Notification
from parvis.apps.notifications.services import send_due_mails, set_pace
from parvis.apps.notifications.services.mails import next_morning
from parvis.apps.notifications.services.reading import stop_token
from parvis.apps.workspaces.models import Waiting
from parvis.apps.workspaces.services import waiting as balls
from parvis.kernel.outbox import deliver_all


def _ask(town: Town, **values: Any) -> Waiting:
    hold = balls.ask(
        actor=town.actor("agent"),
        item_id=town.space.pk,
        party_id=town.persons["mayor"].pk,
        action="decide",
        **values,
    )
    deliver_all()
    return hold


def test_letter_leads_to_the_thing_and_leaves_once(town: Town) -> None:
    _ask(town, message="Le lot 2 attend.", due_on=timezone.localdate() + timedelta(days=1))
    assert send_due_mails() == 1
    assert send_due_mails() == 0
    (letter,) = mail.outbox
    assert letter.to == ["maud.lefèvre@bourg-temoin.test"] or "@" in letter.to[0]
    assert letter.subject == "La balle est chez vous : Rénovation de la halle"
    assert reverse("workspaces:item", args=[town.space.pk]) in letter.body
    assert "Le lot 2 attend." in letter.body
    assert "Agnès Petit" in letter.body
    assert "demain" in letter.body
    assert letter.alternatives[0][1] == "text/html"
    sent: EmailMessage = letter.message()
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/notifications/desabonner/" in sent["List-Unsubscribe"]
    assert Notification.objects.get(mailed_at__isnull=False).mail_due_at is None


def test_several_obligations_make_one_letter(town: Town) -> None:
    _ask(town)
    _ask(town)
    assert send_due_mails() == 1
    assert mail.outbox[0].subject == "2 choses vous attendent"


def test_no_letter_once_the_ball_has_left(town: Town) -> None:
    hold = _ask(town)
    balls.answer(actor=town.actor("mayor"), waiting_id=hold.pk, text="Oui")
    assert send_due_mails() == 0
    assert not Notification.objects.filter(mail_due_at__isnull=False).exists()


def test_no_letter_about_what_may_not_be_seen_any_more(town: Town) -> None:
    _ask(town)
    town.space.memberships.filter(party_id=town.persons["mayor"].pk).update(ends_on="2020-01-01")
    assert send_due_mails() == 0


def test_daily_pace_waits_for_the_morning(town: Town) -> None:
    set_pace(actor=town.actor("mayor"), pace=MailPace.DAILY)
    _ask(town)
    assert send_due_mails() == 0
    morning = next_morning(timezone.now())
    assert Notification.objects.get(mail_due_at__isnull=False).mail_due_at == morning
    assert send_due_mails(now=morning + timedelta(minutes=1)) == 1


def test_morning_is_half_past_seven_in_the_town() -> None:
    paris = ZoneInfo("Europe/Paris")
    assert next_morning(datetime(2026, 11, 23, 7, 0, tzinfo=paris)).day == 23
    assert next_morning(datetime(2026, 11, 23, 8, 0, tzinfo=paris)).day == 24


def test_never_means_never(town: Town) -> None:
    set_pace(actor=town.actor("mayor"), pace=MailPace.NEVER)
    _ask(town)
    assert send_due_mails() == 0


def test_failed_mail_is_tried_again_later(town: Town, settings: Any) -> None:
    _ask(town)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert send_due_mails() == 0
    row = Notification.objects.get(mail_attempts=1)
    assert row.mail_due_at > timezone.now()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due_mails(now=timezone.now() + timedelta(minutes=5)) == 1


def test_one_click_stops_the_mails_without_signing_in(town: Town) -> None:
    mayor = town.persons["mayor"].pk
    url = reverse("notifications:stop", args=[stop_token(mayor)])
    client = Client(enforce_csrf_checks=True)
    assert client.get(url).status_code == 200
    assert not MailPreference.objects.exists()
    response = client.post(url, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert MailPreference.objects.get(person_id=mayor).obligations == MailPace.NEVER


@pytest.mark.parametrize("token", ["x", "a:b:c", "é"])
def test_forged_link_stops_nothing(town: Town, token: str) -> None:
    response = Client().post(reverse("notifications:stop", args=[token]))
    assert response.status_code == 404
    assert not MailPreference.objects.exists()


def test_pace_is_chosen_on_a_page(town: Town) -> None:
    client = Client()
    client.force_login(town.user("mayor"))
    url = reverse("notifications:preferences")
    assert client.post(url, {"pace": "hourly"}).status_code == 422
    client.post(url, {"pace": "daily"})
    assert MailPreference.objects.get().obligations == MailPace.DAILY
