"""Versions of things over HTTP: strong entity tags and preconditions (RFC 9110, 8.8.3 and 13.1)."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from parvis.kernel.errors import InvalidError


def expected_version(request: HttpRequest) -> int | None:
    """Return the version that If-Match asks for; None when any will do (raises InvalidError)."""
    raw = request.headers.get("If-Match", "*").strip()
    if raw == "*":
        return None
    tag = raw.removeprefix("W/").strip('"')
    if not (tag.isascii() and tag.isdigit() and len(tag) < 10):
        raise InvalidError(_('If-Match takes the ETag of the thing, such as “"3"”.'))
    return int(tag)


def send_version(response: HttpResponse, version: int) -> None:
    """Send the version of a thing as its ETag."""
    response["ETag"] = f'"{version}"'
