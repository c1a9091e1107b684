"""The user of a session, read with whom they are: what every page asks first, in one query."""

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from parvis.apps.accounts.models import User
from parvis.apps.directory.selectors import Standing, current_persons, standings_among

_READ = "_standings"


class SessionBackend(AuthenticationBackend):  # type: ignore[misc]
    """Django's and allauth's sign-in, whose users come with their persons of today."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the user that a session names, None when they may not come in."""
        standings = standings_among(current_persons(user_id).select_related("user"))
        user = standings[0].person.user if standings else super().get_user(user_id)
        if user is None or not self.user_can_authenticate(user):
            return None
        vars(user)[_READ] = standings
        return user


def standings_for(request: HttpRequest) -> list[Standing]:
    """Return whom a request's user is today, read with the user or, after a sign-in, now."""
    user_id: UUID | None = request.user.pk
    if user_id is None:
        return []
    read: list[Standing] | None = getattr(request.user, _READ, None)
    return standings_among(current_persons(user_id)) if read is None else read
