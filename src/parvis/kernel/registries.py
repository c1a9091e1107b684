"""What apps declare at start: kinds, tools, panels, pages; each name once."""

from typing import TypeVar

T = TypeVar("T")


def declare(table: dict[str, T], name: str, thing: T) -> T:
    """Add a declaration under its name (RuntimeError: the name is taken, one would hide)."""
    if name in table:
        raise RuntimeError(f"{name} is declared twice, as {type(thing).__name__}")
    table[name] = thing
    return thing
