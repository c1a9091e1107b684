"""The door of every public address: the link is alive, its password was given, nothing leaks.

Nothing here reads the session. What is answered is for one pair of eyes: no cache, no index, no
referrer.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from parvis.apps.directory.selectors import only_organisation
from parvis.apps.directory.shell import town_of
from parvis.apps.sharing.access import open_link
from parvis.apps.sharing.enums import LinkKind
from parvis.apps.sharing.errors import GoneError
from parvis.apps.sharing.models import Link
from parvis.apps.sharing.services.visits import take_as_long
from parvis.kernel.errors import ParvisError
from parvis.kernel.ui.shell import Town

PublicView = Callable[..., HttpResponseBase]  # (request, opened, token, what the address names)
COOKIE: Final = "parvis_link"
SALT: Final = "parvis.sharing.unlock"
HOURS: Final = 4
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'"
)
ENTRIES: Final = {LinkKind.SHARE: "sharing:entry", LinkKind.DEPOSIT: "sharing:deposit"}


def keep_private(response: HttpResponseBase, *, has_form: bool = False) -> HttpResponseBase:
    """Keep an answer out of caches, indexes and the logs of other sites.

    A form needs to say its own origin, or its post would be taken for a forgery.
    """
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "same-origin" if has_form else "no-referrer"
    return response


def show(
    request: HttpRequest,
    template: str,
    link: Link,
    values: dict[str, object],
    *,
    status: int = 200,
    has_form: bool = False,
) -> HttpResponseBase:
    """Show a public page in the identity of the link's organisation."""
    context = {"town": town_of(link.organisation), "link": link, **values}
    return keep_private(render(request, template, context, status=status), has_form=has_form)


def refuse(request: HttpRequest, error: ParvisError) -> HttpResponseBase:
    """Say why there is nothing, in words that tell nothing of the link."""
    organisation = only_organisation()
    town = town_of(organisation) if organisation else Town()
    context = {"town": town, "title": error.title, "detail": str(error)}
    return keep_private(render(request, "sharing/gone.html", context, status=error.status))


def _proof(link: Link) -> str:
    """Return what a password's cookie holds: bound to this link and to this very password."""
    return f"{link.pk}:{salted_hmac(SALT, link.password).hexdigest()[:32]}"


def is_unlocked(request: HttpRequest, link: Link) -> bool:
    """Tell whether a link has no password, or it was given in this browser lately."""
    if not link.password:
        return True
    try:
        shown = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=HOURS * 3_600)
    except signing.BadSignature:
        return False
    return constant_time_compare(str(shown), _proof(link))


def unlock(response: HttpResponse, link: Link, address: str) -> HttpResponse:
    """Remember in this browser, for this link alone, that its password was given."""
    response.set_cookie(
        COOKIE,
        signing.dumps(_proof(link), salt=SALT),
        max_age=HOURS * 3_600,
        path=address,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def behind(kind: LinkKind, *, asks_password: bool = True) -> Callable[[PublicView], PublicView]:
    """Let a view serve whoever has a token that leads somewhere, once its password was given."""

    def guard(view: PublicView) -> PublicView:
        @wraps(view)
        def guarded(request: HttpRequest, /, *, token: str, **named: object) -> HttpResponseBase:
            try:
                opened = open_link(token, kind=kind)
                if asks_password and not is_unlocked(request, opened.link):
                    return keep_private(redirect(reverse(ENTRIES[kind], args=[token])))
                return view(request, opened, token, **named)
            except GoneError as error:
                if request.method == "POST":
                    take_as_long()
                return refuse(request, error)
            except ParvisError as error:
                return refuse(request, error)

        return guarded

    return guard


def has_answered(response: HttpResponseBase) -> bool:
    """Tell whether an answer gives a content from its beginning, not a later range of it."""
    begins = response.headers.get("Content-Range", "").startswith("bytes 0-")
    return response.status_code == HTTPStatus.OK or begins
