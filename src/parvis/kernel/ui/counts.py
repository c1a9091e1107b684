"""The counts that every page shows, read in one query however many tools count something.

    register_counts("mail", lambda request: counted(new_mails(request), unread=Count("pk")))

An app reads its own back with `counts_for(request, "messages")`, which gives {} to the signed-out.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, JSONField, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
from django.http import HttpRequest

Counting = Callable[[HttpRequest], QuerySet[Any, Any] | None]
Counts = Mapping[str, int]
_countings: dict[str, Counting] = {}
_READ = "_counts_of_page"


def register_counts(name: str, counting: Counting) -> None:
    """Add counts to every page: `counting` returns what `counted` makes, or None for nothing."""
    _countings[name] = counting


def counted(rows: QuerySet[Any], **counts: Count) -> QuerySet[Any, Any]:
    """Return the query of one JSON object that counts `rows`: it stands inside another query."""
    plain = rows.order_by().select_related(None).annotate(one=Value(1)).values("one")
    found: QuerySet[Any, Any] = plain.annotate(counts=JSONObject(**counts))
    return found.values_list("counts", flat=True)


def read_counts(query: QuerySet[Any, Any]) -> Counts:
    """Return what a query of `counted` counts, asked alone."""
    return next(iter(query), None) or {}


def counts_for(request: HttpRequest, name: str) -> Counts:
    """Return the counts of a name for a request; all names are read at once, the first time."""
    read: dict[str, Counts] | None = getattr(request, _READ, None)
    if read is None:
        read = _read(request)
        setattr(request, _READ, read)
    return read.get(name, {})


def _read(request: HttpRequest) -> dict[str, Counts]:
    asked = {name: counting(request) for name, counting in _countings.items()}
    return read_together(request, {name: rows for name, rows in asked.items() if rows is not None})


def read_together(
    request: HttpRequest, asked: Mapping[str, QuerySet[Any, Any]]
) -> dict[str, Counts]:
    """Return what several queries of `counted` count, asked as one; {} for the signed-out."""
    if not asked or request.user.pk is None:
        return {}
    parts = [Subquery(rows, output_field=JSONField()) for rows in asked.values()]
    users = get_user_model()._default_manager.filter(pk=request.user.pk)  # noqa: SLF001 -- its public name
    values: tuple[Counts | None, ...] = users.values_list(*parts).get()
    return {name: value or {} for name, value in zip(asked, values, strict=True)}
