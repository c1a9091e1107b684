"""The WSGI entry point: Django, with the two probes before it."""

import json
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")
pages = get_wsgi_application()

from parvis.config.readiness import problems  # noqa: E402 -- its checks need Django set up

StartResponse = Callable[..., Any]


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer /healthz and /readyz, whatever the host name, and leave the rest to Django."""
    if environ["PATH_INFO"] == "/healthz":
        return _answer(start_response, "200 OK", [])
    if environ["PATH_INFO"] == "/readyz":
        found = problems()
        return _answer(start_response, "503 Service Unavailable" if found else "200 OK", found)
    response: Iterable[bytes] = pages(environ, start_response)
    return response


def _answer(start_response: StartResponse, status: str, found: list[str]) -> Iterable[bytes]:
    body = json.dumps({"status": "unready" if found else "ok", "problems": found}).encode()
    start_response(
        status,
        [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
        ],
    )
    return [body]
