"""Bring the database to the installed version, one process at a time."""

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from parvis.kernel.storage.keys import master_keys

ADVISORY_LOCK = 7_269_474


def pending() -> list[str]:
    """Name the migrations that the database has not had yet."""
    if _is_current():
        return []
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _is_current() -> bool:
    """Tell by names alone, without loading a hundred modules, that nothing is pending.

    A false "no" (a squashed migration) only costs the longer way.
    """
    if "django_migrations" not in connection.introspection.table_names():
        return False
    files = {
        (config.label, path.stem)
        for config in apps.get_app_configs()
        for path in Path(config.path, "migrations").glob("[!_]*.py")
    }
    return files <= set(MigrationRecorder(connection).applied_migrations())


def migrate() -> None:
    """Apply what is pending; two processes that start together wait for each other."""
    with _alone():
        names = pending()
        if not names:
            return
        sys.stderr.write(f"Mise à jour de la base de données ({len(names)} étapes)…\n")
        sys.stderr.flush()
        is_first = "django_migrations" not in connection.introspection.table_names()
        call_command("migrate", interactive=False, verbosity=0)
        if is_first:
            _warn_of_keys()


def _warn_of_keys() -> None:
    """Have the keys made, and tell the operator once what losing them would mean."""
    master_keys()
    if settings.MASTER_KEY:
        return
    sys.stderr.write(
        f"\n  IMPORTANT : les clés de cette installation sont dans {settings.DATA_DIR / 'keys'}.\n"
        "  Gardez-en une copie ailleurs, en lieu sûr : sans elles, les fichiers déposés ne se\n"
        "  rouvrent pas, même depuis une sauvegarde.\n"
    )
    sys.stderr.flush()


@contextmanager
def _alone() -> Iterator[None]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])
        return
    with (settings.DATA_DIR / "migrate.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
