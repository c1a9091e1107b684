"""Met la base de données au niveau de la version installée."""

import argparse

from parvis.config.migrations import migrate


def configure(parser: argparse.ArgumentParser) -> None:
    del parser


def run(options: argparse.Namespace) -> int:
    del options
    migrate()
    return 0
