"""Walks of the tree of items, each in one query (recursive common table expressions, SQL:1999)."""

from uuid import UUID

from django.db import connection, models
from django.db.models.expressions import RawSQL

from parvis.apps.workspaces.models import Item

_UP = """
WITH RECURSIVE up(id, parent_id, depth) AS (
    SELECT id, parent_id, 0 FROM workspaces_item WHERE id = %s
    UNION ALL
    SELECT i.id, i.parent_id, up.depth + 1
    FROM workspaces_item i JOIN up ON i.id = up.parent_id WHERE up.depth < 100
)
SELECT id FROM up WHERE depth > 0 ORDER BY depth
"""
_DOWN = """
WITH RECURSIVE down(id, depth) AS (
    SELECT id, 1 FROM workspaces_item WHERE parent_id = %s
    UNION ALL
    SELECT i.id, down.depth + 1
    FROM workspaces_item i JOIN down ON i.parent_id = down.id WHERE down.depth < 100
)
SELECT i.* FROM workspaces_item i JOIN down ON i.id = down.id ORDER BY down.depth
"""

_IDS_BELOW = """
WITH RECURSIVE down(id, depth) AS (
    SELECT id, 1 FROM workspaces_item WHERE parent_id = %s
    UNION ALL
    SELECT i.id, down.depth + 1
    FROM workspaces_item i JOIN down ON i.parent_id = down.id WHERE down.depth < 100
)
SELECT id FROM down
"""


def _prepared(item_id: UUID) -> str | UUID:
    prepared: str | UUID = models.UUIDField().get_db_prep_value(item_id, connection)
    return prepared


def ancestor_ids(item_id: UUID) -> list[UUID]:
    """Return the ids of the items above, nearest first, the space last."""
    with connection.cursor() as cursor:
        cursor.execute(_UP, [_prepared(item_id)])
        return [UUID(str(row[0])) for row in cursor.fetchall()]


def descendants_of(item: Item) -> list[Item]:
    """Return every item below, trashed or not, parents before children."""
    return list(Item.objects.raw(_DOWN, [_prepared(item.pk)]))


def ids_above(item_id: UUID) -> RawSQL:
    """Return the subquery of the ids of all items above, for `pk__in`."""
    return RawSQL(f"SELECT id FROM ({_UP}) above", [_prepared(item_id)])  # noqa: S608, S611 -- as below


def ids_below(item_id: UUID) -> RawSQL:
    """Return the subquery of the ids of all items below, for `pk__in`."""
    return RawSQL(_IDS_BELOW, [_prepared(item_id)])  # noqa: S611 -- a constant, its value bound
