"""Requests that know their actor."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.selectors import organisation_of
from parvis.kernel.actors import Actor
from parvis.kernel.errors import RefusedError, SecondFactorRequiredError, SignInRequiredError

P = ParamSpec("P")
NO_PLACE = _("Your account opens no place at present. Ask the town that invited you.")


class ActorRequest(HttpRequest):
    """A request after `ActorMiddleware`."""

    actor: Actor


View = Callable[Concatenate[ActorRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> View[P]:
    """Let a view serve people of an organisation only, with its second factor if asked."""

    @wraps(view)
    def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            raise SignInRequiredError
        if not request.actor.is_known:
            raise RefusedError(NO_PLACE)
        organisation = organisation_of(request.actor)
        if (
            organisation is not None
            and organisation.requires_second_factor
            and not request.actor.has_second_factor
        ):
            raise SecondFactorRequiredError
        return view(request, *args, **kwargs)

    return guarded
