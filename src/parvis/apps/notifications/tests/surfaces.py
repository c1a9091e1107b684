"""Who may reach the addresses of notifications."""

from parvis.kernel.testing.surfaces import SIGNED_IN, Elsewhere, Walk

SURFACES: dict[str, Walk | Elsewhere] = {
    "notifications:index": Walk(SIGNED_IN),
    "notifications:mark_all": Walk(SIGNED_IN, method="post"),
    "notifications:preferences": Walk(SIGNED_IN),
    "notifications:stop": Elsewhere("test_mails.py follows the signed link of a mail"),
    "notifications:open": Elsewhere("test_views.py opens each person's own, and nobody else's"),
    "notifications:mark": Elsewhere("test_views.py marks each person's own, and nobody else's"),
}
