"""Writes seeded organisations in bulk, one transaction each."""

from collections.abc import Callable
from datetime import date
from math import inf

from django.db import connection, transaction

from parvis.apps.search.services.upkeep import index_missing
from parvis.seeding.copying import copy_organisations
from parvis.seeding.making import Maker, Rows

BATCH = 2_000
ORIGINALS = 24


def seed(
    *,
    organisations: int,
    users: int,
    items: int,
    seed: int = 1,
    today: date,
    progress: Callable[[int], None] = lambda _done: None,
) -> None:
    """Write `organisations` with about `users` people and `items` things in all, spread evenly.

    Some two dozen are made one by one, and copied inside the database as often as it takes.

    The same arguments give the same rows; the database must not hold seeded rows already.
    """
    maker = Maker(seed=seed, today=today)
    copies = max(1, organisations // ORIGINALS)
    originals = organisations // copies
    copied = originals * copies
    people, things = users * copied // organisations, items * copied // organisations
    for number in range(originals):
        _write(
            maker.organisation(
                number=number,
                users=_share(people // copies, originals, number),
                items=_share(things // copies, originals, number),
            )
        )
        progress(number + 1)
    if copies > 1:
        copy_organisations(count=copies - 1)
        progress(copied)
    rest = organisations - copied
    for number in range(rest):
        _write(
            maker.organisation(
                number=copied + number,
                users=_share(users - people // copies * copies, rest, number),
                items=_share(items - things // copies * copies, rest, number),
            )
        )
        progress(copied + number + 1)
    index_missing(seconds=inf)  # or the worker would, while pages are measured
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _share(total: int, parts: int, number: int) -> int:
    return total // parts + (number < total % parts)


@transaction.atomic
def _write(rows: Rows) -> None:
    for model, made in rows:
        model._default_manager.bulk_create(made, batch_size=BATCH)  # noqa: SLF001 -- Django's name
