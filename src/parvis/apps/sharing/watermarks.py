"""The picture of a page with, across it, for whom and when it was shown."""

import io
import unicodedata
from functools import cache
from typing import Final

from PIL import Image, ImageDraw, ImageFont

FONTS: Final = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "NotoSans-Regular.ttf")
INK: Final = (90, 90, 90, 92)
EDGE: Final = (255, 255, 255, 70)
ANGLE: Final = 30
LONGEST: Final = 90
QUALITY: Final = 78

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@cache
def _font(size: int) -> tuple[Font, bool]:
    """Return a font, and whether it draws accents: those of the system do, Pillow's own doesn't."""
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size), True
        except OSError:
            continue
    return ImageFont.load_default(size), False


def _drawable(text: str, *, with_accents: bool) -> str:
    if with_accents:
        return text
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def marked(picture: bytes, text: str) -> bytes:
    """Return a page as a WebP picture with `text` repeated across it."""
    with Image.open(io.BytesIO(picture)) as opened:
        page = opened.convert("RGBA")
    size = max(14, min(page.size) // 38)
    font, with_accents = _font(size)
    words = _drawable(text[:LONGEST], with_accents=with_accents)
    veil = Image.new("RGBA", page.size, (0, 0, 0, 0))
    stamp = _stamp(words, font, size)
    step_x, step_y = stamp.width + 2 * size, max(1, stamp.height // 2 + 4 * size)
    for row, y in enumerate(range(-stamp.height // 2, page.height, step_y)):
        for x in range(-stamp.width + (row % 2) * step_x // 2, page.width, step_x):
            veil.paste(stamp, (x, y), stamp)
    result = Image.alpha_composite(page, veil).convert("RGB")
    kept = io.BytesIO()
    result.save(kept, "WEBP", quality=QUALITY, method=2)
    return kept.getvalue()


def _stamp(words: str, font: Font, size: int) -> Image.Image:
    left, top, right, bottom = font.getbbox(words)
    box = (int(right - left) + 2 * size, int(bottom - top) + 2 * size)
    stamp = Image.new("RGBA", box, (0, 0, 0, 0))
    ImageDraw.Draw(stamp).text(
        (size - left, size - top), words, font=font, fill=INK, stroke_width=1, stroke_fill=EDGE
    )
    return stamp.rotate(ANGLE, expand=True, resample=Image.Resampling.BICUBIC)
