"""Middleware that every page goes through: the content security policy, and plain refusals."""

from collections.abc import Callable
from itertools import chain

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from parvis.kernel.errors import (
    UNFIT,
    InvalidError,
    ParvisError,
    SecondFactorRequiredError,
    SignInRequiredError,
)
from parvis.kernel.texts import is_storable

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponseBase]

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; "
    "frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)


class ContentSecurityPolicyMiddleware:
    """Send a strict policy (CSP level 3) unless the view set its own, stricter still for blobs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "geolocation=(), microphone=(), camera=()"
        )
        return response


def problem(error: ParvisError) -> dict[str, object]:
    """Return the RFC 9457 problem details of an error, in the active language."""
    body: dict[str, object] = {
        "type": f"urn:parvis:problem:{error.code}",
        "title": str(error.title),
        "status": error.status,
        "detail": str(error.message),
    }
    if error.fields:
        body["errors"] = {
            name: [str(text) for text in texts] for name, texts in error.fields.items()
        }
    return body


def require_storable(*sent: QueryDict) -> None:
    """Refuse what no database keeps as it is, wherever it was typed (raises InvalidError)."""
    for values in sent:
        if not all(is_storable(text) for key, texts in values.lists() for text in (key, *texts)):
            raise InvalidError(UNFIT)


class ErrorMiddleware:
    """Turn a `ParvisError` into a page, a fragment for htmx, or a problem document."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Refuse unfit texts of addresses and forms before any view reads them.

        A view that takes its form itself, through its own handler of files, checks it itself.
        """
        is_read_later = request.method != "POST" or getattr(view, "csrf_exempt", False)
        try:
            require_storable(request.GET, *(() if is_read_later else (request.POST,)))
        except InvalidError as error:
            return self.process_exception(request, error)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, ParvisError):
            return None
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse(
                problem(error), status=error.status, content_type="application/problem+json"
            )
        if isinstance(error, SignInRequiredError) and not request.headers.get("HX-Request"):
            return redirect_to_login(request.get_full_path())
        context = {
            "code": error.status,
            "error_code": error.code,
            "title": error.title,
            "detail": " ".join(
                str(text)
                for text in [*chain.from_iterable(error.fields.values())] or [error.message]
            ),
        }
        if isinstance(error, SecondFactorRequiredError):
            back = request.get_full_path() if request.method == "GET" else "/"
            page = reverse(settings.SECOND_FACTOR_URL)
            context["way_out_url"] = f"{page}?{urlencode({'next': back})}"
            context["way_out_label"] = _("Set up a second check")
        return render(request, "errors/error.html", context, status=error.status)
