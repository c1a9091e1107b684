"""A real server on a data folder of its own, that tests may kill at any moment and start again."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
from django.conf import settings
from tests.e2e.servers import free_port

START_SECONDS = 90


def prepare() -> None:
    """Make the town in an empty folder and print a session of its agent; runs as a program."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from tests.town import make_town  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    town = make_town()
    user = town.user("agent")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    sys.stdout.write(json.dumps({"session": session.session_key, "space": str(town.space.pk)}))


class LiveServer:
    """`parvis serve` in a process group of its own."""

    def __init__(self, data_dir: Path) -> None:
        root = settings.ROOT
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "PARVIS_DATA_DIR": str(data_dir),
            "DATABASE_URL": "",
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "parvis.config.settings",
            "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)]),
        }
        self.log = data_dir / "server.log"
        made = subprocess.run(
            [sys.executable, "-m", __name__],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        known = json.loads(made.stdout)
        self.space = known["space"]
        self.cookies = {settings.SESSION_COOKIE_NAME: known["session"], "csrftoken": "a" * 32}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "parvis", "serve"],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.2)
        raise AssertionError(self.log.read_text())

    def kill(self) -> None:
        """End every process of the server at once, as a loss of power would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def client(self) -> httpx.Client:
        headers = {"X-CSRFToken": "a" * 32, "Tus-Resumable": "1.0.0", "Referer": self.url}
        return httpx.Client(base_url=self.url, cookies=self.cookies, headers=headers, timeout=120)

    def peak_memory(self) -> int:
        """Return the most that any process of the server has held in memory, in bytes."""
        peaks = [0]
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                lines = status.read_text().splitlines()
                group = os.getpgid(int(status.parent.name))
            except OSError:
                continue  # it ended meanwhile
            if self.process is not None and group == self.process.pid:
                peaks += [int(line.split()[1]) * 1024 for line in lines if line[:5] == "VmHWM"]
        return max(peaks)


if __name__ == "__main__":
    import django

    django.setup()
    prepare()
