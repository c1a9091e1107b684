"""Draw the pages of one PDF or picture, in a process of its own: `child.py kind source folder`.

It knows neither the database nor the settings. It writes `<n>.webp`, `<n>-small.webp` and, last,
`manifest.json`; whatever hostile bytes do to it, its parent only sees that there is no manifest.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

import pypdfium2
from PIL import Image

from parvis.kernel.errors import ParvisError
from parvis.kernel.storage.pictures import PictureTooLargeError, load_picture

MAX_PAGES: Final = 60
PAGE_WIDTH: Final = 1240
MAX_HEIGHT: Final = 3500
PICTURE_BOX: Final = (2000, 2000)
SMALL_BOX: Final = (240, 240)
MAX_TEXT: Final = 20_000
PASSWORD_ERROR: Final = 4


def _save(picture: Image.Image, folder: Path, number: int) -> tuple[int, int]:
    if picture.mode not in {"RGB", "RGBA"}:
        picture = picture.convert("RGB")
    picture.save(folder / f"{number}.webp", "WEBP", quality=78, method=3)
    small = picture.copy()
    small.thumbnail(SMALL_BOX)
    small.save(folder / f"{number}-small.webp", "WEBP", quality=70, method=3)
    return picture.width, picture.height


def draw_picture(source: Path, folder: Path) -> dict[str, Any]:
    """Redraw a picture small enough for a page, without what it tells of its place and author."""
    with source.open("rb") as file:
        picture = load_picture(file, box=PICTURE_BOX)
    picture.thumbnail(PICTURE_BOX)
    width, height = _save(picture, folder, 1)
    return {"count": 1, "pages": [{"width": width, "height": height, "text": ""}]}


def draw_pages(source: Path, folder: Path) -> dict[str, Any]:
    """Draw the first pages of a PDF, each with its text."""
    document = pypdfium2.PdfDocument(source)
    pages = []
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        width = max(1.0, page.get_width())
        height = max(1.0, page.get_height())
        scale = min(PAGE_WIDTH / width, MAX_HEIGHT / height)
        picture = page.render(scale=scale, may_draw_forms=False).to_pil()
        drawn = _save(picture, folder, number + 1)
        text = page.get_textpage().get_text_bounded()[:MAX_TEXT]
        pages.append({"width": drawn[0], "height": drawn[1], "text": text})
        page.close()
    return {"count": len(document), "pages": pages}


def main(kind: str, source: Path, folder: Path) -> None:
    """Draw, and say in the manifest what came of it."""
    try:
        found = draw_picture(source, folder) if kind == "image" else draw_pages(source, folder)
        if not found["pages"]:
            found = {"trouble": "empty"}
    except PictureTooLargeError:
        found = {"trouble": "too_large"}
    except ParvisError:
        found = {"trouble": "broken"}
    except pypdfium2.PdfiumError as error:
        is_protected = "password" in str(error).lower()
        found = {"trouble": "protected" if is_protected else "broken"}
    except MemoryError:
        found = {"trouble": "too_large"}
    (folder / "manifest.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
