"""Lists as offices send them: CSV in any usual encoding, or a workbook, read with limits."""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from parvis.apps.directory.imports.columns import recognised
from parvis.kernel.errors import InvalidError
from parvis.kernel.storage.archives import sniff_zip
from parvis.kernel.texts import clean_text

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 2_000
MOST_LINES = 5_000
MOST_BLANK_LINES = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 5_001
HEADER_WITHIN = 20
DELIMITERS = ";,\t|"

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KNOWN_STARTS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")


@dataclass(frozen=True)
class Line:
    """A line of the list, with its number in the file."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """What a file holds: headers, then lines, none of them blank."""

    headers: list[str]
    lines: list[Line]


def _refuse(message: str) -> InvalidError:
    return InvalidError(message, fields={"file": [message]})


def read_table(data: bytes) -> Table:
    """Read a list from the content of a file, whatever its name says (raises InvalidError)."""
    if len(data) > LARGEST_FILE:
        raise _refuse(_("This file is over 5 MB. Split the list into several files."))
    if not data.strip():
        raise _refuse(_("This file is empty. Choose the list of the people of the town."))
    if data.startswith(b"PK"):
        rows = _workbook_rows(data)
    elif data.startswith(_OLE):
        raise _refuse(
            _("This is an old or protected workbook. Open it, save it as .xlsx without a password.")
        )
    elif data.lstrip().startswith(_KNOWN_STARTS):
        raise _refuse(_("This is not a list. Send a CSV file or an Excel workbook (.xlsx)."))
    else:
        rows = _csv_rows(_decoded(data))
    return _table(rows)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    odd = sum(1 for sign in text[:10_000] if sign in "\x00\ufffd")
    if odd > len(text[:10_000]) / 100:
        raise _refuse(_("This is not a list. Send a CSV file or an Excel workbook (.xlsx)."))
    return text.replace("\x00", "")


def _delimiter(text: str) -> str:
    """Return the separator that the first lines agree on."""
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    first = lines[0] if lines else ""
    if first.lower().startswith("sep=") and len(first) == len("sep=;"):
        return first[-1]
    scores = {sign: sum(line.count(sign) > 0 for line in lines) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: (scores[sign], sum(line.count(sign) for line in lines)))


def _csv_rows(text: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    before = 0
    try:
        for row in reader:
            number, before = before + 1, reader.line_num
            yield Line(number, [_clean(cell) for cell in row[:MOST_COLUMNS]])
    except csv.Error as error:
        message = _("From line %(number)s on, the file can't be read: a quotation mark is open.")
        raise _refuse(message % {"number": before + 1}) from error


def _check_archive(data: bytes) -> None:
    kind = sniff_zip(io.BytesIO(data))
    if kind.endswith("macroenabled.12") or "macroEnabled" in kind:
        raise _refuse(_("This workbook holds macros. Save it as .xlsx, without macros."))
    if "opendocument.spreadsheet" in kind:
        raise _refuse(_("This is an OpenDocument sheet. Save it as .xlsx or CSV."))
    if kind != _WORKBOOK:
        raise _refuse(_("This is not a list. Send a CSV file or an Excel workbook (.xlsx)."))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        total = sum(part.file_size for part in parts)
        if len(parts) > MOST_PARTS or total > LARGEST_UNPACKED:
            raise _refuse(_("This workbook unfolds into far too much. Save the list as CSV."))


def _workbook_rows(data: bytes) -> Iterator[Line]:
    try:
        _check_archive(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield from _sheet_rows(data)
    except InvalidError:
        raise
    except Exception as error:  # a workbook is a hundred formats: whatever is odd is refused alike
        message = _("This workbook can't be read: it is damaged. Save it again, or as CSV.")
        raise _refuse(message) from error


def _sheet_rows(data: bytes) -> Iterator[Line]:
    """Yield the lines of the first sheet that holds something; formulas by their last value."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            is_filled = False
            rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
            for number, row in enumerate(rows, start=1):
                line = Line(number, [_cell_text(value) for value in row])
                is_filled = is_filled or any(line.cells)
                yield line
                if number > MOST_BLANK_LINES:
                    break
            if is_filled:
                return
    finally:
        book.close()


def _cell_text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() | date():
            return value.strftime("%d/%m/%Y")
        case str() if value.startswith("#") and value.rstrip("!?").isupper():
            return ""
    return _clean(str(value))


def _clean(text: str) -> str:
    return clean_text(text[:LONGEST_CELL])


def _table(rows: Iterable[Line]) -> Table:
    """Find the headers among the first lines (titles may stand above), and keep the rest."""
    filled: list[Line] = []
    for seen, row in enumerate(rows):
        if any(row.cells):
            filled.append(row)
        if len(filled) > MOST_LINES + HEADER_WITHIN or seen > MOST_BLANK_LINES:
            break
    if not filled:
        raise _refuse(_("This file is empty. Choose the list of the people of the town."))
    first = filled[:HEADER_WITHIN]
    place = max(range(len(first)), key=lambda at: (len(recognised(first[at].cells)), -at))
    headers, lines = filled[place].cells, filled[place + 1 :]
    if len(lines) > MOST_LINES:
        message = _("This list has more than %(count)s lines. Split it into several files.")
        raise _refuse(message % {"count": f"{MOST_LINES:n}"})
    if not lines:
        raise _refuse(_("This file has headers and no line below. Add the people, then try again."))
    width = max(len(line.cells) for line in [filled[place], *lines])
    while width > 1 and not any(
        line.cells[width - 1 :] and line.cells[width - 1] for line in [filled[place], *lines]
    ):
        width -= 1
    padded = [Line(line.number, (line.cells + [""] * width)[:width]) for line in lines]
    return Table(headers=(headers + [""] * width)[:width], lines=padded)
