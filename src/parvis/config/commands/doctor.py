"""Dit ce qui ne va pas dans l’installation, et comment y remédier."""

import argparse
import sys
from importlib import import_module

from parvis.config import start


def configure(parser: argparse.ArgumentParser) -> None:
    del parser


def run(options: argparse.Namespace) -> int:
    del options
    start.start_django()
    diagnosis = import_module("parvis.config.diagnosis")
    findings = list(diagnosis.diagnose())
    for finding in findings:
        sys.stdout.write(f"{finding.state.value} {finding.fact}\n")
        if finding.advice:
            sys.stdout.write(f"    → {finding.advice}\n")
    wrong = sum(finding.state is diagnosis.State.WRONG for finding in findings)
    sys.stdout.write(
        f"\n{wrong} point(s) à corriger.\n" if wrong else "\nTout est en état de marche.\n"
    )
    return 1 if wrong else 0
