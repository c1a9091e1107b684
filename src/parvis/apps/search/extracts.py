"""Extracts of texts with the words found in them marked: HTML that holds nothing but <mark>."""

from collections.abc import Callable, Iterator
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from parvis.apps.search.analysis import spans_in
from parvis.apps.search.queries import Typed

LENGTH: Final = 240
BEFORE: Final = 60
READ: Final = 60_000
_Span = tuple[int, int, str]


def _remembering(typed: Typed) -> Callable[[str], bool]:
    known: dict[str, bool] = {}

    def is_met(word: str) -> bool:
        if word not in known:
            known[word] = typed.is_met_by(word)
        return known[word]

    return is_met


def _met(text: str, typed: Typed) -> Iterator[_Span]:
    is_met = _remembering(typed)
    return (span for span in spans_in(text) if is_met(span[2]))


def highlighted(text: str, typed: Typed) -> SafeString:
    """Return a text as HTML, the words found in <mark>."""
    parts: list[str] = []
    at = 0
    for start, end, _word in _met(text, typed):
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]).replace("</mark> <mark>", " "))


def extract(text: str, typed: Typed) -> SafeString:
    """Return the part of a text that holds most of the words, about 240 signs, as HTML.

    Empty when the text holds none of them.
    """
    text = text[:READ]
    spans = list(_met(text, typed))
    if not spans:
        return mark_safe("")
    start = _best(spans)
    first = max(0, start - BEFORE)
    last = min(len(text), first + LENGTH)
    first = text.rfind(" ", 0, first + 1) + 1 if first else 0
    last = text.rfind(" ", first, last) if last < len(text) and " " in text[first:last] else last
    shown = " ".join(text[first:last].split())
    ends = ("… " if first else "", " …" if last < len(text) else "")
    return mark_safe(ends[0] + highlighted(shown, typed) + ends[1])


def _best(spans: list[_Span]) -> int:
    """Return where the window begins that holds the most different words; the first such."""
    best, most = spans[0][0], 0
    for number, (start, _end, _word) in enumerate(spans):
        inside = {
            word.casefold() for at, _to, word in spans[number : number + 12] if at < start + LENGTH
        }
        if len(inside) > most:
            best, most = start, len(inside)
    return best
