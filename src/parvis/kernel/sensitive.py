"""Whether an answer shows something that must not stay on a device (ADR 17).

Whoever reads a row that only some may see says so; the middleware of devices asks at the end.
"""

from contextvars import ContextVar

_was_read: ContextVar[bool] = ContextVar("sensitive_was_read", default=False)


def forget_sensitive() -> None:
    """Begin an answer that holds nothing sensitive yet."""
    _was_read.set(False)


def note_sensitive() -> None:
    """Remember that the answer being made has read something sensitive."""
    _was_read.set(True)


def is_sensitive() -> bool:
    """Tell whether anything sensitive was read since `forget_sensitive`."""
    return _was_read.get()
