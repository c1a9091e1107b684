"""Whatever goes wrong below `/api/` is a problem document, even before any operation is reached."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from parvis.kernel.api.problems import MEDIA_TYPE, broken_down, respond
from parvis.kernel.errors import NotFoundError, TooLargeError

PREFIX = "/api/"


class ProblemMiddleware:
    """Turn the plain refusals of the framework (404, 405, 400…) into problem documents."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        try:
            response = self.get_response(request)
        except RequestDataTooBig:
            return respond(TooLargeError(_("Send less at once; documents go through uploads.")))
        known = response.headers.get("Content-Type", "").startswith(MEDIA_TYPE)
        if response.status_code < 400 or known or not response.headers.get("Content-Type"):
            return response
        return _plain(request, response)


def _plain(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    status = response.status_code
    if status >= 500:
        return broken_down()
    if status == 404:
        return respond(NotFoundError(_("There is no such operation: see /api/v1/docs.")))
    body = {
        "type": "about:blank",
        "title": response.reason_phrase,
        "status": status,
        "detail": _("%(method)s is not possible here: see /api/v1/docs.")
        % {"method": request.method},
    }
    plain = JsonResponse(body, status=status, content_type=MEDIA_TYPE)
    if "Allow" in response.headers:
        plain.headers["Allow"] = response.headers["Allow"]
    return plain
