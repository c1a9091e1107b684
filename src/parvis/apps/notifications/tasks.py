"""Periodic work of notifications."""

from datetime import timedelta

from parvis.apps.notifications.services import send_due_mails
from parvis.kernel.schedule import periodic


@periodic(every=timedelta(seconds=20))
def send_mails() -> None:
    """Send the mails that are due."""
    send_due_mails()
