"""What devices add to every page: how it is installed, and what stays on this device."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.apps.devices.looks import colour_of, look_of
from parvis.apps.devices.manifests import icon_url
from parvis.apps.devices.marks import person_mark
from parvis.apps.directory.requests import organisation_shown
from parvis.kernel.ui.shell import Installation, register_account_link, register_installation

TOUCH_SIZE = 180


def _installation(request: HttpRequest) -> Installation:
    organisation = organisation_shown(request)
    manifest = (
        reverse("devices:manifest", args=[organisation.pk])
        if organisation
        else reverse("devices:plain_manifest")
    )
    return Installation(
        manifest_url=manifest,
        icon_url=icon_url(look_of(organisation), size=TOUCH_SIZE),
        colour=colour_of(organisation),
        worker_url=reverse("devices:worker"),
        person=person_mark(request),
    )


register_installation(_installation)
register_account_link(
    "kept", label=_("On this device"), icon="mobile", url="devices:kept", order=20
)
