"""Times, delays, sizes, initials: as people write them in French."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from parvis.kernel.ui import palette, phrases

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _french() -> object:
    with translation.override("fr"):
        yield


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=5), "à l’instant"),
        (timedelta(minutes=20), "il y a 20\u00a0min"),
        (timedelta(hours=3), "il y a 3\u00a0h"),
        (timedelta(days=1), "hier à 15\u00a0h"),
        (timedelta(days=3, minutes=-5), "vendredi à 15\u00a0h\u00a005"),
        (timedelta(days=11), "12 novembre"),
        (timedelta(days=400), "19 octobre 2025"),
        (timedelta(days=-2), "25 novembre"),
    ],
)
def test_ago(age: timedelta, words: str) -> None:
    assert phrases.ago(NOW - age, now=NOW) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, "en retard de 3 jours"),
        (-1, "en retard d’un jour"),
        (0, "aujourd’hui"),
        (1, "demain"),
        (4, "avant vendredi"),
        (9, "avant le 2 décembre"),
        (60, "avant le 22 janvier 2027"),
    ],
)
def test_until(days: int, words: str) -> None:
    assert phrases.until(TODAY + timedelta(days=days), today=TODAY) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "depuis aujourd’hui"), (1, "depuis hier"), (12, "depuis 12 jours"), (95, "depuis 3 mois")],
)
def test_since(days: int, words: str) -> None:
    assert phrases.since(TODAY - timedelta(days=days), today=TODAY) == words


@pytest.mark.parametrize(
    ("days", "is_you", "state"),
    [
        (None, False, "normal"),
        (None, True, "you"),
        (1, False, "soon"),
        (1, True, "you"),
        (5, False, "normal"),
        (-1, True, "late"),
        (-1, False, "late"),
    ],
)
def test_hold_state(days: int | None, state: str, *, is_you: bool) -> None:
    due = None if days is None else TODAY + timedelta(days=days)
    assert phrases.hold_state(due=due, is_you=is_you, today=TODAY) == state


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (0, "0 octet"),
        (512, "512 octets"),
        (1_000, "1\u00a0ko"),
        (1_234_567, "1,2\u00a0Mo"),
        (48_000_000, "48\u00a0Mo"),
        (999_999, "1\u00a0Mo"),
        (2_100_000_000, "2,1\u00a0Go"),
        (5_000_000_000_000, "5\u202f000\u00a0Go"),
    ],
)
def test_file_size(octets: int, words: str) -> None:
    assert phrases.file_size(octets) == words


def test_exactly() -> None:
    assert phrases.exactly(NOW) == "lundi 23 novembre 2026 à 15\u00a0h"
    assert phrases.exactly(TODAY) == "lundi 23 novembre 2026"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Claire Vasseur", "CV"),
        ("Cheffe de projet", "CP"),
        ("Jean-Marc d’Aubigny", "JA"),
        ("Finances", "FI"),
        ("", "?"),
        ("Élise Roy", "ÉR"),
        ("À la", "ÀL"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert palette.initials_of(name) == letters


def test_hue_is_stable_and_named() -> None:
    assert palette.hue_for("Claire Vasseur") == palette.hue_for("Claire Vasseur")
    assert (
        palette.hue_class("plum") == palette.hue_class(3) == palette.hue_class("hue-3") == "hue-3"
    )
    assert palette.hue_class("x; y") == ""


def test_first_of_a_month_is_said_as_the_french_say_it() -> None:
    first = date(2026, 12, 1)
    shown = Template("{{ first|full_day }}, {{ none|day }}").render(Context({"first": first}))
    assert shown == "1er décembre 2026, "
    assert phrases.short_day(first, today=TODAY) == "1er décembre"
    assert phrases.full_day(date(2026, 12, 11)) == "11 décembre 2026"
