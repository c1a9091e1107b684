"""What signing in teaches us about an account."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import authentication_step_completed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from parvis.apps.accounts.models import User
from parvis.apps.accounts.services import prove_email


@receiver(authentication_step_completed)
def on_step_completed(
    sender: object, user: User, method: str, email: str | None = None, **kwargs: Any
) -> None:
    """A mailed code that came back proves the address."""
    if method == "code" and email:
        prove_email(user_id=user.pk, email=email)


@receiver(authenticator_added)
def on_authenticator_added(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """A second factor that was just set up was just shown: the session needs no new sign-in."""
    if authenticator.type in {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}:
        record_authentication(
            request,
            user,
            method="mfa",
            id=authenticator.pk,
            type=authenticator.type,
            reauthenticated=True,
        )
