"""The browser, the servers it visits, and what it must never meet."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import TimeoutError as NeverHappened

from tests.e2e.servers import ROOT, Server, serving

DESKTOP = {"width": 1366, "height": 860}
NARROW = {"width": 320, "height": 640}
PHONE = {"width": 390, "height": 844}
SCREENSHOTS = ROOT / "docs" / "screenshots"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
]
HERE = {"127.0.0.1", "localhost"}  # passkeys want a name, not a number
PERSONAS = {
    "mayor": "Hélène Castaing",
    "councillor": "Camille Vigouroux",
    "dgs": "Sandrine Fournier",
    "project_manager": "Inès Moreau",
    "agent": "Thomas Girard",
    "partner": "Paule Archambault",
    "outsider": "Denis Cayla",
    "admin": "Julien Calvet",
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}});
  const where = n => `    ${n.target.join(' ')}\\n      ${n.failureSummary}`;
  return found.violations.map(
    v => `${v.id} (${v.impact}): ${v.help}\\n` + v.nodes.slice(0, 5).map(where).join('\\n')
  );
}"""

FITS = "() => document.documentElement.scrollWidth - window.innerWidth <= 1"
TOO_WIDE = """() => [...document.body.querySelectorAll('*')]
  .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
  .map(e => `    ${e.tagName}.${e.className} ${(e.textContent || '').trim().slice(0, 60)}`)
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.xdist_group("e2e"))


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the demonstration town.

    E2E_RUNNING="URL FOLDER" names one that is served already, whose folder holds demo.json, what
    `parvis demo --json` printed: quicker while one writes a journey.
    """
    if running := os.environ.get("E2E_RUNNING"):
        url, folder = running.split()
        demo = json.loads((Path(folder) / "demo.json").read_text(encoding="utf-8"))
        yield Server(url=url, data_dir=Path(folder), environment=dict(os.environ), demo=demo)
        return
    with serving(tmp_path_factory.mktemp("demo"), with_demo=True) as server:
        yield server


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    """Serve an installation that nobody has set up yet (always SQLite)."""
    with serving(tmp_path, with_demo=False, DATABASE_URL="") as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium once."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        yield chromium
        chromium.close()


@pytest.fixture
def console() -> list[str]:
    """Collect what the browser complains of; a test that provokes an error clears it."""
    return []


@pytest.fixture
def open_context(browser: Browser, console: list[str]) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that opens a visitor's browser: `open_context(phone=True)`."""
    contexts = []

    def open_one(
        *, phone: bool = False, javascript: bool = True, state: Any = None
    ) -> BrowserContext:
        context = browser.new_context(
            storage_state=state,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(20_000)
        context.on("page", lambda page: _listen(page, console))
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()
    assert console == [], "the browser complained"


@pytest.fixture(scope="session")
def signed_in(demo_server: Server, browser: Browser) -> Callable[[str], Any]:
    """Return a function that signs a persona in once, and gives the cookies that it then has."""
    states: dict[str, Any] = {}

    def state_of(persona: str) -> Any:
        if persona not in states:
            context = browser.new_context(locale="fr-FR", java_script_enabled=False)
            page = context.new_page()
            page.goto(f"{demo_server.url}/compte/connexion/")
            page.locator("button.persona", has_text=PERSONAS[persona]).click()
            page.wait_for_url(lambda url: "/connexion/" not in url)
            states[persona] = context.storage_state()
            context.close()
        return states[persona]

    return state_of


@pytest.fixture
def enter(
    open_context: Callable[..., BrowserContext],
    demo_server: Server,
    signed_in: Callable[[str], Any],
) -> Callable[..., Page]:
    """Return a function that opens the demonstration town as a persona: `enter("mayor", "/")`."""

    def enter_as(persona: str, path: str, **options: bool) -> Page:
        page = open_context(state=signed_in(persona), **options).new_page()
        page.goto(f"{demo_server.url}{path}")
        return page

    return enter_as


@pytest.fixture
def page(open_context: Callable[..., BrowserContext]) -> Page:
    """Open a page on a desktop."""
    return open_context().new_page()


@pytest.fixture
def phone_page(open_context: Callable[..., BrowserContext]) -> Page:
    """Open a page on a phone."""
    return open_context(phone=True).new_page()


def _listen(page: Page, console: list[str]) -> None:
    page.on(
        "console", lambda m: console.append(f"console: {m.text}") if m.type == "error" else None
    )
    page.on("pageerror", lambda error: console.append(f"script: {error}"))
    page.on("request", lambda request: _note_stranger(request.url, console))


def _note_stranger(url: str, console: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in HERE:
        console.append(f"another host was asked: {url}")


@pytest.fixture(scope="session")
def check_page() -> Callable[[Page], None]:
    """Return a function that fails when a page breaks WCAG 2.2 AA, or scrolls sideways."""
    script = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

    def check(page: Page) -> None:
        page.evaluate(script)
        violations = page.evaluate(AXE, RULES)
        assert not violations, f"{page.url}\n" + "\n".join(violations)
        usual = page.viewport_size
        for size in (usual, NARROW):
            page.set_viewport_size(size)
            try:
                page.wait_for_function(FITS, timeout=3000)  # what is still being laid out settles
            except NeverHappened:
                wide = f"{page.url} is too wide in {size['width']} px"
                raise AssertionError("\n".join([wide, *page.evaluate(TOO_WIDE)])) from None
        page.set_viewport_size(usual)

    return check


@pytest.fixture
def without_reload() -> Callable[[Page], AbstractContextManager[None]]:
    """Return a context manager that fails when the page was loaded anew within its block."""

    @contextmanager
    def staying(page: Page) -> Iterator[None]:
        page.evaluate("window.isSamePage = true")
        yield
        assert page.evaluate("window.isSamePage === true"), "the whole page was loaded again"

    return staying


@pytest.fixture(scope="session")
def keep_picture() -> Callable[[Page, str], Path]:
    """Return a function that keeps a picture of a page in docs/screenshots."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def keep(page: Page, name: str) -> Path:
        path = SCREENSHOTS / f"{name}.png"
        page.screenshot(path=path, full_page=False)
        return path

    return keep
