"""Run code in a process of its own, on its own data folder: to kill it, or to weigh it."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

SETUP = """
import os, resource, secrets, signal, sys
import django
from django.conf import settings
settings.INSTALLED_APPS = ["parvis.kernel.storage"]  # starts in half the time
django.setup()
from uuid import UUID
from django.db import connection
from parvis.kernel.storage.blobs import read_blob, write_blob
from parvis.kernel.storage.models import Blob
from parvis.kernel.storage.rotation import rotate_master_key
from parvis.kernel.storage.uploads import upload_spool
MIB = 1024 * 1024
ORGANISATION = UUID(int=7)
if "storage_blob" not in connection.introspection.table_names():
    with connection.schema_editor() as editor:
        editor.create_model(Blob)
"""


def start(code: str, data_dir: Path) -> subprocess.Popen[str]:
    """Start `code` after SETUP, on SQLite in `data_dir`."""
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {
        "PARVIS_DATA_DIR": str(data_dir),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    return subprocess.Popen(
        [sys.executable, "-c", SETUP + textwrap.dedent(code)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(code: str, data_dir: Path) -> tuple[int, str]:
    """Run to the end and return the exit status and what was printed."""
    process = start(code, data_dir)
    output, errors = process.communicate(timeout=120)
    assert process.returncode <= 0 or process.returncode == 9, errors
    return process.returncode, output.strip()
