"""Idempotent calls: a POST sent twice with one `Idempotency-Key` is done once.

After draft-ietf-httpapi-idempotency-key-header: the same key with the same request gets the first
answer again; with another request it is refused. The key is kept in the transaction of the call,
under who calls: `settings.API_CALLER` names them, "" when nobody whom we know (any more) does.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from parvis.kernel.api.problems import respond
from parvis.kernel.errors import ConflictError, InvalidError
from parvis.kernel.models import IdempotentCall

PREFIX = "/api/"
HEADER = "Idempotency-Key"
LONGEST_KEY = 200
KEPT = timedelta(hours=24)


class _Undone(Exception):  # noqa: N818 -- a signal to roll back, not an error
    """Rolls the transaction of a refused call back."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


def _caller(request: HttpRequest) -> str:
    who: str = import_string(settings.API_CALLER)(request)
    return hashlib.sha256(who.encode()).hexdigest() if who else ""


def _fingerprint(request: HttpRequest) -> str:
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    digest.update(request.body)
    return digest.hexdigest()


class IdempotencyMiddleware:
    """Give `Idempotency-Key` its meaning on POSTs of the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get(HEADER, "")
        if request.method != "POST" or not key or not request.path.startswith(PREFIX):
            return self.get_response(request)
        if len(key) > LONGEST_KEY:
            return respond(InvalidError(_("An idempotency key has at most 200 signs.")))
        caller = _caller(request)
        if not caller:
            return self.get_response(request)
        fingerprint = _fingerprint(request)
        try:
            with transaction.atomic():
                return self._once(request, caller, key, fingerprint)
        except _Undone as undone:
            return undone.response
        except IntegrityError:
            return respond(ConflictError(_("The same call is being carried out: ask again.")))

    def _once(self, request: HttpRequest, caller: str, key: str, fingerprint: str) -> HttpResponse:
        known = IdempotentCall.objects.filter(caller=caller, key=key).first()
        if known is not None and known.created_at < timezone.now() - KEPT:
            known.delete()
            known = None
        if known is not None:
            return _replayed(known, fingerprint)
        call = IdempotentCall.objects.create(caller=caller, key=key, fingerprint=fingerprint)
        response = self.get_response(request)
        if response.status_code >= 400 or response.streaming:
            raise _Undone(response)
        call.status = response.status_code
        call.headers = dict(response.headers)
        call.body = response.content
        call.save()
        return response


def _replayed(known: IdempotentCall, fingerprint: str) -> HttpResponse:
    if known.fingerprint != fingerprint:
        message = _("This key has already served for another request: take a new one.")
        return respond(InvalidError(message))
    headers = {**known.headers, "Idempotency-Replayed": "true"}
    response = HttpResponse(bytes(known.body), status=known.status, headers=headers)
    if "Content-Type" not in known.headers:
        del response.headers["Content-Type"]
    return response


def forget_calls() -> int:
    """Forget the keys older than a day; return how many."""
    old = IdempotentCall.objects.filter(created_at__lt=timezone.now() - KEPT)
    return old.delete()[0]
