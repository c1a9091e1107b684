"""What an answer tells the device that may keep it: whose it is, and whether it may stay.

`Parvis-Person` marks who is signed in ("-": nobody). `Parvis-Keep` says what the device may do with
the page: keep it ("yes"), ask for it again without what is restricted ("part"), or nothing ("no").
"""

from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from parvis.kernel.sensitive import is_sensitive

PERSON_HEADER: Final = "Parvis-Person"
KEEP_HEADER: Final = "Parvis-Keep"
NOBODY: Final = "-"
_SALT: Final = "parvis.devices.person"
# Accounts and administration, what was searched for, and what makes no sense without the server.
NEVER_KEPT: Final = (
    "/administration/",
    "/annuaire/exporter/",
    "/annuaire/importer/",
    "/api/",
    "/compte/",
    "/display/",
    "/hors-connexion/",
    "/installation/",
    "/partage/",
    "/partager-vers/",
    "/photo/",
    "/recherche/",
    "/rejoindre/",
    "/styleguide/",
    "/sur-cet-appareil/",
)


def person_mark(request: HttpRequest) -> str:
    """Return a mark of who is signed in that says nothing of them, or "-"."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return NOBODY
    return salted_hmac(_SALT, str(user.pk)).hexdigest()[:32]


def may_be_kept(request: HttpRequest, response: HttpResponseBase) -> str:
    """Return "yes", "part" or "no" for a page that is about to leave."""
    is_page = request.method == "GET" and response.status_code == 200
    if not is_page or request.path.startswith(NEVER_KEPT):
        return "no"
    if "no-store" in response.headers.get("Cache-Control", ""):
        return "no"
    return "part" if is_sensitive() else "yes"
