"""Every address of Parvis is declared with those who may reach it, and is walked by everyone."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from parvis.kernel.testing.surfaces import ANONYMOUS, EVERYONE, Elsewhere, Walk

FROM_LIBRARIES = ("account_", "mfa_", "openid_connect_", "socialaccount_", "usersessions_")
API = "api:"  # walked by test_api.py, operation by operation
REFUSED = {401, 403, 404}
FOUND = 302
DOOR = "/rejoindre/"  # where one asks to be let into a closed space
BROKEN = {405, 500, 501, 502, 503}


def names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (namespace, pattern.namespace) if part)
            yield from names(pattern.url_patterns, inner)
        elif pattern.name is None:
            yield f"{namespace} {pattern.pattern} has no name"
        else:
            yield f"{namespace}:{pattern.name}" if namespace else pattern.name


def declared() -> dict[str, Walk | Elsewhere]:
    found: dict[str, Walk | Elsewhere] = {}
    for config in apps.get_app_configs():
        module = f"{config.name}.tests.surfaces"
        has_tests = config.name.startswith("parvis.") and find_spec(f"{config.name}.tests")
        if has_tests and find_spec(module):
            found |= import_module(module).SURFACES
    return found


OURS = sorted(
    {
        name
        for name in names(get_resolver().url_patterns)
        if not name.startswith((*FROM_LIBRARIES, API))
    }
)
DECLARED = declared()
WALKS = sorted(name for name, surface in DECLARED.items() if isinstance(surface, Walk))


def test_every_address_is_declared() -> None:
    """Add the missing to `tests/surfaces.py` of its app; take the gone away."""
    assert [name for name in OURS if name not in DECLARED] == []


def test_every_declaration_has_its_address() -> None:
    assert [name for name in DECLARED if name not in OURS] == []


@pytest.mark.parametrize("name", WALKS)
def test_address_answers_those_it_names_and_refuses_the_others(
    name: str, town: object, client: Client
) -> None:
    walk = DECLARED[name]
    assert isinstance(walk, Walk)
    answers = {persona: answer_to(persona, name, walk, town) for persona in sorted(EVERYONE)}
    wrong = {
        persona: f"{status} {place}".strip()
        for persona, (status, place) in answers.items()
        if status in BROKEN
        or is_let_in(status, place) != (persona in walk.allowed)
        or is_at_the_door(status, place) != (persona in walk.at_the_door)
    }
    assert wrong == {}


def answer_to(persona: str, name: str, walk: Walk, town: object) -> tuple[int, str]:
    client = Client(raise_request_exception=False)
    if persona != ANONYMOUS:
        client.force_login(town.user(persona))
    address = reverse(name, kwargs=walk.arguments(town))
    response = getattr(client, walk.method)(address, walk.form(town))
    return response.status_code, response.headers.get("Location", "")


def is_let_in(status: int, place: str) -> bool:
    is_led_away = is_to_sign_in(place) or is_at_the_door(status, place)
    return status not in REFUSED and not is_led_away


def is_at_the_door(status: int, place: str) -> bool:
    return status == FOUND and place.endswith(DOOR) and not is_to_sign_in(place)


def is_to_sign_in(place: str) -> bool:
    return place.startswith(resolve_url(settings.LOGIN_URL))
