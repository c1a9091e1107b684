"""Versions that forms and headers name."""

from django.http import HttpRequest


def read_version(request: HttpRequest) -> int | None:
    """Return the version that the form or the If-Match header names (RFC 9110, 13.1.1)."""
    given = request.POST.get("version") or request.headers.get("If-Match", "").strip('W/" ')
    return int(given) if given and given.isdecimal() else None
