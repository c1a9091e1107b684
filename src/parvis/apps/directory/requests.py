"""Requests that know their actor."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.access import require
from parvis.apps.directory.models import Organisation, Person
from parvis.apps.directory.selectors import only_organisation, organisation_of
from parvis.kernel.actors import ANONYMOUS, Actor
from parvis.kernel.errors import RefusedError, SecondFactorRequiredError, SignInRequiredError

P = ParamSpec("P")
NO_PLACE = _("Your account opens no place at present. Ask the town that invited you.")


class ActorRequest(HttpRequest):
    """A request after `ActorMiddleware`."""

    actor: Actor


View = Callable[Concatenate[ActorRequest, P], HttpResponseBase]
_SHOWN = "_organisation_shown"
_PERSON = "_acting_person"


def remember_person(request: HttpRequest, person: Person) -> None:
    """Keep who acts and where, read with the actor, for the rest of the request."""
    setattr(request, _PERSON, person)
    setattr(request, _SHOWN, person.organisation)


def acting_person(request: HttpRequest) -> Person | None:
    """Return the person who acts, with their party, without asking again."""
    actor = getattr(request, "actor", ANONYMOUS)
    if not actor.is_known:
        return None
    person: Person | None = getattr(request, _PERSON, None)
    return person


def organisation_shown(request: HttpRequest) -> Organisation | None:
    """Return the organisation whose pages a request shows, read once a request.

    The actor's; for the signed-out, the only one of this installation.
    """
    actor = getattr(request, "actor", ANONYMOUS)
    is_known = actor.is_known
    if not hasattr(request, _SHOWN):
        setattr(request, _SHOWN, organisation_of(actor) if is_known else only_organisation())
    shown: Organisation | None = getattr(request, _SHOWN)
    return shown


def check_second_factor(actor: Actor, organisation: Organisation | None) -> None:
    """Raise SecondFactorRequiredError when the actor's organisation asks for one not yet shown."""
    asks = organisation is not None and organisation.requires_second_factor
    if asks and not actor.has_second_factor:
        raise SecondFactorRequiredError


def signed_in(view: View[P]) -> View[P]:
    """Let a view serve people of an organisation only, with its second factor if asked."""

    @wraps(view)
    def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            raise SignInRequiredError
        if not request.actor.is_known:
            raise RefusedError(NO_PLACE)
        check_second_factor(request.actor, organisation_shown(request))
        return view(request, *args, **kwargs)

    return guarded


def for_administrators(view: View[P]) -> View[P]:
    """Let a view serve the administrators of an organisation only."""

    @signed_in
    @wraps(view)
    def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        require(request.actor, "change_organisation")
        return view(request, *args, **kwargs)

    return guarded
