"""Gives every request its actor: who signed in, in which organisation."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from parvis.apps.accounts.selectors import has_second_factor
from parvis.apps.directory.requests import remember_person
from parvis.apps.directory.selectors import actor_standing, standing_in
from parvis.apps.directory.sessions import standings_for
from parvis.kernel.actors import ANONYMOUS, Actor

ORGANISATION_KEY = "organisation_id"
TO_KEEP_HEADER = "Parvis-To-Keep"


def resolve_actor(request: HttpRequest) -> Actor:
    """Return the session's actor, in the organisation it last chose or the user's first."""
    if not request.user.is_authenticated:
        return ANONYMOUS
    chosen = request.session.get(ORGANISATION_KEY)
    standing = standing_in(standings_for(request), UUID(chosen) if chosen else None)
    if standing is None:
        return ANONYMOUS
    remember_person(request, standing.person)
    actor = actor_standing(standing, has_second_factor=has_second_factor(request))
    if request.headers.get(TO_KEEP_HEADER):
        # The answer stays on a device: it is made as if what is restricted weren't there (ADR 17).
        return actor.without_sensitive()
    return actor


class ActorMiddleware:
    """Set `request.actor`, resolved at first use and for this request only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: resolve_actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)
