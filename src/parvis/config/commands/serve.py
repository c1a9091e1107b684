"""Sert Parvis : tout en un, ou une seule partie (--web, --live, --worker)."""

import argparse
import os
import sys
from importlib import import_module

from parvis.config import supervision


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="adresse d’écoute (HOST, 127.0.0.1 par défaut)")
    parser.add_argument("--port", help="port d’écoute (PORT, 8000 par défaut)")
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--web", action="store_true", help="les pages et l’API seulement")
    part.add_argument("--live", action="store_true", help="le direct (sockets) seulement")
    part.add_argument("--worker", action="store_true", help="l’arrière-plan seulement")
    part.add_argument("--front", action="store_true", help=argparse.SUPPRESS)
    supervision.add_supervised(parser)


def run(options: argparse.Namespace) -> int:
    for name in ("host", "port"):
        if getattr(options, name):
            os.environ[name.upper()] = getattr(options, name)
    if not (options.web or options.live or options.worker or options.front):
        parvis = [sys.executable, "-m", "parvis"]
        return supervision.supervise(
            {
                "web": [*parvis, "serve", "--front", "--supervised"],
                "worker": [*parvis, "worker", "--supervised"],
            }
        )
    import_module("parvis.config.start").start_part(supervised=options.supervised)
    if options.worker:
        return int(import_module("parvis.config.worker").run())
    servers = import_module("parvis.config.servers")
    if options.web:
        return int(servers.serve_pages())
    return int(servers.serve_front(with_pages=options.front))
