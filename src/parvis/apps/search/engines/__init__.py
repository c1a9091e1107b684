"""One interface, two engines: SQLite's FTS5 and PostgreSQL's full text."""

from django.db import connection

from parvis.apps.search.engines.base import Engine, Hit, Sought, Words
from parvis.apps.search.engines.fts5 import Fts5
from parvis.apps.search.engines.postgresql import PostgreSQL

__all__ = ["Engine", "Hit", "Sought", "Words", "engine"]


def engine() -> Engine:
    """Return the engine of the database in use."""
    return PostgreSQL() if connection.vendor == "postgresql" else Fts5()
