"""A town's colours and logo, at addresses that change when they do: kept for ever."""

import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from parvis.apps.directory.models import Organisation
from parvis.apps.directory.shell import theme_version
from parvis.kernel.errors import NotFoundError
from parvis.kernel.ui import theme

FOR_EVER = "public, max-age=31536000, immutable"
_VERSION = re.compile(r"([0-9a-f]{6})-[0-9a-f]{12}")


@require_safe
def stylesheet(request: HttpRequest, version: str) -> HttpResponse:
    """Serve the CSS variables of a colour; the address holds the colour, no table is read."""
    found = _VERSION.fullmatch(version)
    if found is None or theme_version(f"#{found[1]}") != version:
        raise Http404
    response = HttpResponse(
        theme.stylesheet(f"#{found[1]}"), content_type="text/css; charset=utf-8"
    )
    response.headers["Cache-Control"] = FOR_EVER
    return response


@require_safe
def logo(request: HttpRequest, organisation_id: UUID, digest: str) -> HttpResponse:
    """Serve an organisation's logo, as we encoded it."""
    found = Organisation.objects.filter(pk=organisation_id, logo_digest=digest).first()
    if found is None or not found.logo or not digest:
        raise NotFoundError
    response = HttpResponse(bytes(found.logo), content_type="image/webp")
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
