"""Who may reach the home page."""

from parvis.kernel.testing.surfaces import SIGNED_IN, Elsewhere, Walk


def elected_profile(_town: object) -> dict[str, str]:
    return {"name": "elected"}


ADMINISTRATORS = frozenset({"admin", "outsider"})

SURFACES: dict[str, Walk | Elsewhere] = {
    "cockpit:home": Walk(SIGNED_IN),
    "cockpit:hide_steps": Walk(SIGNED_IN, method="post"),
    "cockpit:block": Walk(SIGNED_IN, lambda _town: {"name": "agenda"}),
    "cockpit:arrange": Walk(SIGNED_IN),
    "cockpit:reset": Walk(SIGNED_IN, method="post"),
    "cockpit:profiles": Walk(ADMINISTRATORS),
    "cockpit:profile": Walk(ADMINISTRATORS, elected_profile),
    "cockpit:reset_profile": Walk(ADMINISTRATORS, elected_profile, method="post"),
    "cockpit:journal": Walk(ADMINISTRATORS),
    "cockpit:export_journal": Walk(ADMINISTRATORS, method="post", data={"format": "csv"}),
}
