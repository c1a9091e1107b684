"""What sharing adds to the shell: my links, and the administrators' page."""

from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.administration import AdminPage, register_admin_page
from parvis.apps.directory.requests import ActorRequest
from parvis.kernel.ui.shell import register_account_link


def _is_of_the_town(request: HttpRequest) -> bool:
    actor = cast("ActorRequest", request).actor
    return actor.is_known and not actor.is_guest


register_account_link(
    "sharing",
    label=_("Shared outside"),
    icon="share",
    url="sharing:mine",
    order=30,
    visible=_is_of_the_town,
)
register_admin_page(
    AdminPage(
        name="sharing",
        label=_("Shared outside"),
        description=_("All the links to your documents, and the rules for making them."),
        icon="share",
        url="sharing:administration",
        position=40,
    )
)
