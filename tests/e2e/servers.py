"""A real Parvis for the browser: the `parvis` command, on a free port, with its own data folder."""

import email
import email.policy
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60
STOP_SECONDS = 20


@dataclass
class Server:
    """A running installation; `demo` holds what `parvis demo --json` printed."""

    url: str
    data_dir: Path
    environment: dict[str, str]
    demo: dict[str, Any] = field(default_factory=dict)

    def parvis(self, *arguments: str) -> str:
        """Run a `parvis` command on this installation and return what it prints."""
        return subprocess.run(
            [sys.executable, "-m", "parvis", *arguments],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def demo_space(self, title: str) -> str:
        """Return the id of a space of the demonstration."""
        return next(str(one["id"]) for one in self.demo["workspaces"] if one["title"] == title)

    def letter_to(self, address: str, *, containing: str = "", seconds: float = 30) -> str:
        """Return the text of the latest letter kept for an address, once it is there."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            kept = sorted(
                (self.data_dir / "mail").glob("*.eml"), key=lambda one: one.stat().st_mtime
            )
            for path in reversed(kept):
                letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                body = letter.get_body(("plain",))
                text = body.get_content() if body else ""
                if address in str(letter["To"]) and containing in text:
                    return text
            time.sleep(0.3)
        raise AssertionError(f"no letter to {address} says {containing!r}")

    def code_for(self, address: str) -> str:
        """Return the code that was mailed to an address."""
        found = re.search(r"\b(\d{3})-?(\d{3})\b", self.letter_to(address, containing="code"))
        if found is None:
            raise AssertionError("the letter holds no code")
        return "".join(found.groups())

    def account(self, persona: str) -> dict[str, str]:
        return next(a for a in self.demo["accounts"] if a["persona"] == persona)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(data_dir: Path, *, with_demo: bool, **variables: str) -> Iterator[Server]:
    """Serve a fresh installation until the end of the block."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "PARVIS_DATA_DIR": str(data_dir),
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "parvis.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
        **variables,
    }
    subprocess.run([ROOT / "scripts" / "setup.sh", "assets"], check=True, stdout=subprocess.DEVNULL)
    server = Server(url=url, data_dir=data_dir, environment=environment)
    if with_demo:
        server.demo = json.loads(server.parvis("demo", "--json"))
    log = (data_dir / "server.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "parvis", "serve"], env=environment, stdout=log, stderr=log
    )
    try:
        wait_until_ready(url, process)
        yield server
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)
        log.close()


def wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"parvis serve ended with code {process.returncode}")
        try:
            if httpx.get(f"{url}/readyz", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"{url}/readyz was not ready within {START_SECONDS} s")
