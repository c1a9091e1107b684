"""The processes that answer on the network: everything on one port, pages alone, or live alone."""

import asyncio
import errno
import logging
import signal
import socket
import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server as PagesServer
from granian.server.embed import Server as FrontServer

from parvis.config.asgi import front
from parvis.config.environment import environment
from parvis.config.first_visit import set_up_path
from parvis.config.running import announce_running
from parvis.config.supervision import EXIT_CANNOT_START, say

THREADS = 8


def serve_front(*, with_pages: bool) -> int:
    """Serve sockets, and pages behind them when `with_pages`, from this one process."""
    if not _can_listen():
        return EXIT_CANNOT_START
    announce_running(environment().data_dir)
    first = set_up_path() if with_pages else ""
    asyncio.run(_serve(with_pages=with_pages, first=first))
    return 0


async def _serve(*, with_pages: bool, first: str) -> None:
    env = environment()
    server = FrontServer(
        front(with_pages=with_pages),
        address=env.host,
        port=env.port,
        interface=Interfaces.ASGI,
        log_level=LogLevels.error,
        log_dictconfig=_logging(),
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.stop)
    _announce(first)
    await server.serve()


def serve_pages() -> int:
    """Serve the pages and the API alone, from several processes, behind a reverse proxy."""
    if not _can_listen():
        return EXIT_CANNOT_START
    env = environment()
    announce_running(env.data_dir)
    server = PagesServer(
        "parvis.config.wsgi:application",
        address=env.host,
        port=env.port,
        interface=Interfaces.WSGI,
        workers=env.web_workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
        log_dictconfig=_logging(),
    )
    _announce(set_up_path())
    server.serve()
    return 0


def _logging() -> dict[str, object]:
    """Leave the server's own words to the logging that Django has set up."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "loggers": {"_granian": {"level": logging.ERROR, "propagate": True}},
    }


def _announce(first: str) -> None:
    env = environment()
    shown = "localhost" if env.host in {"0.0.0.0", "::"} else env.host  # noqa: S104 -- compared, not bound
    address = env.base_url or f"http://{shown}:{env.port}"
    sys.stdout.write(f"\n  Parvis répond. Ouvrez {address}{first}   (Ctrl+C pour arrêter)\n\n")
    sys.stdout.flush()


def _can_listen() -> bool:
    """Try the port, so that a wrong one is said in words instead of a trace."""
    env = environment()
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            env.host, env.port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        say(_reason(error, env.host, env.port))
        return False
    return True


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"le port {port} est déjà pris. Choisissez-en un autre : PORT={port + 1} make run"
    if error.errno == errno.EACCES:
        return f"le port {port} est réservé au système : choisissez un port au-dessus de 1023."
    return f"impossible d’écouter sur {host}:{port} ({error.strerror}). Vérifiez HOST et PORT."
