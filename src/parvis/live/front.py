"""The ASGI application that stands in front: probes here, sockets to their rooms, pages to Django.

Django runs as WSGI, in threads: a page costs a quarter of what Django's own ASGI handler takes.
"""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from parvis.live.bridge import Application, Bridge, Receive, Scope, Send

THREADS = 48
CLOSE_NO_SUCH_ROOM = 4404


class Front:
    """Route each connection; `pages` is Django as WSGI, None where only sockets are served."""

    def __init__(self, *, pages: Application | None, problems: Callable[[], list[str]]) -> None:
        self._pages = Bridge(pages, threads=THREADS) if pages else None
        self._problems = problems

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["type"]:
            case "lifespan":
                await _live(receive, send)
            case "websocket":
                await _refuse(receive, send)
            case "http":
                await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["path"]:
            case "/healthz":
                await _json(send, 200, {"status": "ok", "problems": []})
            case "/readyz":
                found = await asyncio.to_thread(self._problems)
                status = "unready" if found else "ok"
                await _json(send, 503 if found else 200, {"status": status, "problems": found})
            case _ if self._pages is not None:
                await self._pages(scope, receive, send)
            case _:
                await _json(send, 404, {"status": "not found"})


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def _refuse(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.close", "code": CLOSE_NO_SUCH_ROOM})


async def _json(send: Send, status: int, content: dict[str, Any]) -> None:
    body = json.dumps(content).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
