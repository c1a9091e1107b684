"""Compress pages and data on their way out; files and streams pass untouched.

Compression beside a secret can leak it (BREACH): Django's middleware adds random bytes to every
compressed answer and masks the CSRF token anew each time, and no page repeats what a request says
next to a secret. Downloads keep their length, so that ranges work.
"""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

COMPRESSED = ("text/", "application/json", "application/problem+json", "image/svg+xml")


class CompressionMiddleware(GZipMiddleware):
    """Django's gzip, kept to whole answers in text."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not kind.startswith(COMPRESSED) or response.has_header("ETag"):
            return response
        return super().process_response(request, response)
