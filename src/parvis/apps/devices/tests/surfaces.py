"""Who may reach the addresses of devices."""

from typing import Any

from parvis.apps.devices.looks import look_of
from parvis.apps.files.tests.surfaces import file
from parvis.kernel.testing.surfaces import EVERYONE, SIGNED_IN, SPACE_READERS, Elsewhere, Walk


def organisation(town: Any) -> dict[str, Any]:
    return {"organisation_id": town.organisation.pk}


def icon(town: Any) -> dict[str, Any]:
    return {"look": look_of(town.organisation), "size": 192, "purpose": "maskable"}


SURFACES: dict[str, Walk | Elsewhere] = {
    "devices:worker": Elsewhere("test_application.py: it is what Vite built"),
    "devices:plain_manifest": Walk(EVERYONE),
    "devices:manifest": Walk(EVERYONE, organisation),
    "devices:icon": Walk(EVERYONE, icon),
    "devices:offline": Walk(EVERYONE),
    "devices:kept": Walk(SIGNED_IN),
    "devices:state": Walk(SIGNED_IN),
    "devices:keep": Walk(SPACE_READERS, file),
    "devices:file": Walk(SPACE_READERS, file),
}
