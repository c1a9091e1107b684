"""Remplit une base vide de données de mesure, les mêmes pour la même graine."""

import argparse
import sys

from django.utils import timezone

from parvis.apps.directory.models import Organisation
from parvis.config.migrations import migrate
from parvis.seeding import seed


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--organisations", type=int, default=10)
    parser.add_argument("--users", type=int, default=1_000)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)


def run(options: argparse.Namespace) -> int:
    migrate()
    if Organisation.objects.filter(slug__startswith="commune-").exists():
        sys.stderr.write("Cette base a déjà reçu des données de mesure : prenez-en une vide.\n")
        return 1

    def show(done: int) -> None:
        if done % 50 == 0 or done == options.organisations:
            sys.stderr.write(f"\r{done} / {options.organisations} collectivités")
            sys.stderr.flush()

    seed(
        organisations=options.organisations,
        users=options.users,
        items=options.items,
        seed=options.seed,
        today=timezone.localdate(),
        progress=show,
    )
    sys.stderr.write("\n")
    return 0
