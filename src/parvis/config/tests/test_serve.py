"""The whole program as an operator runs it: it starts, survives a crash of its parts, and ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from parvis.config.tests.installations import Installation

PATIENCE = 60


class Served:
    def __init__(self, town: Installation, port: int, log: Path) -> None:
        self.port, self.log = port, log
        environment = town.environment | {"PORT": str(port), "HOST": "127.0.0.1"}
        with log.open("wb") as sink:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "parvis", "serve"],
                env=environment,
                stdout=sink,
                stderr=sink,
            )

    def status(self, path: str) -> int:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=5).status_code
        except httpx.TransportError:
            return 0

    def children(self) -> list[int]:
        listing = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in listing.read_text().split()] if listing.exists() else []


def eventually(condition: Callable[[], bool], *, seconds: float = PATIENCE) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def is_alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    one = Served(Installation(tmp_path / "town"), port, tmp_path / "log")
    try:
        assert eventually(lambda: one.status("/readyz") == 200), one.log.read_text()
        yield one
    finally:
        one.process.kill()
        one.process.wait()


def test_serve_outlives_its_parts_and_ends_as_asked(served: Served) -> None:
    text = served.log.read_text()
    assert "Gardez-en une copie" in text
    assert f"http://127.0.0.1:{served.port}" in text
    children = served.children()
    assert len(children) == 2
    for child in children:
        os.kill(child, signal.SIGKILL)
    assert eventually(lambda: len(set(served.children()) - set(children)) == 2)
    assert eventually(lambda: served.status("/readyz") == 200)
    assert "relancé" in served.log.read_text()
    children = served.children()
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(15) == 0
    assert not any(is_alive(child) for child in children)


def test_parts_end_when_the_supervisor_is_killed(served: Served) -> None:
    children = served.children()
    served.process.kill()
    assert eventually(lambda: not any(is_alive(child) for child in children), seconds=20)


def test_serve_says_that_the_port_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        answer = Installation(tmp_path / "town").parvis("serve", check=False, PORT=port)
    assert answer.returncode == 3
    assert f"le port {port} est déjà pris" in answer.stderr
    assert "Traceback" not in answer.stderr
