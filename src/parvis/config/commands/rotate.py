"""Remplace la clé maîtresse ; les fichiers restent lisibles."""

import argparse
import sys

from parvis.kernel.storage.rotation import rotate_master_key


def configure(parser: argparse.ArgumentParser) -> None:
    del parser


def run(options: argparse.Namespace) -> int:
    del options
    rotation = rotate_master_key()
    sys.stdout.write(
        f"Clé maîtresse remplacée ({rotation.rewrapped} fichier(s) concerné(s)).\n"
        "Gardez une copie de la nouvelle clé hors de cette machine, et l’ancienne avec vos\n"
        "sauvegardes d’avant aujourd’hui.\n"
    )
    return 0
