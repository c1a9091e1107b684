"""Words between pages and htmx: who asks, what to answer (see docs/components.md)."""

import json
from typing import Literal

from django.http import HttpRequest, HttpResponse

Level = Literal["info", "success", "warning", "error"]


def is_fragment(request: HttpRequest) -> bool:
    """Return whether htmx wants a piece of page; going back in history wants the whole page."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-Request-Type") != "full"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )


def is_dialog(request: HttpRequest) -> bool:
    """Return whether the piece goes into the dialog of the shell (`hx-target="#dialog"`)."""
    return request.headers.get("HX-Target") == "dialog#dialog"


def trigger(response: HttpResponse, event: str, detail: object = True) -> HttpResponse:
    """Have the page dispatch `event` once the answer is in; several may be added."""
    events = json.loads(response.headers.get("HX-Trigger", "{}"))
    response.headers["HX-Trigger"] = json.dumps({**events, event: detail})
    return response


def toast(response: HttpResponse, text: str, *, level: Level = "success") -> HttpResponse:
    """Have the page show a short message."""
    return trigger(response, "toast", {"level": level, "text": str(text)})


def close_dialog(response: HttpResponse) -> HttpResponse:
    """Have the page close the dialog of the shell."""
    return trigger(response, "close-dialog")


def go_to(url: str) -> HttpResponse:
    """Send the page that htmx speaks for to `url`."""
    return HttpResponse(status=204, headers={"HX-Redirect": url})
