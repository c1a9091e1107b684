"""Identifiers: UUIDv7 (RFC 9562), ordered by time of creation."""

from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """Return a new UUID version 7."""
    return _uuid7()
