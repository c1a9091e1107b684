"""Ranges of bytes, as RFC 9110 (14) has them: one range; of several, the whole is sent."""

import re
from dataclasses import dataclass
from typing import Final

_RANGE: Final = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)


class UnsatisfiableError(Exception):
    """No byte of the content is in the range (416)."""


@dataclass(frozen=True)
class ByteRange:
    """The bytes [start, end) of a content."""

    start: int
    end: int

    def header(self, size: int) -> str:
        return f"bytes {self.start}-{self.end - 1}/{size}"


def parse_range(header: str, size: int) -> ByteRange | None:
    """Return the range asked for, None for the whole (raises UnsatisfiableError)."""
    found = _RANGE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        length = int(found[2])
        if length == 0 or size == 0:
            raise UnsatisfiableError
        return ByteRange(max(0, size - length), size)
    start = int(found[1])
    last = int(found[2]) if found[2] else size - 1
    if found[2] and last < start:
        return None
    if start >= size:
        raise UnsatisfiableError
    return ByteRange(start, min(last + 1, size))
