"""No page and no list of the API asks the database more than fifteen questions, or weighs much.

Counted is every statement that is sent from the session to the last line of the template, reads
and writes, ours and the libraries', for a person signed in by the real middleware. Not counted are
those that only open and close transactions (BEGIN, COMMIT, ROLLBACK, savepoints): a test runs in a
transaction of its own, so they would not be those of a server. Weighed is the HTML alone, packed.

Two walks: every address and operation that is declared, on things made for it; and the
demonstration town, whose pages are full, by its links. That the number of rows changes nothing is
for the tests of each page to say (`test_queries_stay_few_and_constant`).
"""

import gzip
import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve, reverse

from parvis.apps.accounts.models import User
from parvis.demonstration import load
from parvis.kernel.testing.surfaces import ANONYMOUS, Walk
from tests.architecture.operations import OPERATIONS
from tests.architecture.test_api import described
from tests.architecture.test_surfaces import DECLARED, WALKS
from tests.town import Town

LIMIT = 15
HTML_BYTES = 20 * 1024
SAMPLES = 1  # pages of each address, for each persona and each set of filters
TRANSACTION = re.compile(r"(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE SAVEPOINT)\b")
LINK = re.compile(r'(?:href|src|hx-get)="(/[^"]*)"')
ELSEWHERE = ("/static/", "/theme/")
PERSONAS = (
    "mayor",
    "councillor",
    "dgs",
    "project_manager",
    "agent",
    "partner",
    "outsider",
    "admin",
)


def asked(client: Client, address: str) -> tuple[HttpResponseBase, bytes, list[str]]:
    """Get a page; return it with what it says and the statements that it took."""
    connection.queries_log.clear()  # it holds 9,000, then forgets the first
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, headers={"accept-language": "fr"})
        body = response.getvalue()
    statements = [query["sql"] for query in queries if not TRANSACTION.match(query["sql"])]
    return response, body, statements


def excess(where: str, response: HttpResponseBase, body: bytes, statements: list[str]) -> str:
    """Return what is too much about a page, "" when nothing is."""
    if len(statements) > LIMIT:
        return "\n  ".join([f"{where}: {len(statements)} queries", *statements])
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    packed = len(gzip.compress(body)) if is_html else 0
    return f"{where}: {packed} bytes of packed HTML" if packed > HTML_BYTES else ""


def test_declared_pages_ask_few_questions(town: Town) -> None:
    wrong = []
    for name in WALKS:
        walk = DECLARED[name]
        assert isinstance(walk, Walk)
        for persona in sorted(walk.allowed) if walk.method == "get" else ():
            with transaction.atomic():
                client = Client()
                if persona != ANONYMOUS:
                    client.force_login(town.user(persona))
                page = asked(client, reverse(name, kwargs=walk.arguments(town)))
                wrong.append(excess(f"{name} as {persona}", *page))
                transaction.set_rollback(True)
    assert [each for each in wrong if each] == []


def test_operations_that_read_ask_few_questions(town: Town) -> None:
    wrong = []
    for name, (method, path) in described().items():
        for persona in sorted(OPERATIONS[name].allowed) if method == "get" else ():
            with transaction.atomic():
                client = Client()
                client.force_login(town.user(persona))
                page = asked(client, path.format(**OPERATIONS[name].arguments(town)))
                wrong.append(excess(f"{name} as {persona}", *page))
                transaction.set_rollback(True)
    assert [each for each in wrong if each] == []


def linked(client: Client) -> Iterator[tuple[str, HttpResponseBase, bytes, list[str]]]:
    """Walk from the home page by the links, and yield a page of each address."""
    waiting, met, taken = deque(["/"]), {"/"}, Counter[tuple[str, frozenset[str]]]()
    while waiting:
        address = waiting.popleft()
        parts = urlsplit(address)
        try:
            name = resolve(parts.path).view_name
        except Resolver404:
            continue
        kind = (name, frozenset(key for key, _value in parse_qsl(parts.query)))
        if taken[kind] == SAMPLES:
            continue
        taken[kind] += 1
        response, body, statements = asked(client, address)
        yield address, response, body, statements
        found = [response.headers.get("Location", "")]
        if response.headers.get("Content-Type", "").startswith("text/html"):
            found += [unescape(link) for link in LINK.findall(body.decode())]
        for link in found:
            plain = link.partition("#")[0]
            if plain.startswith("/") and not plain.startswith(ELSEWHERE) and plain not in met:
                met.add(plain)
                waiting.append(plain)


@pytest.mark.django_db
def test_full_pages_ask_few_questions_and_weigh_little() -> None:
    emails = {account["persona"]: account["email"] for account in load()["accounts"]}
    wrong, seen = [], set()
    for persona in PERSONAS:
        client = Client()
        client.force_login(User.objects.get(email=emails[persona]))
        for address, response, body, statements in linked(client):
            assert response.status_code < 500, address
            seen.add(resolve(urlsplit(address).path).view_name)
            wrong.append(excess(f"{address} as {persona}", response, body, statements))
    assert [each for each in wrong if each] == []
    assert {"cockpit:home", "files:folder", "files:file", "directory:party"} <= seen
