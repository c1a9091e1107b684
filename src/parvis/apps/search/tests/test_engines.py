"""Both engines find the same: few keys or many, words everywhere or rare."""

import pytest

from parvis.apps.search.engines import engine
from parvis.apps.search.engines.base import Sought, Words, analysed
from parvis.apps.search.queries import read_typed

MANY = [f"zqs{number:03d}" for number in range(60)]


@pytest.fixture
def written(db: None) -> None:
    """Write a hundred documents in as many spaces; the tenth ones speak of the wash house."""
    engine().write(
        [
            Words(
                1_000_000 + number,
                (f"zqs{number:03d}", "zqkfile"),
                analysed("Le lavoir" if number == 50 else "Compte rendu"),
                (),
                analysed("Une note sur le vieux lavoir" if number % 10 == 0 else "Une note"),
            )
            for number in range(100)
        ]
    )


def ids(text: str, keys: list[str], *filters: str) -> list[int]:
    sought = Sought(read_typed(text), keys, [[word] for word in filters])
    return sorted(hit.id - 1_000_000 for hit in engine().find(sought))


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("count", [3, 24, 25, 60])
@pytest.mark.parametrize("text", ["note", "lavoirs", "lav", '"vieux lavoir"', "note -lavoir", ""])
def test_keys_open_what_they_open_and_nothing_else(count: int, text: str) -> None:
    everything = {
        "note": range(100),
        "lavoirs": range(0, 100, 10),
        "lav": range(0, 100, 10),
        '"vieux lavoir"': range(0, 100, 10),
        "note -lavoir": [number for number in range(100) if number % 10],
        "": range(100),
    }[text]
    assert ids(text, MANY[:count], "zqkfile") == [pk for pk in everything if pk < count]
    assert ids(text, MANY[:count], "zqkother") == []
    assert ids(text, []) == []


@pytest.mark.usefixtures("written")
def test_titles_are_told_apart() -> None:
    sought = Sought(read_typed("lavoir"), MANY)
    by_title = [hit.id for hit in engine().find(sought) if hit.is_by_title]
    assert by_title == [1_000_050]
