"""Names of files and folders, wherever they come from: a form, an archive, DAV, a mail.

A clean name can be shown, stored, sent in a header and put in a path of any common system. What a
person may have meant is kept: accents, spaces, question marks; `portable_name` goes further, for
archives and shared drives that Windows opens.
"""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from parvis.kernel.errors import InvalidError

MAX_BYTES: Final = 255
MAX_EXTENSION_BYTES: Final = 20
_BLANK_LOOKING: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_DROPPED_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
_RESERVED: Final = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\s*(?:\.|$))", re.IGNORECASE
)
_PATH: Final = re.compile(r"^[/.]|^[a-z]:|\\|(?:^|/)\.\.(?:/|$)|^file:", re.IGNORECASE)
_NOT_PORTABLE: Final = re.compile(r'[<>:"|?*\\/]')
_ATTR_CHARS: Final = "!#$&+-.^_`|~"  # RFC 8187, with letters and digits


class InvalidNameError(InvalidError):
    """Nothing readable is left of a name."""

    code = "invalid_name"
    default_message = _("This name is empty. Give one with at least a letter or a figure.")


def clean_name(raw: str) -> str:
    """Return `raw` as a safe name of at most 255 bytes in UTF-8 (raises InvalidNameError).

    Of a path, only the last part is kept; elsewhere a slash becomes a dash. Control, invisible and
    direction-changing characters go (the trick of `rcs.exe` shown as `exe.scr`), the rest is
    composed (NFC). Names that Windows reserves get an underscore; the extension outlives a cut.
    """
    name = _last_part(raw)
    name = "".join(_visible(character) for character in name)
    name = unicodedata.normalize("NFC", name)
    name = " ".join(name.split()).lstrip(" .").rstrip(" .")
    if not any(unicodedata.category(character)[0] in "LNSP" for character in name):
        raise InvalidNameError
    return _shorten(_unreserve(name))


def _last_part(raw: str) -> str:
    parts = [part.strip() for part in re.split(r"[/\\]", raw)]
    parts = [part for part in parts if part not in ("", ".", "..")]
    if not parts:
        return ""
    return parts[-1] if _PATH.search(raw.strip()) else "-".join(parts)


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    point = ord(character)
    is_noncharacter = point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
    if is_noncharacter or character in _BLANK_LOOKING:
        return ""
    return "" if unicodedata.category(character) in _DROPPED_CATEGORIES else character


def _unreserve(name: str) -> str:
    reserved = _RESERVED.match(name)
    return f"{reserved[0]}_{name[reserved.end() :]}" if reserved else name


def _shorten(name: str) -> str:
    if len(name.encode()) <= MAX_BYTES:
        return name
    stem, dot, extension = name.rpartition(".")
    ending = dot + extension
    if not stem or not 1 < len(ending.encode()) <= MAX_EXTENSION_BYTES or " " in extension:
        stem, ending = name, ""
    cut = stem.encode()[: MAX_BYTES - len(ending.encode())].decode(errors="ignore")
    return cut.rstrip(" .") + ending


def portable_name(name: str) -> str:
    """Return a name that Windows accepts too: `<>:"|?*` and separators become underscores.

    Whatever it is given, there is a name: what nothing readable is left of is called “_”.
    """
    try:
        return clean_name(_NOT_PORTABLE.sub("_", name))
    except InvalidNameError:
        return "_"


def numbered_name(name: str, number: int) -> str:
    """Return `name` with a number before its extension: `plan (2).pdf`."""
    stem, dot, extension = name.rpartition(".")
    if not stem or " " in extension:
        stem, dot, extension = name, "", ""
    ending = f" ({number}){dot}{extension}"
    room = MAX_BYTES - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + ending


def disposition(name: str, *, is_inline: bool = False) -> str:
    """Return a Content-Disposition value (RFC 6266) that carries any name (RFC 8187).

    Old clients get an ASCII likeness; the value is ASCII and holds no quote, line end or escape.
    """
    kind = "inline" if is_inline else "attachment"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r'[^\x20-\x7e]|["\\%]', "_", plain).strip() or "file"
    if plain == name:
        return f'{kind}; filename="{plain}"'
    encoded = quote(name.encode(errors="replace"), safe=_ATTR_CHARS)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
