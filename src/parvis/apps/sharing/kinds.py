"""Sharing joins spaces: its verb, the menu of documents, the panel «Shared outside»."""

from collections.abc import Mapping
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.files.access import FOLDER
from parvis.apps.sharing import selectors
from parvis.apps.sharing.access import SHARE, SHAREABLE
from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.registry import (
    ItemAction,
    Panel,
    SelectionAction,
    Verb,
    register_action,
    register_panel,
    register_selection_action,
    register_verb,
)
from parvis.kernel.actors import Role

SHOWN = 5


def _panel(request: HttpRequest, item: Item) -> Mapping[str, object]:
    """Return the living links to a thing, among those that the reader knows of."""
    actor = cast("ActorRequest", request).actor
    links = list(selectors.links_of_item(actor, item)[: SHOWN + 1])
    return {
        "item": item,
        "rows": selectors.rows_of(actor, links[:SHOWN]) if links else [],
        "has_more": len(links) > SHOWN,
        "may_share": access.may(actor, item, SHARE),
    }


register_verb(Verb(name=SHARE, role=Role.EDITOR, restricted_role=Role.MANAGER, is_for_guests=False))
register_action(
    ItemAction(
        name="sharing.link",
        label=_("Share outside…"),
        icon="share",
        url=lambda item: reverse("sharing:new", args=[item.pk]),
        verb=SHARE,
        position=50,
        is_dialog=True,
        shows_on=lambda item: item.kind in SHAREABLE,
    )
)
register_action(
    ItemAction(
        name="sharing.send",
        label=_("Send by a link…"),
        icon="send",
        url=lambda item: reverse("sharing:send", args=[item.pk]),
        verb=SHARE,
        position=52,
        is_dialog=True,
        shows_on=lambda item: item.kind in SHAREABLE,
    )
)
register_action(
    ItemAction(
        name="sharing.deposit",
        label=_("Receive documents…"),
        icon="import",
        url=lambda item: reverse("sharing:new_deposit", args=[item.pk]),
        verb=SHARE,
        position=54,
        is_dialog=True,
        shows_on=lambda item: item.kind == FOLDER,
    )
)
register_selection_action(
    SelectionAction(
        name="send",
        label=_("Send by a link"),
        icon="send",
        url=lambda pk: reverse("sharing:send", args=[pk]),
        verb=SHARE,
    )
)
register_selection_action(
    SelectionAction(
        name="link",
        label=_("Share outside"),
        icon="share",
        url=lambda pk: reverse("sharing:new", args=[pk]),
        verb=SHARE,
    )
)
register_panel(
    Panel(
        name="sharing",
        label=_("Shared outside"),
        icon="share",
        template="sharing/panel.html",
        context=_panel,
        position=65,
        is_lazy=True,
        shows_on=lambda item: item.kind in SHAREABLE,
    )
)
