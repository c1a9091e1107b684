"""Remet une sauvegarde en place, après l’avoir vérifiée en entier."""

import argparse
import sys
from pathlib import Path

from parvis.config.backups.restoring import restore_backup
from parvis.config.start import require_environment


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="la sauvegarde")
    parser.add_argument("--keys", type=Path, help="le fichier de clés écrit avec la sauvegarde")
    parser.add_argument("--replace", action="store_true", help="remplace l’installation présente")


def run(options: argparse.Namespace) -> int:
    require_environment()
    restored = restore_backup(
        options.file, keys=options.keys, replace=options.replace, progress=_show
    )
    sys.stdout.write(f"Sauvegarde du {restored.manifest.made_at} remise en place.\n")
    if restored.former:
        sys.stdout.write(f"L’installation d’avant est gardée dans {restored.former}.\n")
    if not restored.has_keys:
        sys.stdout.write(
            "ATTENTION : les clés manquent, les fichiers ne s’ouvriront pas. Remettez-les dans"
            " keys/ du dossier de données, ou dans MASTER_KEY.\n"
        )
    sys.stdout.write("Vérifiez-la maintenant : parvis migrate && parvis verify\n")
    return 0


def _show(step: str) -> None:
    sys.stdout.write(f"  {step}…\n")
    sys.stdout.flush()
