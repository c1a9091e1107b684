"""Relit tous les fichiers et les scellés du journal, et dit ce qui a été altéré."""

import argparse
import sys

from parvis.kernel.journal import verify_journal
from parvis.kernel.storage.upkeep import verify_blobs


def configure(parser: argparse.ArgumentParser) -> None:
    del parser


def run(options: argparse.Namespace) -> int:
    del options
    faults = 0
    for problem in verify_blobs(progress=_show):
        faults += 1
        sys.stdout.write(f"\r✗ fichier {problem.blob_id} : {problem.kind} ({problem.detail})\n")
    for broken in verify_journal():
        faults += 1
        sys.stdout.write(
            f"\r✗ journal de {broken.organisation_id}, scellé {broken.number} : {broken.reason}\n"
        )
    sys.stdout.write(
        f"\r{faults} anomalie(s). Comparez avec une sauvegarde : parvis restore\n"
        if faults
        else "\rFichiers et journal sont intacts.          \n"
    )
    return 1 if faults else 0


def _show(done: int, total: int) -> None:
    if sys.stdout.isatty() and total:
        sys.stdout.write(f"\r  fichiers relus : {done * 100 // total} %")
        sys.stdout.flush()
