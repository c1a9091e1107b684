"""Calls of the API in tests: as a persona, with a token of their own, by any method."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parvis.apps.accounts.services import create_token
from parvis.kernel.models import Event
from tests.town import Town

Call = Callable[..., Any]
PROBLEM = "application/problem+json"


@pytest.fixture
def call(town: Town) -> Call:
    """Call the API as a persona, with a token of a scope (`admin` unless said)."""
    secrets: dict[tuple[str, str], str] = {}

    def _call(
        persona: str,
        method: str,
        path: str,
        body: object = None,
        *,
        scope: str = "admin",
        **headers: str,
    ) -> Any:
        if (persona, scope) not in secrets:
            secrets[persona, scope] = create_token(
                user_id=town.user(persona).pk,
                organisation_id=town.persons[persona].organisation_id,
                name="tests",
                scopes=[scope],
            )
        return Client().generic(
            method,
            f"/api/v1{path}",
            "" if body is None else json.dumps(body),
            content_type="application/json",
            headers={"authorization": f"Bearer {secrets[persona, scope]}", **headers},
        )

    return _call


def refused(answer: Any, status: int) -> dict[str, Any]:
    """Check that an answer is a problem document in French, and return it."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == PROBLEM
    found: dict[str, Any] = answer.json()
    assert found["detail"]
    return found


def walked(call: Call, persona: str, path: str, limit: int) -> list[dict[str, Any]]:
    """Return every row of a list, read page by page."""
    rows: list[dict[str, Any]] = []
    cursor, mark = "", "&" if "?" in path else "?"
    for _page in range(100):
        page = call(persona, "GET", f"{path}{mark}limit={limit}&cursor={cursor}").json()
        assert len(page["items"]) <= limit
        rows += page["items"]
        cursor = page["next"]
        if not cursor:
            return rows
    raise AssertionError("the pages never end")


def queries(call: Call, persona: str, path: str) -> int:
    """Return how many queries a call takes, once all that is asked once has been."""
    call(persona, "GET", path)
    with CaptureQueriesContext(connection) as seen:
        assert call(persona, "GET", path).status_code == 200
    return len(seen)


def journal() -> int:
    """Return how many events there are: a refusal leaves none behind."""
    return Event.objects.count()
