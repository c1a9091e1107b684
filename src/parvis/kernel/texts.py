"""Plain forms of texts, for matching what people type."""

import re
import unicodedata

_SPACES = re.compile(r"[^a-z0-9@.+]+")


def folded(text: str) -> str:
    """Return `text` in lower case, without accents, words apart by one space."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _SPACES.sub(" ", plain).strip()


def is_storable(text: str) -> bool:
    """Tell whether every database keeps a text as it is."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


_BREAKS = frozenset("\n\t")
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def clean_text(text: str) -> str:
    """Return `text` in NFC without control, bidirectional and other unseen characters.

    Lines are kept. A joiner between emoji goes too: nothing unseen may change what is read.
    """
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (sign for sign in whole if sign in _BREAKS or unicodedata.category(sign) not in _HIDDEN)
    return "".join(kept).strip()


def clean_line(text: str) -> str:
    """Return `text` cleaned, on one line, words apart by one space."""
    return " ".join(clean_text(text).split())
