"""The service worker: what Vite built of `frontend/worker`, with what it must know of this server.

It is served from the root, since a worker governs the pages below its own address.
"""

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse

from parvis.kernel.errors import NotFoundError

BUILD: Final = "parvis/build"
SOURCE: Final = f"{BUILD}/worker.js"
_CHUNK: Final = re.compile(r"[\"'`](?:\.\./chunks/|\./)([\w.-]+\.js)[\"'`]")
ISLANDS: Final = ("device",)
# What an offline page needs: without it nothing shows.
ASSETS: Final = (
    f"{BUILD}/app.css",
    f"{BUILD}/app.js",
    f"{BUILD}/icons.svg",
    "parvis/icon.svg",
    *(f"{BUILD}/islands/{name}.js" for name in ISLANDS),
)
# The worker itself only asks this server; it shows, frames and runs nothing else.
POLICY: Final = "default-src 'none'; connect-src 'self'; script-src 'self'; base-uri 'none'"


def worker_script() -> str:
    """Return the worker's program; it changes, and browsers renew it, when an asset does."""
    source = _read(SOURCE)
    # An island imports its chunks by the names that Vite gave them, which hold their own hashes.
    assets = [*map(static, ASSETS), *(f"{settings.STATIC_URL}{name}" for name in _chunks())]
    version = hashlib.sha256("\n".join([source, *assets]).encode()).hexdigest()[:16]
    known = {
        "version": version,
        "assets": assets,
        "offline": reverse("devices:offline"),
        "state": reverse("devices:state"),
        "signOut": reverse("account_logout"),
    }
    return f"self.PARVIS = {json.dumps(known)};\n{source}"


@cache
def _chunks() -> list[str]:
    """Return the chunks that the islands of an offline page load, and those that these load."""
    found: list[str] = []
    waiting = [f"{BUILD}/islands/{name}.js" for name in ISLANDS]
    while waiting:
        named = _CHUNK.findall(_read(waiting.pop()))
        new = [f"{BUILD}/chunks/{name}" for name in named if f"{BUILD}/chunks/{name}" not in found]
        found += new
        waiting += new
    return sorted(found)


@cache
def _read(name: str) -> str:
    path = finders.find(name)
    if not path:
        raise NotFoundError
    return Path(path).read_text(encoding="utf-8")
