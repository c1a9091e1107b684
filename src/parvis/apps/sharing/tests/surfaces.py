"""Who may reach the addresses of sharing."""

from typing import Any

from parvis.apps.files.services.folders import add_folder
from parvis.apps.sharing.services.links import Terms, make_link
from parvis.kernel.ids import uuid7
from parvis.kernel.testing.surfaces import (
    SIGNED_IN,
    SPACE_MANAGERS,
    SPACE_READERS,
    Elsewhere,
    Walk,
)

SHARERS = SPACE_MANAGERS | {"agent"}  # editors, but guests
ADMINISTRATORS = frozenset({"admin", "outsider"})


def folder(town: Any) -> dict[str, Any]:
    made = add_folder(
        actor=town.actor("agent"), parent_id=town.space.pk, title=f"Dossier {uuid7()}"
    )
    return {"item_id": made.pk}


def link(town: Any) -> dict[str, Any]:
    made = make_link(actor=town.actor("agent"), terms=Terms(label="Paule"), **folder(town))
    return {"link_id": made.pk}


def space(town: Any) -> dict[str, Any]:
    return {"workspace_id": town.space.pk}


PUBLIC = Elsewhere("test_public.py walks a link's life: it needs its token")
DEPOSIT = Elsewhere("test_deposits.py walks a deposit: it needs its token")
SURFACES: dict[str, Walk | Elsewhere] = {
    "sharing:mine": Walk(SIGNED_IN),
    "sharing:space": Walk(SPACE_READERS, space),
    "sharing:new": Walk(SHARERS, folder),
    "sharing:send": Walk(SHARERS, folder),
    "sharing:new_deposit": Walk(SHARERS, folder),
    "sharing:link": Walk(SHARERS, link),
    "sharing:change": Walk(frozenset({"agent"}), link),
    "sharing:revoke": Walk(SHARERS | {"admin"}, link, "post"),
    "sharing:administration": Walk(ADMINISTRATORS),
    "sharing:entry": PUBLIC,
    "sharing:zip": PUBLIC,
    "sharing:folder": PUBLIC,
    "sharing:folder_zip": PUBLIC,
    "sharing:file": PUBLIC,
    "sharing:download": PUBLIC,
    "sharing:page": PUBLIC,
    "sharing:deposit": DEPOSIT,
    "sharing:receipt": DEPOSIT,
}
