"""The API of spaces, items and the ball: rights, pages, versions, idempotent calls."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.town import Town

from parvis.apps.accounts.services import create_token
from parvis.apps.workspaces.models import Item, Waiting
from parvis.apps.workspaces.services import items

Call = Callable[..., Any]


def token_for(town: Town, persona: str, scopes: list[str]) -> str:
    """Return the secret of a new token of a persona."""
    person = town.persons[persona]
    return create_token(
        user_id=town.user(persona).pk,
        organisation_id=person.organisation_id,
        name="tests",
        scopes=scopes,
    )


@pytest.fixture
def call(town: Town) -> Call:
    """Call the API as a persona with a token of the given scopes."""

    def _call(
        persona: str,
        method: str,
        path: str,
        body: object = None,
        *,
        scopes: tuple[str, ...] = ("write",),
        **headers: str,
    ) -> Any:
        secret = token_for(town, persona, list(scopes))
        return Client().generic(
            method,
            f"/api/v1{path}",
            data="" if body is None else json.dumps(body),
            content_type="application/json",
            headers={"authorization": f"Bearer {secret}", **headers},
        )

    return _call


SEES_SPACE = {"manager", "agent", "partner", "councillor", "mayor"}
EVERYBODY = sorted(SEES_SPACE | {"admin", "stranger", "outsider"})


@pytest.mark.parametrize("persona", EVERYBODY)
def test_items_and_spaces_show_to_members_only(town: Town, call: Call, persona: str) -> None:
    sees = persona in SEES_SPACE
    assert call(persona, "GET", f"/items/{town.space.pk}").status_code == (200 if sees else 404)
    listed = [space["id"] for space in call(persona, "GET", "/workspaces").json()["items"]]
    assert (str(town.space.pk) in listed) is sees
    found = call(persona, "GET", "/items", scopes=("read",)).json()["items"]
    assert bool(found) is sees


def test_no_token_and_wrong_tokens_get_a_problem(town: Town) -> None:
    for headers in ({}, {"authorization": "Bearer pvs_nothing"}):
        response = Client().get("/api/v1/items", headers=headers)
        assert response.status_code == 401
        assert response["Content-Type"] == "application/problem+json"
        assert response["WWW-Authenticate"].startswith("Bearer")


def test_problems_speak_the_language_of_the_caller(town: Town, call: Call) -> None:
    french = call("agent", "GET", f"/items/{town.organisation.pk}", **{"accept-language": "fr"})
    english = call("agent", "GET", f"/items/{town.organisation.pk}", **{"accept-language": "en"})
    assert french.json()["title"] != english.json()["title"]
    assert english.json()["type"] == "urn:parvis:problem:not_found"


def test_reading_token_changes_nothing(town: Town, call: Call) -> None:
    response = call(
        "agent", "PATCH", f"/items/{town.space.pk}", {"title": "Autre"}, scopes=("read",)
    )
    assert response.status_code == 403
    assert Item.objects.get(pk=town.space.pk).title == "Rénovation de la halle"


def test_if_match_guards_a_change(town: Town, call: Call) -> None:
    path = f"/items/{town.space.pk}"
    etag = call("agent", "GET", path)["ETag"]
    first = call("agent", "PATCH", path, {"title": "La halle"}, **{"if-match": etag})
    assert (first.status_code, first["ETag"]) == (200, '"2"')
    late = call("agent", "PATCH", path, {"title": "Le marché"}, **{"if-match": etag})
    assert late.status_code == 412
    assert Item.objects.get(pk=town.space.pk).title == "La halle"


def test_idempotency_key_does_once_what_is_sent_twice(town: Town) -> None:
    secret = token_for(town, "agent", ["write"])
    body = {"party_id": str(town.persons["mayor"].pk)}

    def send(payload: dict[str, str]) -> Any:
        return Client().post(
            f"/api/v1/items/{town.space.pk}/waiting",
            data=payload,
            content_type="application/json",
            headers={"authorization": f"Bearer {secret}", "idempotency-key": "k1"},
        )

    first, second = send(body), send(body)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert Waiting.objects.count() == 1
    assert send({**body, "message": "autre"}).status_code == 422


def test_refused_call_leaves_its_key_free(town: Town) -> None:
    secret = token_for(town, "agent", ["write"])
    headers = {"authorization": f"Bearer {secret}", "idempotency-key": "k2"}
    path = f"/api/v1/items/{town.space.pk}/waiting"
    for party, status in [("stranger", 422), ("mayor", 422), ("mayor", 201)]:
        body = {"party_id": str(town.persons[party].pk)}
        if status == 422 and party == "mayor":
            body["due_on"] = "2001-01-01"
        response = Client().post(path, body, content_type="application/json", headers=headers)
        assert response.status_code == status


def test_pages_follow_one_another_without_gap_or_double(town: Town, call: Call) -> None:
    for number in range(7):
        items.create_item(
            actor=town.actor("agent"),
            kind="workspaces.space",
            parent_id=town.space.pk,
            title=f"Chose {number}",
        )
    seen: list[str] = []
    cursor = ""
    while True:
        page = call("agent", "GET", f"/items?limit=3&cursor={cursor}").json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 8


@pytest.mark.parametrize("cursor", ["x", "🙂", "AAAA", "../../etc"])
def test_invented_cursor_is_a_problem_not_a_crash(town: Town, call: Call, cursor: str) -> None:
    assert call("agent", "GET", f"/items?cursor={cursor}").status_code == 422


def test_ball_goes_round_by_the_api(town: Town, call: Call) -> None:
    asked = call(
        "agent",
        "POST",
        f"/items/{town.space.pk}/waiting",
        {"party_id": str(town.persons["councillor"].pk), "action": "decide"},
    ).json()
    mine = call("councillor", "GET", "/waiting").json()["items"]
    assert [hold["id"] for hold in mine] == [asked["id"]]
    assert call("mayor", "POST", f"/waiting/{asked['id']}/answer", {"text": "x"}).status_code == 403
    assert call("outsider", "POST", f"/waiting/{asked['id']}/close").status_code == 404
    done = call("councillor", "POST", f"/waiting/{asked['id']}/answer", {"text": "Oui"})
    assert done.json()["state"] == "answered"


@pytest.mark.parametrize("count", [1, 3, 60])
def test_lists_take_a_constant_number_of_queries(
    town: Town, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        items.create_item(
            actor=town.actor("agent"),
            kind="workspaces.space",
            parent_id=town.space.pk,
            title=f"Chose {number}",
        )
    secret = token_for(town, "agent", ["read"])
    with django_assert_max_num_queries(8):
        response = Client().get("/api/v1/items", headers={"authorization": f"Bearer {secret}"})
    assert len(response.json()["items"]) == min(count + 1, 50)


def test_key_of_another_is_not_ones_own(town: Town) -> None:
    path, body = f"/api/v1/items/{town.space.pk}/messages", {"body": "Oui"}
    said = []
    for persona in ("agent", "councillor"):
        secret = token_for(town, persona, ["write"])
        headers = {"authorization": f"Bearer {secret}", "idempotency-key": "k4"}
        answer = Client().post(path, body, content_type="application/json", headers=headers)
        assert "Idempotency-Replayed" not in answer
        said.append(answer.json()["id"])
    assert len(set(said)) == 2
