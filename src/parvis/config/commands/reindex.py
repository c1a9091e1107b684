"""Refait l’index de la recherche, pendant que les gens travaillent."""

import argparse
import sys

from parvis.apps.search.services.upkeep import rebuild, remove_orphans


def configure(parser: argparse.ArgumentParser) -> None:
    del parser


def run(options: argparse.Namespace) -> int:
    del options
    done = rebuild(progress=_show)
    remove_orphans()
    sys.stdout.write(f"\r{done} éléments et fiches indexés.          \n")
    return 0


def _show(done: int, total: int) -> None:
    if sys.stdout.isatty() and total:
        sys.stdout.write(f"\r  indexation : {done * 100 // total} %")
        sys.stdout.flush()
