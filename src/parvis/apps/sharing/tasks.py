"""Periodic work of sharing."""

from datetime import timedelta

from django.utils import timezone

from parvis.apps.sharing.services.ending import say_what_ended
from parvis.kernel.schedule import periodic


@periodic(every=timedelta(minutes=10))
def close_what_ended() -> None:
    """Say which links ended, and close those whose author may no longer share."""
    say_what_ended(now=timezone.now())
