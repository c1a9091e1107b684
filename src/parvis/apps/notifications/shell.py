"""The bell of every page."""

from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.notifications.selectors import unread_count
from parvis.kernel.ui.shell import register_account_link, register_bell


def _unread(request: HttpRequest) -> int:
    actor = cast("ActorRequest", request).actor
    return unread_count(actor) if actor.is_known else 0


def _is_known(request: HttpRequest) -> bool:
    return cast("ActorRequest", request).actor.is_known


register_bell(_unread, url="notifications:index")
register_account_link(
    "mails",
    label=_("My e-mails from Parvis"),
    icon="mail",
    url="notifications:preferences",
    order=40,
    visible=_is_known,
)
