"""Run the periodic jobs that are due, each by one worker only."""

import logging
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from parvis.kernel.schedule import Periodic, periodic_jobs
from parvis.kernel.schedule.models import JobRun

logger = logging.getLogger(__name__)
MESSAGE_LENGTH = 2_000


def run_due_jobs() -> int:
    """Run each job that is due and that no other worker has claimed; return how many were run."""
    started = dict(JobRun.objects.values_list("name", "started_at"))
    count = 0
    for job in periodic_jobs():
        now = timezone.now()
        last = started.get(job.name)
        if (last is None or last + job.every <= now) and _claim(job, last=last, now=now):
            _run(job)
            count += 1
    return count


def _claim(job: Periodic, *, last: datetime | None, now: datetime) -> bool:
    """Take the job for this worker: true for one of those that try, false for the others."""
    if last is not None:
        return bool(
            JobRun.objects.filter(name=job.name, started_at=last).update(
                started_at=now, finished_at=None, error=""
            )
        )
    try:
        with transaction.atomic():
            JobRun.objects.create(name=job.name, started_at=now)
    except IntegrityError:
        return False
    return True


def _run(job: Periodic) -> None:
    error = ""
    try:
        job.run()
    except Exception as failure:
        logger.exception("periodic job %s failed", job.name)
        error = f"{type(failure).__name__}: {failure}"[:MESSAGE_LENGTH]
    JobRun.objects.filter(name=job.name).update(finished_at=timezone.now(), error=error)
