"""Every operation of the API is declared with those who may call it, and is called by everyone."""

import json
from functools import cache

import polib
import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from openapi_spec_validator import validate

from parvis.apps.accounts.services import create_token
from parvis.config.api import api
from parvis.kernel.api.translating import CATALOGS, DOMAIN, texts_of
from parvis.kernel.testing.surfaces import SIGNED_IN
from tests.architecture.operations import OPERATIONS, Raw, restricted
from tests.town import Town


@cache
def described() -> dict[str, tuple[str, str]]:
    """Return the method and path of every operation by its id."""
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return {
        operation["operationId"]: (method, path)
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


def test_every_operation_is_declared() -> None:
    assert sorted(described()) == sorted(OPERATIONS)


def call(town: Town, name: str, persona: str, *, scope: str = "admin") -> HttpResponse:
    """Call an operation as a persona, on things made for the call."""
    operation, (method, path) = OPERATIONS[name], described()[name]
    secret = create_token(
        user_id=town.user(persona).pk,
        organisation_id=town.persons[persona].organisation_id,
        name="tests",
        scopes=[scope],
    )
    address = path.format(**operation.arguments(town))
    body = {**(operation.body or {}), **operation.fills(town)}
    raw = operation.raw(town) if operation.raw else Raw(json.dumps(body).encode() if body else b"")
    return Client(raise_request_exception=False).generic(
        method.upper(),
        address,
        data=raw.data,
        content_type=raw.media_type,
        headers={"authorization": f"Bearer {secret}", **raw.headers},
    )


@pytest.mark.parametrize("persona", sorted(SIGNED_IN))
def test_operations_answer_those_they_name_and_refuse_the_others(town: Town, persona: str) -> None:
    wrong = []
    for name, operation in OPERATIONS.items():
        with transaction.atomic():
            response = call(town, name, persona)
            transaction.set_rollback(True)
        is_let_in = response.status_code < 300
        is_plain = not is_let_in and (
            response.status_code not in {403, 404, 409}
            or (described()[name][0] != "head" and "problem+json" not in response["Content-Type"])
        )
        if is_let_in != (persona in operation.allowed) or is_plain:
            wrong.append((name, response.status_code, getattr(response, "content", b"")[:300]))
    assert wrong == []


def test_token_that_reads_changes_nothing(town: Town) -> None:
    let_in = []
    for name, operation in OPERATIONS.items():
        if described()[name][0] in {"get", "head"}:
            continue
        for persona in sorted(operation.allowed):
            with transaction.atomic():
                response = call(town, name, persona, scope="read")
                transaction.set_rollback(True)
            if response.status_code != 403:
                let_in.append((name, persona, response.status_code))
    assert let_in == []


@pytest.mark.parametrize("scope", ["read", "write"])
def test_administration_takes_a_token_made_for_it(town: Town, scope: str) -> None:
    for name in ("list_journal", "verify_seals"):
        assert call(town, name, "admin", scope=scope).status_code == 403
        assert call(town, name, "admin").status_code == 200


def test_nobody_without_a_token_is_let_in(town: Town) -> None:
    for name, operation in OPERATIONS.items():
        method, path = described()[name]
        with transaction.atomic():
            address = path.format(**operation.arguments(town))
            response = Client(enforce_csrf_checks=True).generic(
                method.upper(), address, data="{}", content_type="application/json"
            )
            transaction.set_rollback(True)
        assert response.status_code == 401, (name, response)


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
    validate(schema)
    assert client.get("/api/v1/docs").status_code == 200


def test_every_refusal_is_described_as_a_problem(db: None, client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    wanted = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            refusals = {key: one for key, one in operation["responses"].items() if key >= "400"}
            assert {"401", "403"} <= refusals.keys(), (method, path)
            assert all(one["content"] == wanted for one in refusals.values()), (method, path)
            assert operation["summary"], (method, path)


def test_every_text_of_the_description_has_its_french(db: None, client: Client) -> None:
    """Add the missing to `kernel/api/locale/fr/LC_MESSAGES/api.po`; take the gone away."""
    english = client.get("/api/v1/openapi.json", headers={"accept-language": "en"}).json()
    french = client.get("/api/v1/openapi.json", headers={"accept-language": "fr"}).json()
    catalog = polib.pofile(str(CATALOGS / "fr" / "LC_MESSAGES" / f"{DOMAIN}.po"))
    assert {one.msgid for one in catalog} == set(texts_of(english))
    assert {one.msgstr for one in catalog} == set(texts_of(french))


def test_page_of_the_api_reads_in_french_unless_another_language_is_asked(
    db: None, client: Client
) -> None:
    page = client.get("/api/v1/docs").content.decode()
    assert "Le journal de la collectivité" in page
    english = client.get("/api/v1/docs", headers={"accept-language": "en"}).content.decode()
    assert "The journal of the town" in english
