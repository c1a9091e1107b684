"""Serve the front with a page that swallows and a page that pours, as a process of its own."""

import asyncio
import signal
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from granian.constants import Interfaces
from granian.server.embed import Server

from parvis.live.front import Front

PIECE = 1024 * 1024


def pages(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    match environ["PATH_INFO"]:
        case "/swallow":
            return [str(swallow(environ)).encode()]
        case "/pour":
            return pour(int(environ["QUERY_STRING"]))
        case "/lines":
            return [str(len(list(environ["wsgi.input"]))).encode()]
    return [b"hello"]


def swallow(environ: dict[str, Any]) -> int:
    count = 0
    while piece := environ["wsgi.input"].read(PIECE):
        count += len(piece)
    return count


def pour(pieces: int) -> Iterator[bytes]:
    poured = 0
    try:
        for _ in range(pieces):
            yield bytes(PIECE)
            poured += 1
    finally:
        sys.stdout.write(f"poured {poured}\n")
        sys.stdout.flush()


async def main() -> None:
    server = Server(
        Front(pages=pages, problems=lambda: ["worker"]),
        port=int(sys.argv[1]),
        interface=Interfaces.ASGI,
        log_enabled=False,
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.stop)
    await server.serve()


if __name__ == "__main__":
    asyncio.run(main())
