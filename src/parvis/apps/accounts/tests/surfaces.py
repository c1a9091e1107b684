"""Who may reach the pages of one's own account: everybody who is signed in, for themselves."""

from parvis.kernel.testing.surfaces import SIGNED_IN, Elsewhere, Walk

SURFACES: dict[str, Walk | Elsewhere] = {
    "accounts:home": Walk(SIGNED_IN),
    "accounts:security": Walk(SIGNED_IN),
    "accounts:sessions": Walk(SIGNED_IN),
    "accounts:close-session": Elsewhere("test_own_pages.py: one's own sessions only"),
    "accounts:display": Walk(SIGNED_IN),
    "accounts:tokens": Walk(SIGNED_IN),
    "accounts:close-token": Elsewhere("test_own_pages.py: one's own tokens only"),
}
