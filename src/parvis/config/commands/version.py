"""Affiche la version installée."""

import argparse
import sys

from parvis import __version__


def configure(parser: argparse.ArgumentParser) -> None:
    del parser


def run(options: argparse.Namespace) -> int:
    del options
    sys.stdout.write(f"parvis {__version__}, Python {sys.version.split()[0]}\n")
    return 0
