"""The sign-in page, the personas of a demonstration, and the way to a second factor."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from parvis.apps.accounts.flows import open_session
from parvis.apps.accounts.models import User
from parvis.apps.accounts.registry import first_visit_url, personas
from parvis.apps.accounts.requests import UserRequest, with_user
from parvis.kernel.errors import RefusedError

COME_BACK_KEY = "come_back_to"


class SignInView(LoginView):  # type: ignore[misc]
    """allauth's page, with what this installation offers besides."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        set_up = first_visit_url()
        if set_up:
            return HttpResponseRedirect(set_up)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["personas"] = personas()
        context["provider"] = settings.OIDC_NAME
        return context


sign_in = SignInView.as_view()


def own_path(request: HttpRequest, address: str) -> str:
    """Return `address` when it leads to one of our pages, else the home page."""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else "/"


@require_POST
@never_cache
def persona_sign_in(request: HttpRequest) -> HttpResponse:
    """Open a persona's account without a password; only what `personas` offers."""
    asked = request.POST.get("persona", "")
    key = next((persona.key for persona in personas() if str(persona.key) == asked), None)
    if key is None:
        raise RefusedError
    user = User.objects.get(pk=key, is_active=True)
    back = own_path(request, request.POST.get("next", "/"))
    return open_session(request, user, next_path=back, method="demonstration")


@require_safe
@with_user
def second_factor(request: UserRequest) -> HttpResponse:
    """Lead to the security page, remembering where the person was going."""
    address = request.GET.get("next", "")
    if address:
        request.session[COME_BACK_KEY] = own_path(request, address)
    elif request.actor.has_second_factor and COME_BACK_KEY in request.session:
        return HttpResponseRedirect(request.session.pop(COME_BACK_KEY))
    return redirect("accounts:security")
