"""What storage asks of a place. Objects are written once, under a name nobody has used before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True)
class StoredObject:
    name: str
    size: int
    modified_at: datetime


class ObjectWriter(Protocol):
    """An object being written: invisible until `commit`, which makes it durable."""

    def write(self, piece: bytes) -> None: ...

    def commit(self) -> None: ...

    def abort(self) -> None: ...


class Backend(Protocol):
    def create(self, name: str) -> ObjectWriter:
        """Begin a new object."""
        ...

    def head(self, name: str, length: int) -> tuple[bytes, int]:
        """Return the first `length` bytes and the size of the whole (raises BlobMissingError)."""
        ...

    def read(self, name: str, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes [start, end) (raises BlobMissingError, when the first is asked for)."""
        ...

    def delete(self, name: str) -> None:
        """Remove the object; one that is gone already is no error."""
        ...

    def objects(self) -> Iterator[StoredObject]:
        """Yield every finished object."""
        ...

    def sweep_temporary(self, *, older_than: timedelta) -> int:
        """Remove what interrupted writers left behind and return how many there were."""
        ...

    def check(self) -> None:
        """Prove that the place takes writes and gives them back (raises BackendError)."""
        ...
