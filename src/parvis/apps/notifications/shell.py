"""The bell of every page."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.notifications.models import Notification
from parvis.apps.notifications.selectors import counted_unread
from parvis.kernel.ui.counts import counts_for, register_counts
from parvis.kernel.ui.shell import register_account_link, register_bell


def unread_of(request: HttpRequest) -> int:
    """Return how many notifications the request's actor has not read, counted once a request."""
    return counts_for(request, "notifications").get("unread", 0)


def _counting(request: HttpRequest) -> QuerySet[Notification, Any] | None:
    actor = cast("ActorRequest", request).actor
    return counted_unread(actor) if actor.is_known else None


def _is_known(request: HttpRequest) -> bool:
    return cast("ActorRequest", request).actor.is_known


register_counts("notifications", _counting)
register_bell(unread_of, url="notifications:index")
register_account_link(
    "mails",
    label=_("My e-mails from Parvis"),
    icon="mail",
    url="notifications:preferences",
    order=40,
    visible=_is_known,
)
