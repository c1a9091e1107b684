"""Who calls the API: a personal token, or the session of the browser."""

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.session import SessionAuth

from parvis.apps.accounts.selectors import token_of
from parvis.apps.directory.requests import check_second_factor
from parvis.apps.directory.selectors import actor_for
from parvis.kernel.actors import Actor


class TokenAuth(HttpBearer):
    """RFC 6750: the token's person in the token's organisation, within its scopes."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        known = token_of(token)
        if known is None:
            return None
        actor = actor_for(
            user_id=known.user_id,
            organisation_id=known.organisation_id,
            has_second_factor=known.has_second_factor,
            scopes=frozenset(known.scopes),
        )
        if not actor.is_known:
            return None
        check_second_factor(actor)
        request.actor = actor  # type: ignore[attr-defined] -- what ActorMiddleware sets on pages
        return actor


class BrowserAuth(SessionAuth):
    """The signed-in person of the page, with the CSRF check of Django."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        del key
        actor: Actor = request.actor  # type: ignore[attr-defined] -- set by ActorMiddleware
        if not actor.is_known:
            return None
        check_second_factor(actor)
        return actor


authentications = [TokenAuth(), BrowserAuth()]
