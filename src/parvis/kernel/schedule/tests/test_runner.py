"""Periodic jobs run when due, by one worker, and outlive their failures."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connections

from parvis.kernel import schedule
from parvis.kernel.schedule import periodic
from parvis.kernel.schedule.models import JobRun
from parvis.kernel.schedule.runner import run_due_jobs

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Register one hourly job, alone, and collect its runs."""
    monkeypatch.setattr(schedule, "_jobs", {})
    done: list[str] = []

    @periodic(every=timedelta(hours=1))
    def note() -> None:
        done.append("run")

    return done


@pytest.mark.django_db
def test_job_runs_at_first_then_once_an_interval(runs: list[str]) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert run_due_jobs() == 1
        clock.shift(timedelta(minutes=59))
        assert run_due_jobs() == 0
        clock.shift(timedelta(minutes=1))
        assert run_due_jobs() == 1
    assert len(runs) == 2


@pytest.mark.django_db
def test_failure_is_kept_and_the_job_runs_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_jobs", {})

    @periodic(every=timedelta(hours=1))
    def fail() -> None:
        raise ValueError("no room")

    with time_machine.travel(NOON, tick=False) as clock:
        assert run_due_jobs() == 1
        assert JobRun.objects.get().error == "ValueError: no room"
        clock.shift(timedelta(hours=2))
        assert run_due_jobs() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_run_a_job_once(runs: list[str]) -> None:
    start = Barrier(2)

    def work() -> None:
        start.wait()
        run_due_jobs()
        connections.close_all()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert runs == ["run"]
