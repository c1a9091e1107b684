"""Every operation, called with whatever its description allows, answers as its description says."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from parvis.apps.accounts.services import create_token
from parvis.config.api import api
from parvis.config.wsgi import application
from tests.architecture.operations import OPERATIONS
from tests.town import Town

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
PLAIN = {"Accept-Encoding": "identity"}
EXAMPLES = {"agent": 4, "admin": 4, "anonymous": 1}
MODES = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Keep the connection, and the test's transaction on it, from one call to the next."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@schemathesis.serializer("application/offset+octet-stream")
def as_bytes(context: Any, value: Any) -> bytes:
    """Send the pieces of an upload as they are."""
    del context
    return value if isinstance(value, bytes) else str(value).encode()


def operations() -> Iterator[Any]:
    described = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    for found in described.get_all_operations():
        yield found.ok()


def headers_of(town: Town, persona: str) -> dict[str, str]:
    if persona == "anonymous":
        return PLAIN
    secret = create_token(
        user_id=town.user(persona).pk,
        organisation_id=town.organisation.pk,
        name="tests",
        scopes=["admin"],
    )
    return PLAIN | {"Authorization": f"Bearer {secret}"}


def check(case: Any, name: str, town: Town, headers: dict[str, str], *, is_real: bool) -> None:
    """Call an operation, on things that exist if `is_real`, and undo what it did."""
    with transaction.atomic():
        if is_real:
            made = OPERATIONS[name].arguments(town)
            places = case.path_parameters or {}
            case.path_parameters = places | {
                key: str(value) for key, value in made.items() if key in places
            }
        response = case.call(app=application, base_url="http://testserver", headers=headers)
        case.validate_response(response, checks=CHECKS)
        transaction.set_rollback(True)


@pytest.mark.parametrize("mode", MODES, ids=["allowed", "refused"])
@pytest.mark.parametrize("persona", sorted(EXAMPLES))
def test_operations_answer_as_they_are_described(town: Town, persona: str, mode: Any) -> None:
    headers = headers_of(town, persona)
    numbers = count()
    sober = settings(
        max_examples=EXAMPLES[persona],
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    wrong = []
    for operation in operations():
        name = operation.definition.raw["operationId"]

        @sober
        @given(case=operation.as_strategy(generation_mode=mode))
        def answers(case: Any) -> None:
            check(case, name, town, headers, is_real=next(numbers) % 4 > 0)  # noqa: B023

        try:
            answers()
        except Unsatisfiable:
            continue  # nothing that can be sent wrongly
        except (Exception, FailureGroup) as error:  # noqa: BLE001 -- all that is wrong is told
            causes = getattr(error, "exceptions", [error])
            wrong.append(f"{name}: {error}\n{causes}"[:3000])
    assert not wrong, "\n\n".join(wrong)
