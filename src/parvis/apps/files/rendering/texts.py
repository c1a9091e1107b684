"""Texts and tables for the page: the first 200 kB, in whatever encoding they were written."""

import csv
import io
from dataclasses import dataclass, field
from typing import Final

from parvis.kernel.storage.blobs import read_blob
from parvis.kernel.storage.models import Blob
from parvis.kernel.storage.sniffing import text_encoding

SHOWN_BYTES: Final = 200_000
MAX_ROWS: Final = 500
MAX_COLUMNS: Final = 60
MAX_CELL: Final = 500
SEPARATORS: Final = ",;\t|"


@dataclass(frozen=True)
class ShownText:
    """The beginning of a text; `is_cut` when there is more, `encoding` "" when it isn't text."""

    text: str
    encoding: str
    is_cut: bool


@dataclass(frozen=True)
class ShownTable:
    """The beginning of a table: the first row as heads."""

    heads: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    is_cut: bool = False


def read_text(blob: Blob) -> ShownText:
    """Return the first 200 kB of a text."""
    head = b"".join(read_blob(blob, 0, min(blob.size, SHOWN_BYTES)))
    encoding = text_encoding(head)
    text = head.decode(encoding or "latin-1", "replace").replace("\r\n", "\n").replace("\r", "\n")
    shown = "".join(
        sign for sign in text if sign in "\n\t" or sign.isprintable() or sign == "\u00a0"
    )
    return ShownText(shown, encoding, blob.size > SHOWN_BYTES)


def read_table(blob: Blob) -> ShownTable:
    """Return the first rows of a CSV, its separator guessed from its first lines."""
    shown = read_text(blob)
    if not shown.text.strip():
        return ShownTable()
    rows: list[list[str]] = []
    is_cut = shown.is_cut
    try:
        for row in csv.reader(io.StringIO(shown.text), delimiter=_separator(shown.text)):
            if len(rows) > MAX_ROWS:
                is_cut = True
                break
            rows.append([cell[:MAX_CELL] for cell in row[:MAX_COLUMNS]])
    except csv.Error:
        rows = [[line] for line in shown.text.splitlines()[:MAX_ROWS]]
    rows = [row for row in rows if row]
    width = max((len(row) for row in rows), default=0)
    filled = [row + [""] * (width - len(row)) for row in rows]
    return ShownTable(filled[0] if filled else [], filled[1:], is_cut)


def _separator(text: str) -> str:
    lines = text.splitlines()[:20]
    counts = {sign: sum(line.count(sign) for line in lines) for sign in SEPARATORS}
    return max(counts, key=lambda sign: counts[sign]) if any(counts.values()) else ","
