"""The official list of French communes, searched as one types.

The list is made by `scripts/communes.py` from open data. It is held as one string, a line a
commune, most peopled first: a few megabytes, and a search is a scan at the speed of `str.find`.
"""

import gzip
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "data" / "communes.tsv.gz"
_ABBREVIATIONS = {"st": "saint", "ste": "sainte"}


class CommuneListMissingError(Exception):
    """The list was not prepared: `make assets` writes it."""


@dataclass(frozen=True, slots=True)
class Commune:
    code: str
    name: str
    population: int
    postcodes: tuple[str, ...]
    department_code: str
    department: str
    siren: str
    epci_siren: str
    epci: str


def search_communes(text: str, limit: int = 10) -> list[Commune]:
    """Find communes by name, postcode, INSEE code or département, the most likely first.

    Accents, capitals, hyphens and the order of words are forgiven, «St» stands for «Saint», and
    each word may be cut short. Exact names come first, then names that begin so, then the most
    peopled.
    """
    words = normalise(text).split()
    if not words:
        return []
    longest = max(words, key=len)
    found: dict[int, str] = {}
    for spelling in _spellings(longest):
        found |= _lines_with(f" {spelling}")
    kept = [
        (_rank(words, line), position)
        for position, line in found.items()
        if all(_has(_head(line), word) for word in words)
    ]
    return [_parse(found[position]) for _, position in sorted(kept)[:limit]]


def commune_by_code(code: str) -> Commune | None:
    """Return the commune of an INSEE code, None when there is none."""
    if not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", code):
        return None
    for line in _lines_with(f"\t{code}\t").values():
        commune = _parse(line)
        if commune.code == code:
            return commune
    return None


def normalise(text: str) -> str:
    """Reduce a name to plain small letters and digits, its words parted by one space."""
    spelled = text.lower().replace("œ", "oe").replace("æ", "ae")
    plain = "".join(
        c for c in unicodedata.normalize("NFD", spelled) if not unicodedata.combining(c)
    )
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def search_key(name: str) -> str:
    """Return the normalised name with its abbreviations spelled out."""
    return " ".join(_ABBREVIATIONS.get(word, word) for word in normalise(name).split())


def _spellings(word: str) -> tuple[str, ...]:
    return (word, _ABBREVIATIONS[word]) if word in _ABBREVIATIONS else (word,)


def _has(head: str, word: str) -> bool:
    return any(f" {spelling}" in head for spelling in _spellings(word))


def _head(line: str) -> str:
    return line[: line.index("\t")]


def _rank(words: list[str], line: str) -> int:
    key = search_key(line.split("\t", 3)[2])
    typed = " ".join(_ABBREVIATIONS.get(word, word) for word in words)
    if key == typed:
        return 0
    if key.startswith((typed, " ".join(words))):
        return 1
    return 2 if all(_has(f" {key}", word) for word in words) else 3


def _lines_with(needle: str) -> dict[int, str]:
    """Map the position of each line that contains `needle` to the line, in one pass."""
    text = _text()
    lines = {}
    at = text.find(needle)
    while at != -1:
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        lines[start] = text[start:end]
        at = text.find(needle, end)
    return lines


def _parse(line: str) -> Commune:
    _, code, name, population, postcodes, *rest = line.split("\t")
    department_code, department, siren, epci_siren, epci = rest
    return Commune(
        code=code,
        name=name,
        population=int(population),
        postcodes=tuple(postcodes.split()),
        department_code=department_code,
        department=department,
        siren=siren,
        epci_siren=epci_siren,
        epci=epci,
    )


@cache
def _text() -> str:
    if not LIST.exists():
        raise CommuneListMissingError("The list of communes is missing: run `make assets`.")
    return gzip.decompress(LIST.read_bytes()).decode()
