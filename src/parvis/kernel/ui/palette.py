"""The ten colours that tell faces and spaces apart, and the initials that stand in them."""

import re
import unicodedata
from zlib import crc32

HUES = 10
HUE_NAMES = (
    "teal",
    "brick",
    "plum",
    "ochre",
    "blue",
    "fern",
    "rose",
    "slate",
    "olive",
    "violet",
)
_SMALL_WORDS = frozenset(
    ("a", "à", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les")
)
_WORDS = re.compile(r"[^\W_]+")


def hue_for(seed: object) -> int:
    """Return the colour (1 to 10) that always goes with `seed`."""
    return crc32(str(seed).encode()) % HUES + 1


def hue_class(hue: object) -> str:
    """Return the CSS class of a colour given as a number, a name of `HUE_NAMES` or a CSS class."""
    text = str(hue or "").removeprefix("hue-")
    if text in HUE_NAMES:
        return f"hue-{HUE_NAMES.index(text) + 1}"
    return f"hue-{text}" if text.isdigit() and 1 <= int(text) <= HUES else ""


def initials_of(name: str) -> str:
    """Return one or two capitals for a name, small words left out ("Cheffe de projet" → "CP")."""
    words: list[str] = _WORDS.findall(unicodedata.normalize("NFC", name))
    telling: list[str] = [word for word in words if word.lower() not in _SMALL_WORDS] or words
    if not telling:
        return "?"
    if len(telling) == 1:
        return telling[0][:2].upper()
    return (telling[0][0] + telling[-1][0]).upper()
