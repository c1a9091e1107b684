"""Lance le processus d’arrière-plan : notifications, tâches, travaux périodiques."""

import argparse
from importlib import import_module

from parvis.config import start, supervision


def configure(parser: argparse.ArgumentParser) -> None:
    supervision.add_supervised(parser)


def run(options: argparse.Namespace) -> int:
    start.start_part(supervised=options.supervised)
    return int(import_module("parvis.config.worker").run())
