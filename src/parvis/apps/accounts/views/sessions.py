"""One's own sessions and API tokens: seen, ended, made."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parvis.apps.accounts import services
from parvis.apps.accounts.devices import device_of
from parvis.apps.accounts.forms import TokenForm
from parvis.apps.accounts.requests import UserRequest, with_user
from parvis.apps.accounts.selectors import tokens_of
from parvis.kernel.errors import InvalidError


@dataclass(frozen=True, slots=True)
class SessionRow:
    id: int
    device: str
    address: str
    opened_at: datetime
    is_current: bool


def _rows(request: UserRequest) -> list[SessionRow]:
    current = request.session.session_key
    found = UserSession.objects.purge_and_list(request.user)
    rows = [
        SessionRow(
            id=one.pk,
            device=device_of(one.user_agent),
            address=one.ip,
            opened_at=one.created_at,
            is_current=one.session_key == current,
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: (not row.is_current, -row.opened_at.timestamp()))


@require_http_methods(["GET", "HEAD", "POST"])
@with_user
def sessions(request: UserRequest) -> HttpResponse:
    """List the devices where one is signed in; on POST, end all the others."""
    rows = _rows(request)
    if request.method == "POST":
        for row in rows:
            if not row.is_current:
                services.end_session(user_id=request.user.pk, session_id=row.id)
        messages.success(request, _("The other sessions are closed."))
        return redirect("accounts:sessions")
    return render(request, "accounts/sessions.html", {"sessions": rows})


@require_POST
@with_user
def close_session(request: UserRequest, session_id: int) -> HttpResponse:
    """End one session."""
    services.end_session(user_id=request.user.pk, session_id=session_id)
    messages.success(request, _("The session is closed."))
    return redirect("accounts:sessions")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_user
def tokens(request: UserRequest) -> HttpResponse:
    """List one's API tokens and make one; its secret is shown this once."""
    if request.method == "POST":
        response: HttpResponse = _make_token(request)
        return response
    return _tokens_page(request, TokenForm())


@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def _make_token(request: UserRequest) -> HttpResponse:
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _tokens_page(request, form, status=422)
    values = form.cleaned_data
    try:
        secret = services.create_own_token(
            actor=request.actor,
            name=values["name"],
            scopes=[values["scope"]],
            ends_on=values["ends_on"],
        )
    except InvalidError as error:
        for field, texts in (error.fields or {"name": [error.message]}).items():
            form.add_error("scope" if field == "scopes" else field, [str(text) for text in texts])
        return _tokens_page(request, form, status=422)
    return _tokens_page(request, TokenForm(), secret=secret)


def _tokens_page(
    request: UserRequest, form: TokenForm, *, secret: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "tokens": tokens_of(request.user.pk), "secret": secret}
    return render(request, "accounts/tokens.html", context, status=status)


@require_POST
@with_user
def close_token(request: UserRequest, token_id: UUID) -> HttpResponseRedirect:
    """Revoke one of one's tokens."""
    services.revoke_token(user_id=request.user.pk, token_id=token_id)
    messages.success(request, _("The token is revoked: it opens nothing any more."))
    return redirect("accounts:tokens")
