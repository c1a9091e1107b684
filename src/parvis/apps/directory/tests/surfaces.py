"""Who may reach the addresses of the directory."""

from typing import Any

from parvis.kernel.testing.surfaces import SIGNED_IN, Elsewhere, Walk


def mayor(town: Any) -> dict[str, Any]:
    return {"party_id": town.persons["mayor"].pk}


SURFACES: dict[str, Walk | Elsewhere] = {
    "directory:choose": Walk(SIGNED_IN),
    "directory:photo": Elsewhere("test_choosing.py: a person without a photo has none to refuse"),
}
