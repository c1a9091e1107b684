"""The tokens, and any colour a town may choose, keep text readable."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.kernel.ui import theme

TOKENS = Path(__file__).resolve().parents[5] / "frontend" / "styles" / "tokens.css"
GROUNDS = ("paper", "card", "wash")
PAIRS = (
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3", "brand") for ground in GROUNDS),
    *((tone, "card") for tone in ("late", "soon", "ok", "accent")),
    *((tone, f"{tone}-wash") for tone in ("late", "soon", "ok", "accent")),
    ("brand-ink", "brand"),
    ("brand", "brand-wash"),
    ("ink", "brand-wash"),
    ("ink", "late-wash"),
    ("ink", "soon-wash"),
    ("ink", "ok-wash"),
)  # fmt: skip
SPLIT = re.compile(r",(?![^(]*\))")


def tokens(*, is_dark: bool, is_high: bool) -> dict[str, str]:
    """Read the colours as the browser would resolve them, without a town's stylesheet."""
    source = TOKENS.read_text(encoding="utf-8")
    blocks = [re.search(r"^:root \{(.*?)^\}", source, re.DOTALL | re.MULTILINE)]
    if is_high:
        blocks.append(
            re.search(r"^:root\.contrast-high \{(.*?)^\}", source, re.DOTALL | re.MULTILINE)
        )
    found: dict[str, str] = {}
    for block in blocks:
        for name, pair in re.findall(r"--([\w-]+): light-dark\((.*)\);", block.group(1)):
            value = SPLIT.split(pair)[1 if is_dark else 0]
            found[name] = re.findall(r"#[0-9a-f]{6}", value)[0]
    return found


@pytest.mark.parametrize("is_high", [False, True], ids=["normal", "high"])
@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_tokens_are_readable(ink: str, ground: str, *, is_dark: bool, is_high: bool) -> None:
    colours = tokens(is_dark=is_dark, is_high=is_high)
    wanted = 7 if is_high and ground == "card" and ink.startswith("ink") else theme.AA
    assert theme.contrast(colours[ink], colours[ground]) >= wanted


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_edges_of_controls_are_visible(*, is_dark: bool) -> None:
    colours = tokens(is_dark=is_dark, is_high=False)
    for ground in ("card", "paper"):
        assert theme.contrast(colours["line-strong"], colours[ground]) >= 3


def test_white_is_readable_on_every_hue() -> None:
    hues = re.findall(r"--hue: (#[0-9a-f]{6})", TOKENS.read_text(encoding="utf-8"))
    assert len(hues) == 10
    assert min(theme.contrast("#ffffff", hue) for hue in hues) >= theme.AA


def test_high_contrast_of_the_device_is_that_of_the_page() -> None:
    source = TOKENS.read_text(encoding="utf-8")
    by_device = re.search(r"prefers-contrast: more\) \{(.*?)^\}", source, re.DOTALL | re.MULTILINE)
    by_choice = re.search(r"^:root\.contrast-high \{(.*?)^\}", source, re.DOTALL | re.MULTILINE)
    lines = [re.findall(r"--[^;]+;", block.group(1)) for block in (by_device, by_choice)]
    assert lines[0] == lines[1]


@given(st.integers(min_value=0, max_value=0xFFFFFF))
def test_any_town_colour_is_readable(number: int) -> None:
    css = dict(re.findall(r"(--[\w-]+):(#[0-9a-f]{6});", theme.stylesheet(f"#{number:06x}")))
    for suffix, grounds in (("", ("#ffffff", "#f3efe7")), ("-dark", ("#1b212b", "#232b37"))):
        brand = css[f"--town-brand{suffix}"]
        for ground in (
            *grounds,
            css[f"--town-brand-wash{suffix}"],
            css[f"--town-brand-ink{suffix}"],
        ):
            assert theme.contrast(brand, ground) >= theme.AA


def test_stylesheet_ignores_what_is_not_a_colour() -> None:
    assert theme.stylesheet("red;}body{display:none") == theme.stylesheet()
