"""Work for the worker: previews, texts, antivirus, and sweeping what was left behind."""

import shutil
import time
from datetime import timedelta
from uuid import UUID

from django_tasks import task

from parvis.apps.files.reading.making import sweep_texts
from parvis.apps.files.rendering.making import make_preview, scratch_root, sweep_previews
from parvis.apps.files.services.scans import scan_waiting
from parvis.apps.files.services.uploads import sweep_uploads
from parvis.apps.files.texts import ask_for_missing
from parvis.kernel.schedule import periodic

SCRATCH_SECONDS = 3_600


@task()
def prepare_preview(preview_id: str) -> None:
    """Make a preview."""
    make_preview(UUID(preview_id))


@periodic(every=timedelta(minutes=5))
def scan_what_waits() -> None:
    """Scan the versions that the antivirus could not take when they came."""
    scan_waiting()


@periodic(every=timedelta(minutes=5))
def ask_for_texts() -> None:
    """Have the contents read that no event brought."""
    ask_for_missing()


@periodic(every=timedelta(hours=1))
def sweep() -> None:
    """Remove late uploads, orphaned previews, and what a crash left in the scratch folder."""
    sweep_uploads()
    sweep_previews()
    sweep_texts()
    limit = time.time() - SCRATCH_SECONDS
    for path in scratch_root().iterdir():
        if path.stat().st_mtime < limit:
            shutil.rmtree(path, ignore_errors=True)
