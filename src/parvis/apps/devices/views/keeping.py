"""What stays on a device: the pages that show it, and what the device asks to keep it true."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from parvis.apps.devices import keepable
from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.kernel.errors import InvalidError

MOST = 200


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show what can be read without a network; the device keeps this page for that moment."""
    return render(request, "devices/offline.html")


@require_safe
@signed_in
def kept(request: ActorRequest) -> HttpResponse:
    """Show what is kept on this device; the device itself fills the lists."""
    return render(request, "devices/kept.html")


@require_safe
@signed_in
def keep(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Offer to keep a file on this device."""
    return render(request, "devices/keep.html", {"file": keepable.describe(request.actor, item_id)})


@never_cache
@require_safe
@signed_in
def file(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Tell a device what to fetch to keep a file (JSON)."""
    return JsonResponse(keepable.describe(request.actor, item_id))


@never_cache
@require_safe
@signed_in
def state(request: ActorRequest) -> HttpResponse:
    """Tell which version each kept file is at; those one may no longer keep are left out (JSON)."""
    asked = [as_uuid(text) for text in request.GET.get("items", "").split(",") if text]
    ids = [pk for pk in asked if pk is not None]
    if len(ids) > MOST:
        raise InvalidError
    return JsonResponse({"versions": keepable.versions_of(request.actor, ids)})
