"""Work of search for the worker: what lies below what moved, and what was never indexed."""

from datetime import timedelta
from uuid import UUID

from django_tasks import task

from parvis.apps.search.services import indexing, upkeep
from parvis.kernel.schedule import periodic


@task(priority=-10)
def index_rest(item_ids: list[str]) -> None:
    """Index things in small steps, so that nobody waits for the database meanwhile."""
    go_on([UUID(pk) for pk in item_ids])


def go_on(item_ids: list[UUID]) -> None:
    """Index some things now, and leave the rest to the worker."""
    left = indexing.index_with_below(item_ids)
    if left:
        index_rest.enqueue([str(pk) for pk in left])


@task(priority=-10)
def index_directory(organisation_id: str) -> None:
    """Index every party of an organisation again, where it changed."""
    upkeep.index_directory(UUID(organisation_id))


@task(priority=-10)
def rebuild_index(organisation_id: str) -> None:
    """Write an organisation's documents anew, some at a time."""
    if upkeep.index_stale(UUID(organisation_id)):
        rebuild_index.enqueue(organisation_id)


@periodic(every=timedelta(minutes=2))
def catch_up() -> None:
    """Index what no event brought: the things of an installation that is updated or restored."""
    upkeep.index_missing(seconds=20)


@periodic(every=timedelta(days=1))
def sweep() -> None:
    """Take out of the index what no document stands behind any more."""
    upkeep.remove_orphans()
