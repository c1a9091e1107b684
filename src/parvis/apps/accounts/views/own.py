"""One's own account: overview, security, display."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parvis.apps.accounts import registry
from parvis.apps.accounts.forms import DisplayForm
from parvis.apps.accounts.preferences import apply_preferences, display_of
from parvis.apps.accounts.requests import UserRequest, with_user
from parvis.apps.accounts.selectors import tokens_of
from parvis.apps.accounts.views.sign_in import COME_BACK_KEY
from parvis.kernel.ui.display import write_display
from parvis.kernel.ui.htmx import toast


@require_safe
@with_user
def home(request: UserRequest) -> HttpResponse:
    """Show what there is about one's account."""
    user = request.user
    context = {
        "places": registry.places(request),
        "profile_url": registry.profile_url(request),
        "second_factors": Authenticator.objects.filter(user=user)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .count(),
        "session_count": UserSession.objects.filter(user=user).count(),
        "token_count": tokens_of(user.pk).count(),
    }
    return render(request, "accounts/home.html", context)


@require_safe
@with_user
def security(request: UserRequest) -> HttpResponse:
    """Show the ways into one's account."""
    rows = list(Authenticator.objects.filter(user=request.user))
    by_type = {row.type: row.wrap() for row in rows if row.type != Authenticator.Type.WEBAUTHN}
    codes = by_type.get(Authenticator.Type.RECOVERY_CODES)
    address = EmailAddress.objects.filter(user=request.user, primary=True).first()
    context = {
        "totp": by_type.get(Authenticator.Type.TOTP),
        "keys": [row.wrap() for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        "codes": codes,
        "codes_left": len(codes.get_unused_codes()) if codes else 0,
        "is_proven": bool(address and address.verified),
        "come_back": request.session.get(COME_BACK_KEY, ""),
    }
    return render(request, "accounts/security.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@with_user
def display(request: UserRequest) -> HttpResponse:
    """Choose text size, colours and language; kept with the account and on this device."""
    form = DisplayForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        response = HttpResponseRedirect(reverse("accounts:display"))
        apply_preferences(response, user, is_https=request.is_secure())
        write_display(response, display_of(user), is_https=request.is_secure())
        with translation.override(user.language):
            return toast(response, _("Saved."))
    status = 422 if form.is_bound else 200
    return render(request, "accounts/display.html", {"form": form}, status=status)
