"""Words are shown, never run."""

from uuid import uuid4

import pytest

from parvis.apps.conversations.mentions import keep_mentions, typed
from parvis.apps.conversations.templatetags.conversations import message_html

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    'http://a.fr/"onmouseover="alert(1)',
    "<a href='javascript:alert(1)'>x</a>",
    "@{<script>}",
]


@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_words_are_harmless(body: str) -> None:
    html = message_html(body, {})
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert '"onmouseover' not in html


def test_links_and_line_breaks_are_live() -> None:
    html = message_html("Voir https://exemple.fr/a?b=1&c=2\nMerci", {})
    assert '<a href="https://exemple.fr/a?b=1&amp;c=2" rel="nofollow">' in html
    assert "<br>Merci" in html


def test_longest_name_wins_and_round_trips() -> None:
    short, long = uuid4(), uuid4()
    parties = [(short, "Jean Paul"), (long, "Jean Paul Martin")]
    kept = keep_mentions("Merci @Jean Paul Martin. Et @jean paul !", parties)
    assert kept == f"Merci @{{{long}}}. Et @{{{short}}} !"
    assert typed(kept, {}) == "Merci @…. Et @… !"
