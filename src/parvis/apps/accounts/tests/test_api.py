"""One's own tokens and sessions by the API: seen and ended, one's own only, never made."""

from allauth.usersessions.models import UserSession
from django.test import Client
from tests.calling import Call, call, queries, refused, walked
from tests.town import Town

from parvis.apps.accounts.models import ApiToken
from parvis.apps.accounts.services import create_token

__all__ = ["call"]
MAX_QUERIES = 15


def more_tokens(town: Town, persona: str, count: int) -> None:
    for number in range(count):
        create_token(
            user_id=town.user(persona).pk,
            organisation_id=town.persons[persona].organisation_id,
            name=f"jeton {number}",
            scopes=["read"],
        )


def opened(town: Town, persona: str) -> UserSession:
    client = Client()
    client.force_login(town.user(persona))
    return UserSession.objects.create(
        user=town.user(persona),
        session_key=client.session.session_key,
        ip="127.0.0.1",
        user_agent="Firefox",
    )


def test_tokens_are_listed_in_pages_without_their_secrets(town: Town, call: Call) -> None:
    more_tokens(town, "agent", 4)
    more_tokens(town, "mayor", 1)
    rows = walked(call, "agent", "/me/tokens", 2)
    assert len(rows) == 5
    assert {"digest", "secret"}.isdisjoint(rows[0])
    assert all(len(row["hint"]) == 8 for row in rows)


def test_token_ends_itself_and_opens_nothing_more(town: Town, call: Call) -> None:
    (own,) = walked(call, "agent", "/me/tokens", 5)
    assert call("agent", "DELETE", f"/me/tokens/{own['id']}").status_code == 204
    problem = call("agent", "GET", "/me")
    refused(problem, 401)
    assert problem["WWW-Authenticate"].startswith("Bearer")


def test_tokens_of_others_are_out_of_sight(town: Town, call: Call) -> None:
    more_tokens(town, "mayor", 1)
    theirs = ApiToken.objects.get(user=town.user("mayor"))
    refused(call("agent", "DELETE", f"/me/tokens/{theirs.pk}"), 404)
    refused(call("mayor", "DELETE", f"/me/tokens/{theirs.pk}", scope="read"), 403)
    theirs.refresh_from_db()
    assert theirs.revoked_at is None


def test_session_is_closed_at_once_by_its_own_person_only(town: Town, call: Call) -> None:
    mine, theirs = opened(town, "agent"), opened(town, "mayor")
    shown = call("agent", "GET", "/me/sessions").json()
    assert [row["id"] for row in shown] == [mine.pk]
    refused(call("agent", "DELETE", f"/me/sessions/{theirs.pk}"), 404)
    refused(call("agent", "DELETE", "/me/sessions/0"), 422)
    assert call("agent", "DELETE", f"/me/sessions/{mine.pk}").status_code == 204
    refused(call("agent", "DELETE", f"/me/sessions/{mine.pk}"), 404)
    assert list(UserSession.objects.values_list("pk", flat=True)) == [theirs.pk]


def test_lists_take_the_same_queries_for_one_row_and_three(town: Town, call: Call) -> None:
    opened(town, "agent")
    more_tokens(town, "agent", 1)
    paths = ["/me/tokens", "/me/sessions"]
    alone = [queries(call, "agent", path) for path in paths]
    more_tokens(town, "agent", 2)
    opened(town, "agent")
    opened(town, "agent")
    tokens, sessions = [queries(call, "agent", path) for path in paths]
    assert tokens == alone[0] <= MAX_QUERIES
    assert sessions <= MAX_QUERIES
