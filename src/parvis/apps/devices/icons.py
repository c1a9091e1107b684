"""Icons for the home of a phone, drawn from an organisation's logo, or from the mark of Parvis.

A maskable icon fills its square: the phone cuts it to a circle or another shape, so that all that
matters stays within the middle four fifths (W3C Web Application Manifest, "safe zone").
"""

import io
from enum import StrEnum
from typing import Final

from PIL import Image, ImageDraw, ImageStat

from parvis.apps.devices.looks import Look
from parvis.kernel.storage.pictures import load_picture

SIZES: Final = (180, 192, 512)
_FINE: Final = 4
_GRID: Final = 32
_BALL: Final = "#f0986d"
_CORNER: Final = 8 / _GRID
_MARK_SHARE: Final = {"any": 1.0, "maskable": 0.78}
_LOGO_SHARE: Final = {"any": 0.8, "maskable": 0.56}
_PALE: Final = 205
_SEEN: Final = 32


class Purpose(StrEnum):
    """What a phone does with an icon: shows it as it is, or cuts it to its own shape."""

    ANY = "any"
    MASKABLE = "maskable"


def draw_icon(look: Look, *, size: int, purpose: Purpose) -> bytes:
    """Return a PNG of `size` pixels; one that is `any` has round corners of its own."""
    side = size * _FINE
    icon = Image.new("RGBA", (side, side))
    logo = load_picture(io.BytesIO(look.logo)).convert("RGBA") if look.logo else None
    ground = _ground(logo, look.colour) if logo else look.colour
    radius = round(side * _CORNER) if purpose == Purpose.ANY else 0
    ImageDraw.Draw(icon).rounded_rectangle((0, 0, side - 1, side - 1), radius, fill=ground)
    if logo is None:
        _draw_mark(icon, _MARK_SHARE[purpose])
    else:
        _put_logo(icon, logo, _LOGO_SHARE[purpose])
    icon = icon.resize((size, size), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    icon.save(out, "PNG", optimize=True)
    return out.getvalue()


def _ground(logo: Image.Image, colour: str) -> str:
    """Return what a logo stands on: white, unless it is itself so pale that nobody would see it."""
    mask = logo.getchannel("A").point(lambda value: 255 if value > _SEEN else 0)
    if not mask.getbbox():
        return "#ffffff"
    is_opaque = mask.getextrema() == (255, 255)
    (brightness,) = ImageStat.Stat(logo.convert("L"), mask).mean
    return colour if brightness > _PALE and not is_opaque else "#ffffff"


def _put_logo(icon: Image.Image, logo: Image.Image, share: float) -> None:
    room = round(icon.width * share)
    scale = min(room / logo.width, room / logo.height)
    size = (max(1, round(logo.width * scale)), max(1, round(logo.height * scale)))
    shown = logo.resize(size, Image.Resampling.LANCZOS)
    icon.alpha_composite(shown, ((icon.width - size[0]) // 2, (icon.height - size[1]) // 2))


def _draw_mark(icon: Image.Image, share: float) -> None:
    """Draw the P and the ball of `parvis/icon.svg`, `share` of their size about the middle."""
    unit = icon.width / _GRID * share
    shift = icon.width * (1 - share) / 2
    pen = ImageDraw.Draw(icon)

    def at(x: float, y: float) -> tuple[float, float]:
        return shift + x * unit, shift + y * unit

    def disc(x: float, y: float, radius: float, fill: str) -> None:
        (left, top), (right, bottom) = at(x - radius, y - radius), at(x + radius, y + radius)
        pen.ellipse((left, top, right, bottom), fill=fill)

    def stroke(*points: tuple[float, float]) -> None:
        pen.line([at(*point) for point in points], fill="#ffffff", width=round(3 * unit))
        for point in points:
            disc(*point, 1.5, "#ffffff")

    stroke((9, 24), (9, 9), (17.2, 9))
    stroke((12, 19), (17.2, 19))
    (left, top), (right, bottom) = at(17.2 - 6.5, 7.5), at(17.2 + 6.5, 20.5)
    pen.arc((left, top, right, bottom), 270, 90, fill="#ffffff", width=round(3 * unit))
    disc(22.5, 23, 3, _BALL)
