"""The list of communes forgives what people type."""

import pytest

from parvis.apps.directory.communes import LIST, commune_by_code, normalise, search_communes

pytestmark = pytest.mark.skipif(not LIST.exists(), reason="`make assets` prepares the list")


@pytest.mark.parametrize(
    "typed",
    ["Saint-Flour", "st flour", "SAINT FLOUR", "flour saint", "15100", "15187", "St-Flour cantal"],
)
def test_search_communes_forgives_how_a_name_is_typed(typed: str) -> None:
    assert "15187" in [commune.code for commune in search_communes(typed, limit=5)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Lyon", "69123"),
        ("st", "67482"),
        ("l hay les r", "94038"),
        ("hérouville st clair", "14327"),
        ("Figeac", "46102"),
        ("OEuilly", "02565"),
        ("2a004", "2A004"),
    ],
)
def test_search_communes_puts_the_likeliest_first(typed: str, code: str) -> None:
    codes = [commune.code for commune in search_communes(typed)]
    assert code in codes[:2]


def test_search_communes_gives_what_the_setup_page_needs() -> None:
    figeac = search_communes("figeac")[0]
    assert figeac.name == "Figeac"
    assert figeac.population > 9_000
    assert figeac.postcodes == ("46100",)
    assert (figeac.department_code, figeac.department) == ("46", "Lot")
    assert figeac.siren == "214601023"
    assert len(figeac.epci_siren) == 9
    assert "Figeac" in figeac.epci


@pytest.mark.parametrize("typed", ["", "   ", "'-", "\t", "\n", "zzzzzz", "(", "a" * 10_000])
def test_search_communes_finds_nothing_in_nonsense(typed: str) -> None:
    assert search_communes(typed) == []


def test_search_communes_keeps_to_the_limit() -> None:
    assert len(search_communes("saint", limit=7)) == 7


def test_commune_by_code_finds_one_or_none() -> None:
    assert commune_by_code("46102") == search_communes("Figeac")[0]
    assert commune_by_code("99999") is None
    assert commune_by_code("46102\tx") is None


def test_normalise_parts_words_by_one_space() -> None:
    assert normalise("  L'Haÿ-les-Roses ") == "l hay les roses"
