"""Writes seeded organisations in bulk, one transaction each."""

from collections.abc import Callable
from datetime import date

from django.db import connection, transaction

from parvis.seeding.making import Maker, Rows

BATCH = 2_000


def seed(
    *,
    organisations: int,
    users: int,
    items: int,
    seed: int = 1,
    today: date,
    progress: Callable[[int], None] = lambda _done: None,
) -> None:
    """Write `organisations` with `users` people and `items` things in all, spread evenly.

    The same arguments give the same rows; the database must not hold seeded rows already.
    """
    maker = Maker(seed=seed, today=today)
    for number in range(organisations):
        rows = maker.organisation(
            number=number,
            users=_share(users, organisations, number),
            items=_share(items, organisations, number),
        )
        _write(rows)
        progress(number + 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _share(total: int, parts: int, number: int) -> int:
    return total // parts + (number < total % parts)


@transaction.atomic
def _write(rows: Rows) -> None:
    for model, made in rows:
        model._default_manager.bulk_create(made, batch_size=BATCH)  # noqa: SLF001 -- Django's name
