"""Markdown in, harmless HTML out."""

from uuid import uuid4

import pytest

from parvis.apps.posts.writing import (
    ShownPicture,
    clean_body,
    excerpt_of,
    picture_ids,
    picture_mark,
    plain,
    render,
)
from parvis.kernel.errors import InvalidError

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[clic](javascript:alert(1))",
    "[clic](JaVaScRiPt:alert(1))",
    "[clic](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    '[x](https://a.test/" onmouseover="alert(1))',
    "![x](javascript:alert(1))",
    "![x](https://spy.test/pixel.png)",
    '![" onerror="alert(1)](/publications/images/00000000-0000-0000-0000-000000000000/)',
    "<svg onload=alert(1)>",
    "<style>body{display:none}</style>",
    "<iframe src=https://a.test></iframe>",
    "[a]: javascript:alert(1)\n\n[a]",
    "```html\n<script>alert(1)</script>\n```",
    "<a href='java\nscript:alert(1)'>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    ">" * 500 + "x",
    "[" * 2000,
    "*a " * 2000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_harmless(text: str) -> None:
    html = str(render(clean_body(text), {})).lower()
    for sign in ("<script", "<img", "<svg", "<style", "<iframe", 'href="javascript', 'href="data'):
        assert sign not in html
    assert "<a " not in html or "onmouseover=" not in html.split("<a ")[1].split(">")[0]


def test_text_keeps_its_shape() -> None:
    html = render("# Un\n\n## Deux\n\n- **gras**\n- [lien](https://a.test)\n\n~~barré~~", {})
    assert "<h2>Un</h2>" in html
    assert "<h2>Deux</h2>" in html
    assert "<strong>gras</strong>" in html
    assert '<a href="https://a.test" rel="noopener noreferrer nofollow">lien</a>' in html
    assert "<s>barré</s>" in html


def test_pictures_of_the_post_alone_are_drawn() -> None:
    own, other = uuid4(), uuid4()
    body = f"{picture_mark(own, 'La [halle]')}\n\n{picture_mark(other, 'Ailleurs')}"
    html = render(body, {own: ShownPicture("/i/1/", 20, 10)})
    assert html.count("<img") == 1
    assert 'src="/i/1/"' in html
    assert "Ailleurs" in html
    assert picture_ids(body) == [own, other]


def test_plain_text_is_for_search_and_lists() -> None:
    assert plain("## Titre\n\nUn *mot*\nsuivi\n\n- `code`") == "Titre\nUn mot suivi\ncode"
    assert excerpt_of("mot " * 200).endswith("…")


def test_endless_text_is_refused() -> None:
    with pytest.raises(InvalidError):
        clean_body("a" * 100_001)
