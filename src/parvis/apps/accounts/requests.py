"""Requests of somebody who is signed in, whatever the place."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase

from parvis.apps.accounts.models import User
from parvis.kernel.actors import Actor
from parvis.kernel.errors import SignInRequiredError

P = ParamSpec("P")


class UserRequest(HttpRequest):
    """A request of a user; `actor` is anonymous when they are nobody in any organisation."""

    user: User
    actor: Actor


View = Callable[Concatenate[UserRequest, P], HttpResponseBase]


def with_user(view: View[P]) -> View[P]:
    """Let a view serve the signed-in only; the pages of one's own account need no organisation."""

    @wraps(view)
    def guarded(request: UserRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            raise SignInRequiredError
        return view(request, *args, **kwargs)

    return guarded
