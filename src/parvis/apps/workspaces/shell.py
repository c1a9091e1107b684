"""What spaces add to every page."""

from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces.selectors import mine_count
from parvis.kernel.ui.shell import register_nav


def _actor_is_known(request: HttpRequest) -> bool:
    return cast("ActorRequest", request).actor.is_known


def _mine(request: HttpRequest) -> int:
    return mine_count(cast("ActorRequest", request).actor)


register_nav(
    "waiting",
    label=_("Who has the ball"),
    icon="pass-on",
    url="workspaces:balls",
    order=20,
    tab=_("To do"),
    shortcut="g b",
    count=_mine,
    visible=_actor_is_known,
    is_ball=True,
)
