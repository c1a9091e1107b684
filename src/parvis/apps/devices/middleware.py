"""Marks every page with whose it is, and whether a device may keep it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from parvis.apps.devices.marks import KEEP_HEADER, NOBODY, PERSON_HEADER, may_be_kept, person_mark
from parvis.kernel.sensitive import forget_sensitive


class KeepingMiddleware:
    """Say of each page whose it is, and whether it may stay on the device (ADR 17)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forget_sensitive()
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            person = person_mark(request)
            response.headers[PERSON_HEADER] = person
            keep = "no" if person == NOBODY else may_be_kept(request, response)
            response.headers[KEEP_HEADER] = keep
        return response
