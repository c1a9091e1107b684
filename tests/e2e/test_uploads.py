"""Files sent from the page itself: a folder, a taken name, and a server that dies halfway."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from parvis.apps.files.tests.live import LiveServer

MIB = 1024 * 1024
DONE = re.compile(r"(fichier est là|fichiers sont là)$")


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path_factory.mktemp("uploads"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def documents(live: LiveServer, browser: Browser) -> Iterator[Page]:
    """Open the documents of the space, as an agent."""
    context = browser.new_context(locale="fr-FR", viewport={"width": 1366, "height": 860})
    context.add_cookies(
        [
            {"name": name, "value": value, "url": live.url}
            for name, value in live.cookies.items()
            if name != "csrftoken"
        ]
    )
    page = context.new_page()
    page.goto(f"{live.url}/documents/{live.space}/")
    expect(page.locator("parvis-upload:defined")).to_be_attached()
    yield page
    context.close()


def test_folder_dropped_keeps_its_structure_and_its_empty_folders(
    documents: Page, tmp_path: Path
) -> None:
    dropped = tmp_path / "Mandat 2026"
    (dropped / "Photos" / "Halle").mkdir(parents=True)
    (dropped / "note.txt").write_text("Bonjour")
    browser_tools = documents.context.new_cdp_session(documents)
    for kind in ("dragEnter", "dragOver", "drop"):
        data = {"items": [], "files": [str(dropped)], "dragOperationsMask": 1}
        event = {"type": kind, "x": 600, "y": 500, "data": data}
        browser_tools.send("Input.dispatchDragEvent", event)
    expect(documents.locator(".upload-panel [data-total]")).to_have_text(DONE)
    documents.get_by_role("link", name="Mandat 2026", exact=True).click()
    expect(documents.locator("#listing")).to_contain_text("note.txt")
    documents.get_by_role("link", name="Photos", exact=True).click()
    expect(documents.get_by_role("link", name="Halle", exact=True)).to_be_visible()


def test_a_folder_keeps_its_structure(documents: Page, tmp_path: Path) -> None:
    inner = tmp_path / "Halle" / "Plans"
    inner.mkdir(parents=True)
    (tmp_path / "Halle" / "note.txt").write_text("Bonjour")
    (inner / "façade.txt").write_text("Façade")
    documents.set_input_files("input[data-input=folder]", tmp_path / "Halle")
    expect(documents.locator("[data-total]")).to_have_text(DONE, timeout=60_000)
    documents.locator(".row-title", has_text="Halle").click()
    expect(documents.locator(".rows .row-title")).to_have_text(["Plans", "note.txt"])


def test_a_taken_name_is_asked_about_once(documents: Page, tmp_path: Path) -> None:
    note = tmp_path / "compte rendu.txt"
    note.write_text("un")
    documents.set_input_files("input[data-input=files]", note)
    expect(documents.locator("[data-total]")).to_have_text(DONE, timeout=60_000)
    expect(documents.locator(".row-title", has_text="compte rendu")).to_be_visible()
    documents.reload()
    expect(documents.locator("parvis-upload:defined")).to_be_attached()
    note.write_text("deux")
    documents.set_input_files("input[data-input=files]", note)
    documents.get_by_role("button", name="Ajouter comme nouvelles versions").click()
    expect(documents.locator("[data-total]")).to_have_text(DONE, timeout=60_000)
    expect(documents.locator(".row-context", has_text="version 2")).to_be_visible()
    assert documents.locator(".row-title", has_text="compte rendu").count() == 1


def test_an_upload_outlives_the_server(documents: Page, live: LiveServer, tmp_path: Path) -> None:
    large = tmp_path / "grand.bin"
    with large.open("wb") as file:
        for number in range(160):
            file.write(bytes([number]) * MIB)
    documents.set_input_files("input[data-input=files]", large)
    state = documents.locator(".upload-row [data-state]")
    expect(state).to_have_text(re.compile(r"[1-9]\d?\s%"), timeout=60_000)
    live.kill()
    live.start()
    expect(documents.locator("[data-total]")).to_have_text(DONE, timeout=120_000)
    expect(documents.locator(".row-context", has_text="168 Mo")).to_be_visible()
