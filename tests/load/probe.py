"""Measures one configured base: pages, queries, weights, memory. Prints JSON rows for bench.py."""

import argparse
import contextlib
import http.client
import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 -- settings come first
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from parvis.apps.accounts.models import User  # noqa: E402
from parvis.apps.directory.selectors import actor_for  # noqa: E402
from parvis.apps.workspaces import access, selectors  # noqa: E402

PEOPLE = 20
ROUNDS = 5
SEED = 7
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def seed(options: argparse.Namespace) -> float:
    """Seed an empty base; return the seconds it took, nothing when it was seeded before."""
    subprocess.run([sys.executable, "-m", "parvis", "migrate"], check=True, stdout=sys.stderr)
    if User.objects.exists():
        return 0.0
    began = time.monotonic()
    command = [
        sys.executable, "-m", "parvis", "seed",
        "--organisations", str(options.organisations),
        "--users", str(options.users),
        "--items", str(options.items),
    ]  # fmt: skip
    subprocess.run(command, check=True, stdout=sys.stderr)
    return time.monotonic() - began


def session_of(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def sample(rng: random.Random) -> list[User]:
    """Return people of different towns who are members of some space."""
    total = User.objects.count()
    found: list[User] = []
    while len(found) < PEOPLE:
        user = User.objects.order_by("pk")[rng.randrange(total)]
        actor = actor_for(user_id=user.pk)
        if access.member_workspaces(actor).exists():
            found.append(user)
    return found


def pages_of(user: User) -> dict[str, str]:
    """Return the pages that a person opens, by name."""
    actor = actor_for(user_id=user.pk)
    space = access.member_workspaces(actor).first()
    folder = access.visible_items(actor).filter(workspace=space, kind="files.folder").first()
    waiting = selectors.visible_waiting(actor).filter(item__kind="files.file").first()
    pages = {
        "home": reverse("cockpit:home"),
        "who has the ball": reverse("workspaces:balls"),
        "spaces": reverse("workspaces:index"),
        "a space": reverse("workspaces:space", args=[space.pk]),
        "members of a space": reverse("workspaces:members", args=[space.pk]),
        "documents of a space": reverse("files:folder", args=[space.pk]),
        "directory": reverse("directory:index"),
        "directory, searching": reverse("directory:index") + "?q=mar",
        "a profile": reverse("directory:party", args=[actor.party_id]),
        "notifications": reverse("notifications:index"),
        "API, items": "/api/v1/items",
        "API, waiting": "/api/v1/waiting",
    }
    if folder:
        pages["a folder"] = reverse("files:folder", args=[folder.pk])
    if waiting:
        pages["a document"] = reverse("files:file", args=[waiting.item_id])
    return pages


@contextlib.contextmanager
def served() -> Iterator[tuple[int, int, float]]:
    """Serve the base with `parvis serve`; yield port, process id and seconds to the first page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "parvis", "serve", "--host", "127.0.0.1", "--port", str(port)],
        stdout=sys.stderr,
        stderr=sys.stderr,
        env={**os.environ, "PORT": str(port), "HOST": "127.0.0.1"},
    )
    try:
        while time.monotonic() - began < 60:
            with contextlib.suppress(OSError):
                if get(port, "/healthz", "")[0] == 200:
                    break
            time.sleep(0.05)
        yield port, process.pid, time.monotonic() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def get(port: int, path: str, session: str, *, encoding: str = "br, gzip") -> tuple[int, bytes]:
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Accept-Encoding": encoding, "Accept-Language": "fr"}
    if session:
        headers["Cookie"] = f"{settings.SESSION_COOKIE_NAME}={session}"
    caller.request("GET", path, headers=headers)
    response = caller.getresponse()
    body = response.read()
    caller.close()
    return response.status, body


def memory(pid: int) -> float:
    """Return the proportional set size of a process and all below it, in MiB."""
    total, waiting = 0, [pid]
    while waiting:
        each = waiting.pop()
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{each}/smaps_rollup").read_text()
            total += int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1])
            for task in Path(f"/proc/{each}/task").iterdir():
                waiting += [int(word) for word in (task / "children").read_text().split()]
    return total / 1024


def measure_queries(users: list[User]) -> Iterator[dict[str, object]]:
    worst: dict[str, int] = {}
    for user in users[:6]:
        client = Client(headers={"accept-language": "fr"}, SERVER_NAME="localhost")
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
        for name, path in pages_of(user).items():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                response = client.get(path)
            if response.status_code != 200:
                print(f"{name}: HTTP {response.status_code} at {path}", file=sys.stderr)
            count = sum(not query["sql"].startswith(TRANSACTION) for query in queries)
            worst[name] = max(worst.get(name, 0), count)
    for name, count in worst.items():
        yield row(f"queries: {name}", 15, count, "queries")


def row(name: str, budget: float | None, value: float, unit: str) -> dict[str, object]:
    return {"name": name, "budget": budget, "value": value, "unit": unit}


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def measure_times(port: int, users: list[User]) -> Iterator[dict[str, object]]:
    taken: dict[str, list[float]] = {}
    sessions = {user.pk: session_of(user) for user in users}
    for turn in range(ROUNDS):
        for user in users:
            for name, path in pages_of(user).items():
                began = time.perf_counter()
                get(port, path, sessions[user.pk])
                if turn:
                    taken.setdefault(name, []).append((time.perf_counter() - began) * 1000)
    for name, values in taken.items():
        yield row(f"p95 of a page: {name}", 100, percentile(values, 0.95), "ms")
    everything = [value for values in taken.values() for value in values]
    yield row("median of all pages", None, statistics.median(everything), "ms")


def measure_weights(port: int, user: User) -> Iterator[dict[str, object]]:
    session = session_of(user)
    for name, path in pages_of(user).items():
        if path.startswith("/api/"):
            continue
        _status, packed = get(port, path, session)
        _status, plain = get(port, path, session, encoding="identity")
        links = re.findall(r'(?:href|src)="(/(?:static|theme)/[^"#]+)', plain.decode())
        assets = {link for link in links if re.search(r"\.(css|js|svg)$", link)}
        total = len(packed) + sum(len(get(port, link, session)[1]) for link in assets)
        yield row(f"first visit: {name}", 120, total / 1024, "kB")
        yield row(f"next page: {name}", 20, len(packed) / 1024, "kB")


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("organisations", "users", "items"):
        parser.add_argument(f"--{name}", type=int, required=True)
    options = parser.parse_args()
    rows = [row("seeding", None, seed(options), "s")]
    users = sample(random.Random(SEED))  # noqa: S311 -- a sample, the same each time
    rows += measure_queries(users)
    connections.close_all()
    with served():
        pass
    with served() as (port, pid, seconds):
        rows.append(row("second start, to the first answer", 5, seconds, "s"))
        time.sleep(6)
        rows.append(row("memory at rest, whole program", 250, memory(pid), "MiB"))
        rows += measure_times(port, users)
        rows += measure_weights(port, users[0])
    json.dump(rows, sys.stdout)


main()
