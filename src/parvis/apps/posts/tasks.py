"""Periodic work of posts."""

from datetime import timedelta

from django.utils import timezone

from parvis.apps.posts.services.publishing import publish_due
from parvis.kernel.schedule import periodic


@periodic(every=timedelta(minutes=1))
def publish_what_is_due() -> None:
    """Publish the scheduled posts whose time has come."""
    publish_due(now=timezone.now())
