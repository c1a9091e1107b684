"""Plain forms of texts, for matching what people type."""

import re
import unicodedata

_SPACES = re.compile(r"[^a-z0-9@.+]+")


def folded(text: str) -> str:
    """Return `text` in lower case, without accents, words apart by one space."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _SPACES.sub(" ", plain).strip()
