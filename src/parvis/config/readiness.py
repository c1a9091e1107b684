"""Whether this installation can do its work now: database, storage, worker."""

import logging
from collections.abc import Callable

from django.db import DatabaseError, connection

from parvis.kernel.schedule.heartbeats import is_worker_alive
from parvis.kernel.storage.backends import backend
from parvis.kernel.storage.errors import StorageError

logger = logging.getLogger(__name__)


def problems() -> list[str]:
    """Name what is not ready, in stable words that tell an outsider nothing else."""
    checks: dict[str, Callable[[], bool]] = {
        "database": _is_database_ready,
        "storage": _is_storage_ready,
        "worker": _is_worker_ready,
    }
    try:
        return [name for name, is_ready in checks.items() if not is_ready()]
    finally:
        connection.close()


def _is_database_ready() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("the database does not answer")
        return False
    return True


def _is_storage_ready() -> bool:
    try:
        backend().check()
    except (StorageError, OSError):
        logger.exception("the storage of files does not answer")
        return False
    return True


def _is_worker_ready() -> bool:
    try:
        return is_worker_alive()
    except DatabaseError:
        return False
