"""What somebody outside sees of a deposit: what is asked, the form, the receipt; nothing else."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from parvis.apps.files.limits import max_file_bytes, require_room
from parvis.apps.files.spooling import SpooledFile, SpoolHandler
from parvis.apps.sharing.access import OpenLink
from parvis.apps.sharing.enums import Act, LinkKind
from parvis.apps.sharing.models import Deposit
from parvis.apps.sharing.services.deposits import (
    MOST_BYTES,
    Sender,
    Sent,
    check_names,
    checked_sender,
    receive_deposit,
    require_calm,
)
from parvis.apps.sharing.services.visits import note
from parvis.apps.sharing.views.doors import behind, is_unlocked, keep_private, show
from parvis.apps.sharing.views.passwords import asked_password
from parvis.kernel.errors import InvalidError, NotFoundError, ParvisError, TooLargeError
from parvis.kernel.middleware import require_storable

DEPOSIT = LinkKind.DEPOSIT


@csrf_exempt  # checked once the handler of files is in place
@require_http_methods(["GET", "HEAD", "POST"])
@behind(DEPOSIT, asks_password=False)
def deposit(request: HttpRequest, opened: OpenLink, token: str) -> HttpResponseBase:
    """Ask the password, show what is asked, or take what is sent."""
    if not is_unlocked(request, opened.link):
        request.upload_handlers = [SpoolHandler(0)]  # a password brings no file
        return _asked(request, opened, token)
    if request.method != "POST":
        if request.method == "GET":
            note(opened.link, Act.OPENED)
        return _form(request, opened, {})
    _require_modest(request, opened)
    handler = SpoolHandler(min(MOST_BYTES, max_file_bytes()))
    request.upload_handlers = [handler]
    try:
        return _checked(request, opened, token, handler)
    finally:
        handler.discard()


@csrf_protect
def _asked(request: HttpRequest, opened: OpenLink, token: str) -> HttpResponseBase:
    answer = asked_password(request, opened, token, DEPOSIT)
    if answer is None:
        raise NotFoundError
    return answer


def _require_modest(request: HttpRequest, opened: OpenLink) -> None:
    """Refuse before a single byte is taken what is too much (TooLargeError, ThrottledError)."""
    require_calm(opened.link)
    raw = request.headers.get("Content-Length", "")
    length = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 16 else MOST_BYTES
    if length > MOST_BYTES:
        raise TooLargeError(_("This is more than 1 GB: send it in several times."))
    require_room(opened.author, length)


@csrf_protect
def _checked(
    request: HttpRequest, opened: OpenLink, token: str, handler: SpoolHandler
) -> HttpResponseBase:
    require_storable(request.POST)
    files = [one for one in request.FILES.getlist("files") if isinstance(one, SpooledFile)]
    typed = {name: request.POST.get(name, "") for name in ("name", "email", "message")}
    try:
        if handler.is_too_large:
            raise InvalidError(fields={"files": [_("One of these files is too large.")]})
        sender = checked_sender(Sender(**typed))
        check_names([one.name or "" for one in files])
        organisation_id = opened.link.organisation_id
        sent = [Sent(name=one.name or "", blob=one.store(organisation_id)) for one in files]
        made = receive_deposit(opened=opened, sender=sender, sent=sent)
    except ParvisError as refusal:
        if refusal.status in {404, 429}:
            raise
        errors = {name: str(texts[0]) for name, texts in refusal.fields.items()}
        errors = errors or {"files": str(refusal.message)}
        return _form(request, opened, typed, errors)
    return keep_private(redirect(reverse("sharing:receipt", args=[token, made.pk])))


def _form(
    request: HttpRequest,
    opened: OpenLink,
    typed: dict[str, str],
    errors: dict[str, str] | None = None,
) -> HttpResponseBase:
    link = opened.link
    values: dict[str, object] = {
        "title": link.label or _("Hand documents in"),
        "typed": typed,
        "errors": errors or {},
        "max_bytes": min(MOST_BYTES, max_file_bytes()),
    }
    status = 422 if errors else 200
    template = "sharing/deposit.html"
    return show(request, template, link, values, status=status, has_form=True)


@require_safe
@behind(DEPOSIT)
def receipt(
    request: HttpRequest, opened: OpenLink, token: str, deposit_id: UUID
) -> HttpResponseBase:
    """Show what was received, to whoever sent it."""
    del token
    found: Deposit | None = opened.link.deposits.filter(pk=deposit_id).first()
    if found is None:
        raise NotFoundError
    values: dict[str, object] = {
        "title": opened.link.label or _("Hand documents in"),
        "deposit": found,
        "files": list(found.files.all()),
    }
    return show(request, "sharing/receipt.html", opened.link, values)
