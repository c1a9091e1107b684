"""A worker that dies leaves its tasks to the others."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from parvis.kernel.schedule.heartbeats import (
    ATTEMPTS,
    beat,
    end,
    give_back_orphans,
    is_worker_alive,
)

pytestmark = pytest.mark.django_db


def running_task(*workers: str) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now(),
        args_kwargs={"args": [], "kwargs": {}},
        task_path="parvis.tests.task",
        backend_name="default",
        worker_ids=list(workers),
        run_after=timezone.now(),
    )


def test_worker_is_alive_while_it_beats() -> None:
    assert not is_worker_alive()
    beat("one")
    assert is_worker_alive()
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        assert not is_worker_alive()


def test_tasks_of_a_dead_worker_are_given_back() -> None:
    task = running_task("dead")
    beat("alive")
    kept = running_task("alive")
    assert give_back_orphans() == 1
    task.refresh_from_db()
    kept.refresh_from_db()
    assert task.status == TaskResultStatus.READY
    assert kept.status == TaskResultStatus.RUNNING


def test_task_that_outlives_its_workers_is_failed() -> None:
    task = running_task(*["dead"] * ATTEMPTS)
    give_back_orphans()
    task.refresh_from_db()
    assert task.status == TaskResultStatus.FAILED


def test_worker_that_ends_gives_its_tasks_back() -> None:
    beat("one")
    task = running_task("one")
    end("one")
    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY
    assert not is_worker_alive()
