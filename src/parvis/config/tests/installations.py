"""A whole installation in a folder of its own, driven by the `parvis` command."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SRC = Path(__file__).resolve().parents[3]
SETTINGS = ("DATABASE_URL", "REDIS_URL", "STORAGE_URL", "EMAIL_URL", "BASE_URL", "MASTER_KEY")
FILL = """
import sys
from uuid import UUID
from parvis.apps.accounts.models import User
from parvis.kernel.storage.blobs import write_blob
organisation = UUID(int=1)
for number in range(3):
    User.objects.create(email=f"agent{number}@exemple.fr")
for content in (b"", b"un document", bytes(3_000_000)):
    write_blob(organisation_id=organisation, chunks=[content])
"""
READ = """
from parvis.apps.accounts.models import User
from parvis.kernel.storage.blobs import read_blob
from parvis.kernel.storage.models import Blob
import hashlib
for user in User.objects.order_by("pk"):
    print(user.pk, user.email)
for blob in Blob.objects.order_by("pk"):
    print(blob.pk, hashlib.sha256(b"".join(read_blob(blob))).hexdigest())
"""


@dataclass
class Installation:
    """Where it lies and which database it uses; empty `database_url`: SQLite."""

    data: Path
    database_url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        return kept | {
            "PARVIS_DATA_DIR": str(self.data),
            "DATABASE_URL": self.database_url,
            "DJANGO_SETTINGS_MODULE": "parvis.config.settings",
            "PYTHONPATH": str(SRC),
        }

    def parvis(
        self, *arguments: object, check: bool = True, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "parvis", *map(str, arguments)],
            env=self.environment | variables,
            capture_output=True,
            text=True,
            check=check,
        )

    def python(self, script: str) -> str:
        """Run `script` with Django set up and return what it prints."""
        return subprocess.run(
            [sys.executable, "-c", "import django; django.setup()\n" + script],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def fill(self) -> str:
        self.parvis("migrate")
        self.python(FILL)
        return self.read()

    def read(self) -> str:
        return self.python(READ)
