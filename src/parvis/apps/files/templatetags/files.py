"""Filters of the pages of files."""

from datetime import datetime

from django import template
from django.utils import timezone

from parvis.kernel.ui.phrases import exactly, file_size

register = template.Library()


@register.filter
def size_change(octets: int) -> str:
    """Return the size of a change, without its sign."""
    return file_size(abs(octets))


@register.filter
def mail_date(date: datetime | str) -> str:
    """Return the date of a mail: a moment as people say it, else what the mail says."""
    if isinstance(date, datetime):
        return exactly(timezone.make_aware(date) if timezone.is_naive(date) else date)
    return date
