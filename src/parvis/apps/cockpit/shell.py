"""The first place of the rail."""

from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.administration import AdminPage, register_admin_page
from parvis.apps.directory.requests import ActorRequest
from parvis.kernel.ui.shell import register_nav


def _is_known(request: HttpRequest) -> bool:
    return cast("ActorRequest", request).actor.is_known


register_nav(
    "home",
    label=_("Home"),
    icon="home",
    url="cockpit:home",
    order=10,
    tab=_("Home"),
    shortcut="g h",
    visible=_is_known,
)

register_admin_page(
    AdminPage(
        name="journal",
        label=_("Journal"),
        description=_("Everything that happened, who did it, and the proof that nothing changed."),
        icon="journal",
        url="cockpit:journal",
        position=60,
    )
)

register_admin_page(
    AdminPage(
        name="home",
        label=_("Home pages"),
        description=_("What each kind of person finds first, until they arrange it themselves."),
        icon="dashboard",
        url="cockpit:profiles",
        position=45,
    )
)
