"""Lets the demonstration town have a past: what a step makes is dated to when it happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from parvis.apps.conversations.models import Conversation, Message
from parvis.apps.files.models import FileVersion
from parvis.apps.posts.models import Post, Reading
from parvis.apps.workspaces.models import Item, Waiting
from parvis.kernel.models import Event


def moment(days_ago: float, hour: int, minute: int = 0) -> datetime:
    """Return the time of day `days_ago`, never in the future."""
    day = timezone.localtime() - timedelta(days=days_ago)
    at = day.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return min(at, timezone.now() - timedelta(minutes=4))


@contextmanager
def at(days_ago: float, hour: int, minute: int = 0) -> Iterator[datetime]:
    """Date everything made inside to that moment; steps are told in the order of time."""
    begun = timezone.now()
    when = moment(days_ago, hour, minute)
    yield when
    Event.objects.filter(occurred_at__gte=begun).update(occurred_at=when)
    Item.objects.filter(created_at__gte=begun).update(created_at=when)
    Item.objects.filter(updated_at__gte=begun).update(updated_at=when)
    Conversation.objects.filter(created_at__gte=begun).update(created_at=when)
    Message.objects.filter(created_at__gte=begun).update(created_at=when)
    Post.objects.filter(published_at__gte=begun).update(published_at=when)
    Reading.objects.filter(read_at__gte=begun).update(read_at=when)
    FileVersion.objects.filter(created_at__gte=begun).update(created_at=when)
    Waiting.objects.filter(since__gte=begun).update(since=when)
    Waiting.objects.filter(Q(ended_at__gte=begun)).update(ended_at=when)
