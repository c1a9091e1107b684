"""Read what is written in one content, in a process of its own: `child.py kind source folder`.

It knows neither the database nor the settings. It writes `text.txt`, a picture `<n>.png` of each
page that holds none, and, last, `manifest.json`; whatever hostile bytes do to it, its parent only
sees that there is no manifest.
"""

import json
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TextIO
from xml.etree import ElementTree as ET

import pypdfium2
from PIL import Image

from parvis.kernel.errors import ParvisError
from parvis.kernel.storage.pictures import load_picture

MAX_TEXT: Final = 400_000
MAX_PAGES: Final = 600
MAX_PICTURES: Final = 20
MAX_MEMBER: Final = 80 * 1024**2
MAX_MEMBERS: Final = 400
PIECE: Final = 64 * 1024
LETTERS_OF_A_TEXT: Final = 16
DOTS: Final = 200 / 72
LARGEST: Final = (2600, 2600)
_PARTS: Final = re.compile(
    r"content\.xml|word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml"
    r"|ppt/(slides|notesSlides)/[^/]+\.xml|xl/sharedStrings\.xml|xl/worksheets/[^/]+\.xml"
    r"|xl/(comments\d*|comments/[^/]+)\.xml|visio/pages/[^/]+\.xml"
)
_BREAKS: Final = frozenset("p h tab br line-break table-cell row tr si is text".split())  # noqa: SIM905 -- words
_NUMBER: Final = re.compile(r"\d+")


class _Text:
    """The text so far, in a file; full at `MAX_TEXT` signs."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.length = 0

    @property
    def is_full(self) -> bool:
        return self.length >= MAX_TEXT

    def add(self, text: str) -> None:
        kept = text.replace("\x00", "")[: MAX_TEXT - self.length]
        self.length += len(kept)
        self._file.write(kept)


def read_pdf(source: Path, folder: Path, text: _Text) -> dict[str, Any]:
    """Read the pages of a PDF; draw those that hold no text, to be read off their picture."""
    document = pypdfium2.PdfDocument(source)
    pictures: list[int] = []
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        found = page.get_textpage().get_text_bounded()
        if sum(map(str.isalpha, found)) >= LETTERS_OF_A_TEXT:
            text.add(found + "\n")
        elif len(pictures) < MAX_PICTURES:
            scale = min(DOTS, LARGEST[0] / max(page.get_size()))
            picture = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()
            picture.save(folder / f"{number + 1}.png")
            pictures.append(number + 1)
        page.close()
        if text.is_full:
            break
    return {"pages": len(document), "pictures": pictures}


def read_picture(source: Path, folder: Path, text: _Text) -> dict[str, Any]:
    """Make a picture fit to be read."""
    del text
    with source.open("rb") as file:
        picture = load_picture(file, box=LARGEST)
    picture.thumbnail(LARGEST)
    picture.convert("L").resize(_readable(picture)).save(folder / "1.png")
    return {"pages": 1, "pictures": [1]}


def _readable(picture: Image.Image) -> tuple[int, int]:
    """Return a size at which small letters are tall enough to be read."""
    factor = 2 if max(picture.size) < LARGEST[0] // 2 else 1
    return picture.width * factor, picture.height * factor


def _in_order(name: str) -> tuple[str, list[int]]:
    return _NUMBER.sub("", name), [int(digits) for digits in _NUMBER.findall(name)]


class _Target:
    """Takes the texts of an XML part in their order, a break after each paragraph and cell.

    Of a sheet, whose cells are numbers and places of shared strings, the written ones alone.
    """

    def __init__(self, text: _Text, *, is_sheet: bool) -> None:
        self._text = text
        self._is_sheet = is_sheet
        self._is_written = not is_sheet

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        if self._is_sheet:
            self._is_written = tag.endswith("}t")

    def data(self, words: str) -> None:
        if self._is_written:
            self._text.add(words)

    def end(self, tag: str) -> None:
        self._is_written = not self._is_sheet
        if tag.rpartition("}")[2] in _BREAKS:
            self._text.add("\n")

    def close(self) -> None:
        self._text.add("\n")


def read_package(source: Path, folder: Path, text: _Text) -> dict[str, Any]:
    """Read an office document: a ZIP of XML (ECMA-376, ISO 26300)."""
    del folder
    with zipfile.ZipFile(source) as package:
        names = [name for name in package.namelist() if _PARTS.fullmatch(name)]
        for name in sorted(names, key=_in_order)[:MAX_MEMBERS]:
            if package.getinfo(name).file_size > MAX_MEMBER:
                continue
            target = _Target(text, is_sheet="/worksheets/" in name)
            parser = ET.XMLParser(target=target)  # noqa: S314 -- as above
            with package.open(name) as member:
                while not text.is_full and (piece := member.read(PIECE)):
                    parser.feed(piece)
            if text.is_full:
                break
            parser.close()
    return {"pages": 0, "pictures": []}


READERS: Final[dict[str, Callable[[Path, Path, _Text], dict[str, Any]]]] = {
    "pdf": read_pdf,
    "picture": read_picture,
    "package": read_package,
}


def main(kind: str, source: Path, folder: Path) -> None:
    """Read, and say in the manifest what came of it."""
    with (folder / "text.txt").open("w", encoding="utf-8", errors="replace") as file:
        text = _Text(file)
        try:
            found = READERS[kind](source, folder, text)
        except pypdfium2.PdfiumError as error:
            is_protected = "password" in str(error).lower()
            found = {"trouble": "protected" if is_protected else "broken"}
        except (ParvisError, zipfile.BadZipFile, ET.ParseError, RuntimeError, OSError):
            found = {"trouble": "broken"}
        except MemoryError:
            found = {"trouble": "too_large"}
    found["is_cut"] = text.is_full
    (folder / "manifest.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
