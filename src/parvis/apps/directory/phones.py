"""Telephone numbers, as people read them and as telephones dial them."""

import re

_NOT_DIALLED = re.compile(r"[^\d+]")
_FRENCH = re.compile(r"(?:\+33|0033|0)([1-9])(\d{2})(\d{2})(\d{2})(\d{2})")
_NO_BREAK = "\u00a0"


def dialled(phone: str) -> str:
    """Return the number as a telephone dials it, with a plus sign for abroad (RFC 3966)."""
    plain = _NOT_DIALLED.sub("", phone.replace("(0)", ""))
    return plain[:1] + plain[1:].replace("+", "")


def shown(phone: str) -> str:
    """Return a French number by pairs ("03 44 00 00 01"); any other as it was written."""
    match = _FRENCH.fullmatch(dialled(phone))
    if match is None:
        return phone
    return _NO_BREAK.join([f"0{match[1]}", *match.groups()[1:]])
