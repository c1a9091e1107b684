"""How django-allauth behaves here: no sign-up, letters in the town's name, sealed secrets."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from parvis.apps.accounts import letters
from parvis.apps.accounts.models import User
from parvis.apps.accounts.preferences import apply_preferences
from parvis.kernel.mail import make_mail
from parvis.kernel.ui.shell import Shell


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from set-up and invitations only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This address and this password don’t go together. Check both, or ask for a code."
        ),
        "incorrect_code": _("This code isn’t right. Check it in the latest mail."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Write every mail as a letter, whatever allauth's template would say."""
        to = email if isinstance(email, str) else email[0]
        request = allauth_context.request
        town = Shell(request).town.name if request else "Parvis"
        user = context.get("user")
        language = getattr(user, "language", None) or translation.get_language() or "fr"
        with translation.override(language):
            letter = letters.letter_for(template_prefix, context, town=town)
            return make_mail(letter, to=to)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        apply_preferences(response, user, is_https=request.is_secure())
        return response


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of second factors sealed under a key derived from SECRET_KEY."""

    def _cipher(self) -> Fernet:
        digest = hashlib.sha256(b"parvis.second-factor:" + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(digest))

    def encrypt(self, text: str) -> str:
        return self._cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._cipher().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.email, "name": user.email}


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Lets the people whom we know in through an OpenID Connect provider, and nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
