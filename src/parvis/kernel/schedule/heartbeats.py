"""Which workers are alive, and what becomes of the tasks of those that are not."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from parvis.kernel.schedule.models import Heartbeat

INTERVAL = timedelta(seconds=5)
FRESH = timedelta(seconds=30)
ATTEMPTS = 3


def beat(worker: str) -> None:
    """Say that `worker` is alive now."""
    Heartbeat.objects.update_or_create(worker=worker, defaults={"beat_at": timezone.now()})


def end(worker: str) -> None:
    """Say that `worker` ends; tasks it was still running are given back."""
    Heartbeat.objects.filter(worker=worker).delete()
    give_back_orphans()


def is_worker_alive() -> bool:
    return Heartbeat.objects.filter(beat_at__gt=timezone.now() - FRESH).exists()


@transaction.atomic
def give_back_orphans() -> int:
    """Make ready again the tasks whose worker no longer beats; return how many.

    A task that has outlived `ATTEMPTS` workers is perhaps what kills them: it is marked failed.
    """
    Heartbeat.objects.filter(beat_at__lte=timezone.now() - FRESH).delete()
    alive = set(Heartbeat.objects.values_list("worker", flat=True))
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).select_for_update()
    orphans = [task for task in running if not alive.intersection(task.worker_ids[-1:])]
    tired = [task.pk for task in orphans if len(task.worker_ids) >= ATTEMPTS]
    DBTaskResult.objects.filter(pk__in=tired).update(
        status=TaskResultStatus.FAILED, finished_at=timezone.now()
    )
    DBTaskResult.objects.filter(pk__in={task.pk for task in orphans}.difference(tired)).update(
        status=TaskResultStatus.READY, started_at=None
    )
    return len(orphans)
