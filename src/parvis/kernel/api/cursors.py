"""Cursor pages: stable while rows come and go, as quick for the last page as for the first."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from parvis.kernel.errors import InvalidError

RowT = TypeVar("RowT", bound=Model)
OutT = TypeVar("OutT")
Limit = Annotated[int, Query(50, ge=1, le=200, description="rows a page")]
Cursor = Annotated[str, Query("", max_length=200, description="`next` of the page before")]


class Page(Schema, Generic[OutT]):
    """One page; `next` is empty on the last one."""

    items: list[OutT]
    next: str = Field("", description="cursor of the next page")


def encode(pk: UUID) -> str:
    return base64.urlsafe_b64encode(pk.bytes).decode().rstrip("=")


def decode(cursor: str) -> UUID:
    """Return the id in a cursor (raises InvalidError)."""
    try:
        return UUID(bytes=base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error) as error:
        message = _("This is not the cursor of a page.")
        raise InvalidError(fields={"cursor": [message]}) from error


def page_of(
    rows: QuerySet[RowT],
    *,
    cursor: str,
    limit: int,
    show: Callable[[Sequence[RowT]], list[OutT]],
    newest_first: bool = False,
) -> dict[str, object]:
    """Return a page of rows in the order of their UUIDv7, that is of their making."""
    if cursor:
        key = "pk__lt" if newest_first else "pk__gt"
        rows = rows.filter(**{key: decode(cursor)})
    found = list(rows.order_by("-pk" if newest_first else "pk")[: limit + 1])
    shown = found[:limit]
    return {
        "items": show(shown),
        "next": encode(shown[-1].pk) if len(found) > limit else "",
    }
