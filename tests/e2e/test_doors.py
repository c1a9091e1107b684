"""What somebody meets first: an empty installation, and the demonstration town's door."""

from collections.abc import Callable
from pathlib import Path

import httpx
from playwright.sync_api import Page, expect

from tests.e2e.servers import Server


def test_first_visit_leads_to_the_setup_page(
    empty_server: Server, page: Page, check_page: Callable[[Page], None]
) -> None:
    page.goto(empty_server.url)
    expect(page).to_have_url(f"{empty_server.url}/installation/")
    expect(page.locator("h1")).to_be_visible()
    check_page(page)


def test_door_of_the_demonstration_offers_its_personas(
    demo_server: Server,
    page: Page,
    phone_page: Page,
    check_page: Callable[[Page], None],
    keep_picture: Callable[[Page, str], Path],
) -> None:
    personas = {account["persona"] for account in demo_server.demo["accounts"]}
    assert {"mayor", "councillor", "dgs", "project_manager", "agent", "partner"} <= personas
    for visitor, name in [(page, "door-desktop"), (phone_page, "door-phone")]:
        visitor.goto(demo_server.url)
        expect(visitor.locator("h1")).to_be_visible()
        check_page(visitor)
        keep_picture(visitor, name)


def test_pages_arrive_compressed_and_for_ever(demo_server: Server) -> None:
    page = httpx.get(demo_server.url, follow_redirects=True)
    assert page.status_code == 200
    assert page.headers["Content-Encoding"] == "gzip"
    style = next(
        part for part in page.text.split('"') if part.endswith(".css") and "static" in part
    )
    answer = httpx.get(demo_server.url + style, headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]
