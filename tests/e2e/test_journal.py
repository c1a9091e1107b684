"""What the administrator reads: the journal, filtered, exported, its seals verified."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.servers import Server

Enter = Callable[..., Page]
Check = Callable[[Page], None]


def test_journal_is_filtered_exported_and_verified(enter: Enter, check_page: Check) -> None:
    page = enter("admin", "/administration/")
    check_page(page)
    page.locator("main").get_by_role("link", name="Journal").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Journal")
    check_page(page)
    page.get_by_label("Mots").fill("Castaing")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.locator(".events li").first).to_contain_text("Castaing")
    check_page(page)
    page.locator("main summary", has_text="Exporter").click()
    with page.expect_download() as download:
        page.locator("main .menu-list button", has_text="CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) > 1
    page.get_by_role("link", name="Vérifier les sceaux").click()
    expect(page.locator("main")).to_contain_text("intact")
    check_page(page)


def test_journal_is_for_administrators_only(enter: Enter, console: list[str]) -> None:
    page = enter("agent", "/annuaire/")
    answer = page.goto(page.url.replace("/annuaire/", "/administration/journal/"))
    assert answer.status in {403, 404}
    console.clear()


def test_timeline_tells_in_sentences(enter: Enter, check_page: Check, demo_server: Server) -> None:
    space = demo_server.demo_space("Rénovation de la halle")
    page = enter("mayor", f"/espaces/{space}/")
    told = page.locator(".events").first
    for sentence in ("a ajouté", "a commenté"):
        expect(told).to_contain_text(sentence)
    expect(page.locator("main")).not_to_contain_text("a fait quelque chose")
    check_page(page)
