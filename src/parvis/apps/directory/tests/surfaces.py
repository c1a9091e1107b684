"""Who may reach the addresses of the directory."""

from typing import Any

from parvis.kernel.testing.surfaces import EVERYONE, SIGNED_IN, Elsewhere, Walk


def mayor(town: Any) -> dict[str, Any]:
    return {"party_id": town.persons["mayor"].pk}


SURFACES: dict[str, Walk | Elsewhere] = {
    "directory:join": Elsewhere("test_invitations.py walks a link's life: it needs its token"),
    "directory:switch": Elsewhere("test_invitations.py: one's own organisations only"),
    "directory:setup": Elsewhere("test_setup.py: the first visitor, once"),
    "directory:setup-communes": Elsewhere("test_setup.py: the first visitor, once"),
    "directory:setup-demonstration": Elsewhere("test_setup.py: the first visitor, once"),
    "directory:theme": Elsewhere("test_branding.py: colours are for everybody"),
    "directory:logo": Elsewhere("test_branding.py: logos are for everybody"),
    "directory:choose": Walk(SIGNED_IN),
    "directory:photo": Elsewhere("test_choosing.py: a person without a photo has none to refuse"),
    "directory:join": Elsewhere(
        "test_invitations.py walks an invitation's life: it needs its token"
    ),
    "directory:switch": Walk(SIGNED_IN, method="post"),
    "directory:theme": Walk(EVERYONE, lambda town: {"version": "0"}),
    "directory:logo": Elsewhere("a logo is for everybody; without one there is nothing to show"),
}
