"""A real Parvis for the browser: the `parvis` command, on a free port, with its own data folder."""

import json
import os
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
