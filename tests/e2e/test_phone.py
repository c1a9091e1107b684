"""On a phone: installed, read without a network, and nothing left to whoever comes next."""

import json
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.servers import Server

READY = (
    "() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
)
KEPT = """async () => {
  const urls = [];
  for (const name of ['parvis-pages', 'parvis-fragments', 'parvis-files', 'parvis-shared'])
    for (const key of await (await caches.open(name)).keys()) urls.push(new URL(key.url).pathname);
  return urls;
}"""


def until_kept(page: Page, path: str) -> None:
    """Wait until the device keeps a page."""
    script = f"async () => (await ({KEPT})()).includes({json.dumps(path)})"
    page.wait_for_function(script)


def ready(page: Page) -> None:
    """Wait for the worker; the page is then opened anew, through it."""
    page.wait_for_function(READY)
    page.reload()


def without_errors_of_the_network(console: list[str]) -> None:
    """Forget what the browser itself says of requests that found no network."""
    console[:] = [line for line in console if "ERR_INTERNET_DISCONNECTED" not in line]


def test_pages_that_were_seen_can_be_read_without_a_network(
    enter: Callable[..., Page],
    demo_server: Server,
    console: list[str],
    check_page: Callable[[Page], None],
) -> None:
    page = enter("mayor", "/", phone=True)
    ready(page)
    space = f"/espaces/{demo_server.demo_space('Budget 2027')}/"
    page.goto(f"{demo_server.url}{space}")
    until_kept(page, space)

    page.context.set_offline(True)
    page.goto(f"{demo_server.url}{space}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Budget 2027")
    expect(page.locator("#offline")).to_contain_text("Hors connexion : page vue")
    check_page(page)

    page.goto(f"{demo_server.url}/annuaire/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous êtes hors connexion")
    page.get_by_role("link", name="Budget 2027").first.click()
    expect(page).to_have_url(f"{demo_server.url}{space}")

    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#offline")).to_be_hidden()
    without_errors_of_the_network(console)
