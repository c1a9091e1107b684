"""The background process: deliveries of events, tasks, periodic jobs, and a heartbeat."""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from types import FrameType

from django.conf import settings
from django.db import OperationalError, close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.utils import is_locked_database_exception

from parvis.config.running import announce_running
from parvis.kernel.ids import uuid7
from parvis.kernel.outbox import deliver_pending
from parvis.kernel.schedule.heartbeats import INTERVAL, beat, end, give_back_orphans
from parvis.kernel.schedule.runner import run_due_jobs

logger = logging.getLogger(__name__)
DELIVERY_SECONDS = 0.3
TASK_SECONDS = 0.5
SCHEDULE_SECONDS = 5
PAUSE_AFTER_FAILURE = 3
GRACE_SECONDS = 8


def run() -> int:
    """Work until SIGTERM or SIGINT, then finish what is under way, within a grace."""
    announce_running(settings.DATA_DIR)
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    name = f"{socket.gethostname()[:20]}-{os.getpid()}-{uuid7().hex[-12:]}"
    tasks = _task_worker(name)
    threads = [
        _thread("tasks", lambda: _keep(tasks.run, stopping)),
        _thread("schedule", lambda: _keep(lambda: _run_schedule(stopping), stopping)),
        _thread("heartbeat", lambda: _keep(lambda: _beat(name, stopping), stopping)),
    ]
    _keep(lambda: _deliver(stopping), stopping)
    tasks.running = False
    deadline = time.monotonic() + GRACE_SECONDS
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    end(name)
    return 0


def _thread(name: str, target: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=target, name=name, daemon=True)
    thread.start()
    return thread


def _keep(work: Callable[[], None], stopping: threading.Event) -> None:
    """Run `work` until it returns at the end; a failure (a database away) is said and outlived."""
    while not stopping.is_set():
        try:
            work()
        except Exception as error:
            if not (isinstance(error, OperationalError) and is_locked_database_exception(error)):
                logger.exception("the worker goes on after a failure")
            stopping.wait(PAUSE_AFTER_FAILURE)
        finally:
            close_old_connections()


def _task_worker(name: str) -> Worker:
    return Worker(
        queue_names=["*"],
        interval=TASK_SECONDS,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )


def _deliver(stopping: threading.Event) -> None:
    while not stopping.is_set():
        close_old_connections()
        if not deliver_pending():
            stopping.wait(DELIVERY_SECONDS)


def _run_schedule(stopping: threading.Event) -> None:
    while not stopping.is_set():
        close_old_connections()
        give_back_orphans()
        run_due_jobs()
        stopping.wait(SCHEDULE_SECONDS)


def _beat(name: str, stopping: threading.Event) -> None:
    while not stopping.is_set():
        close_old_connections()
        beat(name)
        stopping.wait(INTERVAL.total_seconds())
