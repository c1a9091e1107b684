"""Answers that carry contents: streamed, by ranges, harmless in a browser whatever they hold."""

from collections.abc import Iterable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from parvis.kernel.storage.blobs import read_blob
from parvis.kernel.storage.models import Blob
from parvis.kernel.storage.naming import disposition
from parvis.kernel.storage.ranges import UnsatisfiableError, parse_range
from parvis.kernel.storage.sniffing import is_safe_inline

SANDBOX: Final = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'"
NEVER_INLINE: Final = frozenset({"application/pdf"})


def guard(response: HttpResponseBase) -> None:
    """Let nothing in a content run, phone home or be taken for another type."""
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-cache"


def deliver_blob(
    request: HttpRequest, blob: Blob, *, name: str, media_type: str, inline: bool = False
) -> HttpResponseBase:
    """Send a content, or the range asked for, or only that it has not changed.

    Inline only for kinds that browsers show without risk; else it is saved as `name`.
    """
    etag = f'"{blob.digest}"'
    if etag in request.headers.get("If-None-Match", ""):
        return _headed(HttpResponse(status=304), etag, name, media_type, inline=inline)
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) != etag or request.method == "HEAD":
        asked = ""
    try:
        part = parse_range(asked, blob.size) if asked else None
    except UnsatisfiableError:
        response: HttpResponseBase = HttpResponse(status=416)
        response.headers["Content-Range"] = f"bytes */{blob.size}"
        guard(response)
        return response
    start, end = (part.start, part.end) if part else (0, blob.size)
    pieces: Iterable[bytes] = () if request.method == "HEAD" else read_blob(blob, start, end)
    response = StreamingHttpResponse(pieces, status=206 if part else 200)
    response.headers["Content-Length"] = str(end - start)
    if part:
        response.headers["Content-Range"] = part.header(blob.size)
    return _headed(response, etag, name, media_type, inline=inline)


def _headed(
    response: HttpResponseBase, etag: str, name: str, media_type: str, *, inline: bool
) -> HttpResponseBase:
    may_show = inline and is_safe_inline(media_type) and media_type not in NEVER_INLINE
    shown = f"{media_type}; charset=utf-8" if media_type == "text/plain" else media_type
    response.headers["Content-Type"] = shown if may_show else _saved_type(media_type)
    response.headers["Content-Disposition"] = disposition(name, is_inline=may_show)
    response.headers["ETag"] = etag
    response.headers["Accept-Ranges"] = "bytes"
    guard(response)
    return response


def _saved_type(media_type: str) -> str:
    """Return the type of a content to save: its own, unless a browser might take it for a page."""
    risky = ("html", "xml", "svg", "script")
    is_risky = any(word in media_type for word in risky) and "openxml" not in media_type
    return "application/octet-stream" if is_risky else media_type


def deliver_bytes(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """Send a small content to save."""
    response = HttpResponse(content, content_type=_saved_type(media_type))
    response.headers["Content-Disposition"] = disposition(name)
    guard(response)
    return response
