"""The password of a link, asked before anything is told of it."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.apps.sharing.access import OpenLink
from parvis.apps.sharing.enums import LinkKind
from parvis.apps.sharing.services.visits import try_password
from parvis.apps.sharing.views.doors import ENTRIES, is_unlocked, keep_private, show, unlock


def asked_password(
    request: HttpRequest, opened: OpenLink, token: str, kind: LinkKind
) -> HttpResponseBase | None:
    """Return the page that asks the password, or what follows one that was sent; None: go on.

    Raises ThrottledError.
    """
    link = opened.link
    if is_unlocked(request, link):
        return None
    error = ""
    if request.method == "POST":
        typed = request.POST.get("password", "")
        if typed and try_password(link, typed[:200]):
            address = reverse(ENTRIES[kind], args=[token])
            return keep_private(unlock(redirect(address), link, address))
        error = _("This is not the password. Ask the person who sent you the link.")
    return show(
        request,
        "sharing/password.html",
        link,
        {"error": error},
        status=422 if error else 200,
        has_form=True,
    )
