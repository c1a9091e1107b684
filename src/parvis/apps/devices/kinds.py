"""The entry «Keep on this device» in the menu of files."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.apps.files.access import FILE
from parvis.apps.workspaces.registry import ItemAction, register_action

register_action(
    ItemAction(
        name="devices.keep",
        label=_("Keep on this device"),
        icon="mobile",
        url=lambda item: reverse("devices:keep", args=[item.pk]),
        position=45,
        shows_on=lambda item: item.kind == FILE and item.access_root_id is None,
    )
)
