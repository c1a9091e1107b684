"""Errors of the API: RFC 9457 problem details, in the caller's language."""

import logging
from typing import Any

from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from parvis.kernel.api.wording import said
from parvis.kernel.errors import (
    InvalidError,
    NotFoundError,
    ParvisError,
    SignInRequiredError,
    TooLargeError,
)
from parvis.kernel.middleware import problem

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"


class Problem(Schema):
    """RFC 9457: why a call was refused, in the language of Accept-Language."""

    type: str = Field(description="stable name of the kind of problem")
    title: str
    status: int = Field(description="the HTTP status")
    detail: str = Field(description="what to do")
    errors: dict[str, list[str]] | None = Field(None, description="what to correct, by field")


def respond(error: ParvisError) -> HttpResponse:
    """Return the problem document of an error, with the challenge that a 401 owes (RFC 6750)."""
    response = JsonResponse(problem(error), status=error.status, content_type=MEDIA_TYPE)
    if error.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="parvis"'
    return response


def broken_down() -> HttpResponse:
    """Return the problem document of what is our fault, without a word of how."""
    body = {
        "type": "urn:parvis:problem:internal",
        "title": _("Something broke on our side"),
        "status": 500,
        "detail": _("Nothing was changed. Try again; if it lasts, tell your administrator."),
    }
    return JsonResponse(body, status=500, content_type=MEDIA_TYPE)


def _field(location: tuple[Any, ...]) -> str:
    words = [str(part) for part in location if part not in {"body", "query", "path", "payload"}]
    return ".".join(words) or "body"


def handle_problems(api: NinjaAPI) -> None:
    """Have every error of an API answered as a problem document."""

    @api.exception_handler(ParvisError)
    def refused(request: HttpRequest, error: ParvisError) -> HttpResponse:
        return respond(error)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return respond(SignInRequiredError(_("Send a valid token: “Authorization: Bearer pvs_…”.")))

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return respond(NotFoundError())

    _handle_unreadable(api)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields: dict[str, list[Any]] = {}
        for each in error.errors:
            fields.setdefault(_field(each.get("loc", ())), []).append(said(each))
        return respond(
            InvalidError(_("Some values are not of the form that is expected."), fields=fields)
        )

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        if isinstance(error.__cause__, ParvisError):
            return respond(error.__cause__)
        body = {
            "type": "about:blank",
            "title": str(error),
            "status": error.status_code,
            "detail": str(error),
        }
        return JsonResponse(body, status=error.status_code, content_type=MEDIA_TYPE)

    @api.exception_handler(Exception)
    def broken(request: HttpRequest, error: Exception) -> HttpResponse:
        logger.error("API call failed: %s %s", request.method, request.path, exc_info=error)
        return broken_down()


def _handle_unreadable(api: NinjaAPI) -> None:
    """Have what the framework refuses to read answered as a problem document too."""

    @api.exception_handler(RequestDataTooBig)
    @api.exception_handler(TooManyFieldsSent)
    @api.exception_handler(TooManyFilesSent)
    def too_big(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
        return respond(TooLargeError(_("Send less at once; documents go through uploads.")))

    @api.exception_handler(MultiPartParserError)
    @api.exception_handler(BadRequest)
    @api.exception_handler(SuspiciousOperation)
    def unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
        return respond(ParvisError(_("The body can’t be read: is it whole, its names short?")))
