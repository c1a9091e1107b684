"""What makes an application of the pages: the manifest, its icons, the service worker."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from parvis.apps.devices.icons import SIZES, Purpose, draw_icon
from parvis.apps.devices.looks import read_look
from parvis.apps.devices.manifests import manifest_of
from parvis.apps.devices.worker import POLICY, worker_script
from parvis.apps.directory.selectors import organisation_named
from parvis.kernel.errors import NotFoundError

FOR_EVER = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"


@require_safe
def manifest(_request: HttpRequest, organisation_id: UUID | None = None) -> HttpResponse:
    """Serve the manifest of an organisation, or that of Parvis; browsers ask without a session."""
    organisation = organisation_named(organisation_id) if organisation_id else None
    if organisation_id and organisation is None:
        raise NotFoundError
    response = JsonResponse(manifest_of(organisation), content_type="application/manifest+json")
    response.headers["Cache-Control"] = AN_HOUR
    return response


@require_safe
def icon(_request: HttpRequest, look: str, size: int, purpose: str) -> HttpResponse:
    """Serve an icon; its address changes when the icon does."""
    if size not in SIZES or purpose not in {*map(str, Purpose)}:
        raise NotFoundError
    picture = draw_icon(read_look(look), size=size, purpose=Purpose(purpose))
    response = HttpResponse(picture, content_type="image/png")
    response.headers["Cache-Control"] = FOR_EVER
    return response


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """Serve the service worker."""
    response = HttpResponse(worker_script(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Content-Security-Policy"] = POLICY
    return response
