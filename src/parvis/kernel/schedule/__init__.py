"""Work that comes back at intervals: `@periodic(every=…)` in any app's `tasks.py` registers it.

    @periodic(every=timedelta(hours=1))
    def seal_journals() -> None: ...

Whatever the number of workers, one of them runs a job when it is due, at most once an interval.
A job is idempotent and short; one that was cut by a crash runs again at the next interval.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

Job = Callable[[], object]


@dataclass(frozen=True)
class Periodic:
    name: str
    every: timedelta
    run: Job


_jobs: dict[str, Periodic] = {}


def periodic(*, every: timedelta) -> Callable[[Job], Job]:
    """Register a job, named by its module and function, to run each time `every` has passed."""

    def register(run: Job) -> Job:
        name = f"{run.__module__}.{run.__qualname__}"
        _jobs[name] = Periodic(name=name, every=every, run=run)
        return run

    return register


def periodic_jobs() -> list[Periodic]:
    """Return the registered jobs, by name."""
    return [_jobs[name] for name in sorted(_jobs)]
