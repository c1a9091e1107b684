"""The home of each persona; on the mayor's phone, one screen says what to decide."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Enter = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.mark.parametrize("persona", ["councillor", "dgs", "project_manager", "agent", "partner"])
def test_home_opens_with_a_sentence(enter: Enter, check_page: Check, persona: str) -> None:
    page = enter(persona, "/")
    expect(page.locator("#balls-left")).not_to_be_empty()
    expect(page.locator("main")).to_contain_text("Ce qui a bougé")
    check_page(page)


def test_mayor_decides_on_the_first_screen_of_a_phone(enter: Enter, check_page: Check) -> None:
    page = enter("mayor", "/", phone=True)
    check_page(page)
    button = page.locator(".ball-card .btn-primary").first
    box, bar = button.bounding_box(), page.locator(".tabbar").bounding_box()
    assert box["y"] + box["height"] < bar["y"], "the answer is under the thumb, without scrolling"
    assert box["height"] >= 44
    size = page.evaluate("performance.getEntriesByType('navigation')[0].transferSize")
    assert size < 60_000, f"{size} bytes for the page itself"
