"""Who may reach the home page."""

from parvis.kernel.testing.surfaces import SIGNED_IN, Elsewhere, Walk

ADMINISTRATORS = frozenset({"admin", "outsider"})

SURFACES: dict[str, Walk | Elsewhere] = {
    "cockpit:home": Walk(SIGNED_IN),
    "cockpit:hide_steps": Walk(SIGNED_IN, method="post"),
    "cockpit:journal": Walk(ADMINISTRATORS),
    "cockpit:export_journal": Walk(ADMINISTRATORS, method="post", data={"format": "csv"}),
}
