"""Who uses the data folder now: processes share a lock, a restore needs it alone."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parvis.config.backups import BackupError

LOCK = "running.lock"


def announce_running(data: Path) -> int:
    """Hold the shared lock until this process ends; return the descriptor that holds it."""
    descriptor = os.open(data / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


@contextmanager
def nobody_runs(data: Path) -> Iterator[None]:
    """Hold the lock alone (raises BackupError when a process of Parvis runs)."""
    with (data / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError("Parvis est en marche : arrêtez-le d’abord.") from error
        yield
