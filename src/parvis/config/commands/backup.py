"""Sauvegarde la base de données et les fichiers dans un seul .tar."""

import argparse
import sys
from pathlib import Path

from django.conf import settings

from parvis.apps.directory.health import BACKUP_MARK
from parvis.config.backups.writing import write_backup, write_keys

MEGABYTE = 1_000_000


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="le fichier .tar à écrire")
    parser.add_argument(
        "--keys", type=Path, help="écrit aussi les clés, dans ce fichier à garder ailleurs"
    )
    parser.add_argument(
        "--with-objects",
        action="store_true",
        help="avec S3 : copie aussi les fichiers (sans quoi leur liste seulement)",
    )


def run(options: argparse.Namespace) -> int:
    with_objects = options.with_objects or not settings.STORAGE_URL
    if options.keys:
        write_keys(options.keys)
    backup = write_backup(options.file, with_objects=with_objects, progress=_show)
    (settings.DATA_DIR / BACKUP_MARK).touch()
    size = f"{backup.size / MEGABYTE:.1f}".replace(".", ",")
    sys.stdout.write(
        f"\rSauvegarde écrite : {options.file} ({len(backup.members)} éléments, {size} Mo).\n"
    )
    if options.keys:
        sys.stdout.write(
            f"Clés écrites : {options.keys}. Gardez-les ailleurs que la sauvegarde : qui a les deux"
            " lit tout.\n"
        )
    else:
        sys.stdout.write(
            "Les clés n’y sont pas : sans une copie de ces clés (--keys), les fichiers ne se"
            " rouvrent pas.\n"
        )
    return 0


def _show(step: str) -> None:
    if sys.stdout.isatty():
        sys.stdout.write(f"\r  {step:<40}")
        sys.stdout.flush()
