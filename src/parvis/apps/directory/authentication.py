"""Who calls the API: a personal token, or the session of the browser."""

from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.session import SessionAuth

from parvis.apps.accounts.selectors import token_of
from parvis.apps.accounts.services import touch_token
from parvis.apps.directory.requests import (
    ActorRequest,
    check_second_factor,
    organisation_shown,
    remember_person,
)
from parvis.apps.directory.selectors import actor_standing, standing_in, standings_of
from parvis.kernel.actors import Actor


class TokenAuth(HttpBearer):
    """RFC 6750: the token's person in the token's organisation, within its scopes."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        known = token_of(token)
        if known is None:
            return None
        standing = standing_in(standings_of(known.user_id), known.organisation_id)
        if standing is None or standing.person.organisation_id != known.organisation_id:
            return None
        actor = actor_standing(
            standing,
            has_second_factor=known.has_second_factor,
            scopes=frozenset(known.scopes),
        )
        check_second_factor(actor, standing.person.organisation)
        touch_token(token_id=known.pk)
        remember_person(request, standing.person)
        cast("ActorRequest", request).actor = actor
        return actor


class BrowserAuth(SessionAuth):
    """The signed-in person of the page, with the CSRF check of Django."""

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Leave strangers before the CSRF check, which would read what they send."""
        if not request.user.is_authenticated:
            return None
        actor: Actor | None = super().__call__(request)
        return actor

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        del key
        actor = cast("ActorRequest", request).actor
        if not actor.is_known:
            return None
        check_second_factor(actor, organisation_shown(request))
        return actor


def caller_of(request: HttpRequest) -> str:
    """Return a stable word for who calls the API at this moment, "" for nobody whom we know."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme:
        token = token_of(secret.strip()) if scheme.lower() == "bearer" else None
        standings = standings_of(token.user_id) if token else []
        is_there = token and any(
            one.person.organisation_id == token.organisation_id for one in standings
        )
        return f"token {token.pk}" if token and is_there else ""
    is_known = request.user.is_authenticated and cast("ActorRequest", request).actor.is_known
    return f"session {request.session.session_key}" if is_known else ""


authentications = [TokenAuth(), BrowserAuth()]
