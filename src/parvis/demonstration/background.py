"""The demonstration town made by the worker, while its first visitor watches, or does otherwise."""

from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from parvis.apps.directory import setup_token
from parvis.apps.directory.demonstration import Making, Progress
from parvis.demonstration.loading import load
from parvis.kernel.errors import ConflictError


def _path() -> Path:
    """Return the file that says how far it is: the database shows nothing before it is all there.

    Where the worker has another disk than the pages, they show that it goes on, without a measure.
    """
    return Path(settings.DATA_DIR) / "demonstration.progress"


def _tell(percent: int) -> None:
    fresh = _path().with_suffix(".fresh")
    fresh.write_text(str(percent))
    fresh.replace(_path())


@task()
def make_town() -> None:
    """Make the town; when somebody was quicker, what they made is left as it is."""
    try:
        with suppress(ConflictError):
            load(is_first_visit=True, tell=_tell)
            setup_token.forget()
    finally:
        _path().unlink(missing_ok=True)


def start() -> None:
    """Ask the worker for the town, once."""
    if progress().making not in {Making.WAITING, Making.RUNNING}:
        make_town.enqueue()


def progress() -> Progress:
    """Return how far the town is."""
    asked = DBTaskResult.objects.filter(task_path=make_town.module_path).order_by("-enqueued_at")
    latest = asked.first()
    if latest is None:
        return Progress(Making.NOT_ASKED)
    states = {
        TaskResultStatus.READY: Making.WAITING,
        TaskResultStatus.RUNNING: Making.RUNNING,
        TaskResultStatus.FAILED: Making.FAILED,
        TaskResultStatus.SUCCESSFUL: Making.DONE,
    }
    percent = None
    with suppress(OSError, ValueError):
        percent = int(_path().read_text())
    return Progress(states[TaskResultStatus(latest.status)], percent)
