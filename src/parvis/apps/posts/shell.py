"""What posts add to every page."""

from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces.switches import has_tool
from parvis.kernel.ui.shell import register_nav, register_new


def _is_known(request: HttpRequest) -> bool:
    return cast("ActorRequest", request).actor.is_known and has_tool(request, "posts")


register_nav(
    "news",
    label=_("News"),
    icon="megaphone",
    url="posts:news",
    order=45,
    shortcut="g a",
    visible=_is_known,
)
register_new(
    "post",
    label=_("A publication"),
    description=_("News for a space, for several, or for the whole town"),
    icon="megaphone",
    url="posts:choose",
    order=30,
    visible=_is_known,
)
