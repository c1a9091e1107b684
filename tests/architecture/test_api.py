"""Every operation of the API is declared with those who may call it, and is called by everyone."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from parvis.apps.accounts.services import create_token
from parvis.apps.conversations.services import start_conversation
from parvis.apps.workspaces.services import items, restrictions, trash
from parvis.apps.workspaces.services import waiting as balls
from parvis.config.api import api
from parvis.kernel.actors import Role
from parvis.kernel.testing.surfaces import (
    SIGNED_IN,
    SPACE_COMMENTERS,
    SPACE_EDITORS,
    SPACE_MANAGERS,
    SPACE_READERS,
)
from tests.town import Town

Arguments = Callable[[Town], dict[str, Any]]
MANAGERS = frozenset({"admin", "manager", "outsider"})
AUTHOR = frozenset({"agent"})


def nothing(town: Town) -> dict[str, Any]:
    del town
    return {}


def space(town: Town) -> dict[str, Any]:
    return {"workspace_id": town.space.pk, "item_id": town.space.pk}


def member(town: Town) -> dict[str, Any]:
    return {"workspace_id": town.space.pk, "party_id": town.persons["mayor"].pk}


def thing(town: Town) -> dict[str, Any]:
    made = items.create_item(
        actor=town.actor("agent"),
        kind="workspaces.space",
        parent_id=town.space.pk,
        title="Chose",
    )
    return {"item_id": made.pk}


def trashed(town: Town) -> dict[str, Any]:
    made = thing(town)
    trash.trash_item(actor=town.actor("agent"), **made)
    return made


def restricted(town: Town) -> dict[str, Any]:
    """Make a thing that `agent` manages and `mayor` may comment: nobody else sees it."""
    made = thing(town)
    restrictions.restrict_item(actor=town.actor("agent"), **made)
    restrictions.grant_access(
        actor=town.actor("agent"),
        party_id=town.persons["mayor"].pk,
        role=Role.COMMENTER,
        **made,
    )
    return {**made, "party_id": town.persons["mayor"].pk}


def message(town: Town) -> dict[str, Any]:
    said = start_conversation(actor=town.actor("agent"), item_id=town.space.pk, body="Oui")
    return {"message_id": said.pk, "conversation_id": said.conversation_id}


def hold(town: Town) -> dict[str, Any]:
    held = balls.ask(
        actor=town.actor("agent"),
        item_id=town.space.pk,
        party_id=town.persons["councillor"].pk,
    )
    return {"waiting_id": held.pk}


def party(town: Town) -> dict[str, Any]:
    return {"party_id": town.persons["mayor"].pk}


@dataclass(frozen=True)
class Operation:
    """Who gets an answer; `shows` is what a list must not show to anybody else."""

    allowed: frozenset[str]
    arguments: Arguments = nothing
    body: dict[str, Any] | None = None
    fills: Callable[[Town], dict[str, Any]] = field(default=nothing)


TOWNSPEOPLE = SIGNED_IN - {"outsider", "partner"}
OPERATIONS = {
    "read_me": Operation(SIGNED_IN),
    "list_parties": Operation(SIGNED_IN),
    "read_party": Operation(TOWNSPEOPLE | {"partner"}, party),
    "list_workspaces": Operation(SIGNED_IN),
    "create_workspace": Operation(MANAGERS, body={"title": "Espace"}),
    "read_workspace": Operation(SPACE_READERS, space),
    "list_members": Operation(SPACE_READERS, space),
    "put_member": Operation(SPACE_MANAGERS, member, {"role": "editor"}),
    "delete_member": Operation(SPACE_MANAGERS | {"mayor"}, member),
    "list_items": Operation(SIGNED_IN),
    "read_item": Operation(SPACE_READERS, space),
    "change_item": Operation(SPACE_EDITORS, thing, {"title": "Autre"}),
    "trash_item": Operation(SPACE_EDITORS, thing),
    "restore_item": Operation(SPACE_EDITORS, trashed),
    "restrict_item": Operation(SPACE_EDITORS, thing),
    "unrestrict_item": Operation(AUTHOR, restricted),
    "put_grant": Operation(AUTHOR, restricted, {"role": "reader"}),
    "delete_grant": Operation(AUTHOR, restricted),
    "list_waiting": Operation(SIGNED_IN),
    "ask": Operation(
        SPACE_COMMENTERS, space, fills=lambda town: {"party_id": str(town.persons["mayor"].pk)}
    ),
    "answer": Operation(frozenset({"councillor"}), hold, {"text": "Oui"}),
    "pass_on": Operation(
        frozenset({"councillor"}),
        hold,
        fills=lambda town: {"party_id": str(town.persons["mayor"].pk)},
    ),
    "take_back": Operation(AUTHOR, hold),
    "close": Operation(frozenset({"agent", "councillor", "manager"}), hold),
    "list_messages": Operation(SPACE_READERS, space),
    "start_conversation": Operation(SPACE_COMMENTERS, space, {"body": "Oui"}),
    "reply": Operation(SPACE_COMMENTERS, message, {"body": "Oui"}),
    "edit_message": Operation(AUTHOR, message, {"body": "Non"}),
    "delete_message": Operation(AUTHOR | SPACE_MANAGERS, message),
    "resolve": Operation(SPACE_COMMENTERS, message),
    "reopen": Operation(SPACE_COMMENTERS, message),
}


def described() -> dict[str, tuple[str, str]]:
    """Return the method and path of every operation by the end of its id."""
    found = {}
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        for method, operation in methods.items():
            name = operation["operationId"].rsplit("_api_", 1)[-1]
            for known in OPERATIONS:
                if operation["operationId"].endswith(f"_{known}"):
                    name = known
            found[name] = (method, path)
    return found


def test_every_operation_is_declared() -> None:
    assert sorted(described()) == sorted(OPERATIONS)


def call(town: Town, name: str, persona: str) -> HttpResponse:
    """Call an operation as a persona, on things made for the call."""
    operation, (method, path) = OPERATIONS[name], described()[name]
    secret = create_token(
        user_id=town.user(persona).pk,
        organisation_id=town.persons[persona].organisation_id,
        name="tests",
        scopes=["write"],
    )
    body = {**(operation.body or {}), **operation.fills(town)}
    return Client(raise_request_exception=False).generic(
        method.upper(),
        path.format(**operation.arguments(town)),
        data=json.dumps(body) if body else "",
        content_type="application/json",
        headers={"authorization": f"Bearer {secret}"},
    )


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_operation_answers_those_it_names_and_refuses_the_others(town: Town, name: str) -> None:
    for persona in sorted(SIGNED_IN):
        with transaction.atomic():
            response = call(town, name, persona)
            transaction.set_rollback(True)
        is_let_in = response.status_code < 300
        assert is_let_in == (persona in OPERATIONS[name].allowed), (persona, response.content)
        if not is_let_in:
            assert response.status_code in {403, 404}
            assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_nobody_without_a_token_is_let_in(town: Town, name: str) -> None:
    operation, (method, path) = OPERATIONS[name], described()[name]
    address = path.format(**operation.arguments(town))
    response = Client().generic(method.upper(), address, data="{}", content_type="application/json")
    assert response.status_code == 401


def test_restricted_thing_shows_in_no_list_of_others(town: Town) -> None:
    hidden = str(restricted(town)["item_id"])
    for persona in sorted(SIGNED_IN - {"agent", "mayor"}):
        secret = create_token(
            user_id=town.user(persona).pk,
            organisation_id=town.persons[persona].organisation_id,
            name="tests",
            scopes=["read"],
        )
        for path in ("/items", "/waiting?view=all", "/workspaces"):
            response = Client().get(f"/api/v1{path}", headers={"authorization": f"Bearer {secret}"})
            assert hidden not in response.content.decode()


def test_description_is_openapi_3_1(db: None, client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    assert client.get("/api/v1/docs").status_code == 200
