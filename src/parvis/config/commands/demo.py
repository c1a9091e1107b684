"""Charge la ville de démonstration si elle est absente ; --json donne les comptes.

Fails when another organisation is there already: a real town is never mixed with the demonstration.
"""

import argparse
import json
import sys

from parvis.apps.directory.models import Organisation
from parvis.config.migrations import migrate
from parvis.demonstration import load


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie")


def run(options: argparse.Namespace) -> int:
    migrate()
    if Organisation.objects.filter(is_demonstration=False).exists():
        sys.stderr.write(
            "Une vraie collectivité est déjà installée ici : la démonstration se charge dans un "
            "dossier à part (PARVIS_DATA_DIR).\n"
        )
        return 1
    loaded = load()
    if options.json:
        sys.stdout.write(json.dumps(loaded, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(f"La ville de démonstration est prête : {loaded['organisation']}\n")
    return 0
