"""A town's colour made into a stylesheet: whatever it chose, text stays readable (WCAG 1.4.3)."""

import colorsys
import re

AA = 4.5
DEFAULT_BRAND = "#1f5f5b"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_LIGHT = ("#ffffff", "#f3efe7")
_DARK = ("#1b212b", "#232b37")
_STEP = 0.02

Rgb = tuple[float, float, float]


def is_colour(text: str) -> bool:
    """Return whether `text` is a colour as we keep them: "#1f5f5b"."""
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (1 to 21), as WCAG 2.2 defines it."""
    high, low = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return `share` of the first colour in the second."""
    pairs = zip(_rgb(one), _rgb(other), strict=True)
    red, green, blue = (a * share + b * (1 - share) for a, b in pairs)
    return _hex((red, green, blue))


def stylesheet(brand: str = DEFAULT_BRAND) -> str:
    """Return the CSS that sets a town's colours, for light and dark pages."""
    colour = brand if is_colour(brand) else DEFAULT_BRAND
    light, dark = _readable(colour, _LIGHT, -_STEP), _readable(colour, _DARK, _STEP)
    names = {
        "--town-brand": light,
        "--town-brand-strong": _shift(light, -0.1),
        "--town-brand-ink": _ink(light),
        "--town-brand-wash": mix(light, _LIGHT[0], 0.1),
        "--town-brand-dark": dark,
        "--town-brand-strong-dark": _shift(dark, 0.1),
        "--town-brand-ink-dark": _ink(dark),
        "--town-brand-wash-dark": mix(dark, _DARK[0], 0.16),
    }
    return ":root{" + "".join(f"{name}:{value};" for name, value in names.items()) + "}"


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02x}" for part in rgb)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _shift(colour: str, change: float) -> str:
    hue, light, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    return _hex(colorsys.hls_to_rgb(hue, max(0.0, min(1.0, light + change)), saturation))


def _readable(colour: str, grounds: tuple[str, ...], step: float) -> str:
    """Darken or lighten `colour` until it is readable on `grounds` and on its own wash."""
    for _ in range(round(1 / _STEP)):
        wash = mix(colour, grounds[0], 0.16 if step > 0 else 0.1)
        if min(contrast(colour, ground) for ground in (*grounds, wash)) >= AA:
            return colour
        colour = _shift(colour, step)
    return "#ffffff" if step > 0 else "#000000"


def _ink(ground: str) -> str:
    return max(("#ffffff", "#0d1216"), key=lambda ink: contrast(ink, ground))
