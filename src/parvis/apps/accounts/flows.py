"""Ways in that other apps start: a code mailed to an address that they know."""

from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from parvis.apps.accounts.models import User
from parvis.apps.accounts.services import ensure_user
from parvis.kernel.errors import RefusedError, ThrottledError


def start_code_login(request: HttpRequest, *, email: str, next_path: str) -> HttpResponse:
    """Mail a code to `email`, then send the page to where it is typed; `next_path` is ours.

    The user is made if there is none (the caller trusts the address). Raises ThrottledError, and
    RefusedError when the account is closed.
    """
    user = ensure_user(email=email)
    if not user.is_active:
        raise RefusedError
    if not ratelimit.consume(request, action="request_login_code", key=email.lower()):
        raise ThrottledError
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=email.lower())
    page = reverse("account_confirm_login_code")
    return HttpResponseRedirect(f"{page}?{urlencode({'next': next_path})}")


def open_session(
    request: HttpRequest, user: User, *, next_path: str, method: str = "set-up"
) -> HttpResponse:
    """Sign a user in whom the caller vouches for; a second factor is still asked for."""
    record_authentication(request, user, method=method)
    login = Login(
        user=user, redirect_url=next_path, email_verification=EmailVerificationMethod.NONE
    )
    response: HttpResponse = perform_login(request, login)
    return response
