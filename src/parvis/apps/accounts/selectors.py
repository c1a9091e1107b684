"""Reads about users and their sessions."""

from django.http import HttpRequest

from parvis.apps.accounts.models import User

METHODS_KEY = "account_authentication_methods"


def user_by_email(email: str) -> User | None:
    """Return the user of an address, whatever its case."""
    return User.objects.filter(email__iexact=email.strip()).first()


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether this session was opened with a second factor or a passkey."""
    records = request.session.get(METHODS_KEY, [])
    return any(record.get("method") == "mfa" for record in records)
