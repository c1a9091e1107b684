"""What people write: Markdown kept as it is, made into harmless HTML when it is read."""

import re
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from parvis.kernel.errors import InvalidError
from parvis.kernel.texts import clean_text

LONGEST_BODY: Final = 100_000
EXCERPT: Final = 260
PICTURE_PATH: Final = "/publications/images/"
_PICTURE: Final = re.compile(
    r"^/publications/images/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/$"
)
TAGS: Final = {
    *("p", "br", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "s", "a"),
    *("blockquote", "hr", "code", "pre", "img"),
}


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture where it stands in a text: its address and its size in pixels."""

    url: str
    width: int
    height: int


Pictures = Mapping[UUID, ShownPicture]


def _picture(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    """Draw a picture of the post itself; of any other, only its words are left."""
    token = tokens[index]
    words = renderer.renderInlineAsText(token.children, options, env)
    found = _PICTURE.match(str(token.attrGet("src") or ""))
    known: Pictures = env.get("pictures", {})
    shown = known.get(UUID(found[1])) if found else None
    if shown is None:
        return _escaped(words)
    return (
        f'<img src="{shown.url}" alt="{_escaped(words)}" width="{shown.width}" '
        f'height="{shown.height}" loading="lazy" decoding="async">'
    )


def _escaped(text: str) -> str:
    pairs = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"))
    for sign, entity in pairs:
        text = text.replace(sign, entity)
    return text


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough")
    reader.add_render_rule("image", _picture)
    return reader


_READER: Final = _reader()


def clean_body(body: str) -> str:
    """Return a body as it is kept: plain line ends, no control signs (raises InvalidError)."""
    kept = clean_text(body)
    if len(kept) > LONGEST_BODY:
        raise InvalidError(fields={"body": [_("Keep it under 100,000 signs, or add a file.")]})
    return kept


def _tokens(body: str) -> list[Token]:
    tokens = _READER.parse(body)
    for token in tokens:
        if token.tag in {"h1", "h5", "h6"}:
            token.tag = "h2" if token.tag == "h1" else "h4"
    return tokens


def render(body: str, pictures: Pictures) -> SafeString:
    """Return a body as HTML that nothing in it can make harmful."""
    html = _READER.renderer.render(_tokens(body), _READER.options, {"pictures": pictures})
    return mark_safe(
        nh3.clean(
            html,
            tags=TAGS,
            attributes={
                "a": {"href"},
                "img": {"src", "alt", "width", "height", "loading", "decoding"},
                "ol": {"start"},
            },
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel="noopener noreferrer nofollow",
        )
    )


def _inline(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.children:
            yield from token.children
        else:
            yield token


def plain(body: str) -> str:
    """Return the words of a body alone, a line for each block: for search, lists and mails."""
    return "\n".join(_lines(body))


def _lines(body: str, *, with_headings: bool = True) -> list[str]:
    lines: list[str] = []
    is_heading = False
    for token in _READER.parse(body):
        if token.type in {"heading_open", "heading_close"}:
            is_heading = token.type == "heading_open"
        elif token.type == "inline" and (with_headings or not is_heading):
            lines.append(_line(token.children or ()))
        elif token.type in {"fence", "code_block"}:
            lines.append(token.content.strip())
    return [line for line in lines if line]


def _line(children: Sequence[Token]) -> str:
    said: list[str] = []
    for token in children:
        if token.type in {"softbreak", "hardbreak"}:
            said.append(" ")
        elif token.type in {"text", "code_inline"}:
            said.append(token.content)
    return " ".join("".join(said).split())


def excerpt_of(body: str) -> str:
    """Return the first words of a body, on one line, without its headings."""
    return Truncator(" ".join(_lines(body, with_headings=False))).chars(EXCERPT)


def picture_ids(body: str) -> list[UUID]:
    """Return the pictures that a body shows, in order."""
    sources = (
        str(token.attrGet("src") or "")
        for token in _inline(_READER.parse(body))
        if token.type == "image"
    )
    return [UUID(found[1]) for found in map(_PICTURE.match, sources) if found]


def picture_mark(picture_id: UUID, words: str) -> str:
    """Return how a body shows a picture."""
    safe = re.sub(r"[\[\]\\\n]", " ", words).strip()
    return f"![{safe}]({PICTURE_PATH}{picture_id}/)"
