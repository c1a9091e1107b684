"""Photos of parties."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from parvis.apps.directory import access
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.kernel.errors import NotFoundError


@require_safe
@signed_in
def photo(request: ActorRequest, party_id: UUID) -> HttpResponseBase:
    """Serve a party's photo to whom may see the party; its address changes with it."""
    party = access.get_party(request.actor, party_id)
    etag = f'"{party.photo_digest}"'
    if not party.has_photo:
        raise NotFoundError
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified()
    response = HttpResponse(bytes(party.photo or b""), content_type="image/webp")
    response["ETag"] = etag
    is_versioned = request.GET.get("v") == party.photo_digest
    response["Cache-Control"] = f"private, max-age={31_536_000 if is_versioned else 300}"
    return response
