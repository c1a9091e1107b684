"""Search: a word that stands only inside a document, a filter, and a search that is kept."""

import re
from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import Page, expect


def test_word_inside_a_document_is_found_filtered_and_the_search_is_kept(
    enter: Callable[..., Page], check_page: Callable[[Page], None]
) -> None:
    page = enter("project_manager", "/")
    box = (
        page.locator(".topbar")
        .get_by_role("combobox")
        .or_(page.locator(".topbar input[type=search]"))
    )
    box.first.fill("mélèze")
    box.first.press("Enter")
    page.wait_for_url(re.compile("/recherche/"))
    found = page.locator("main")
    quote = found.get_by_role("link", name="Devis charpente, lot 2.pdf", exact=True)
    expect(quote).to_be_visible()
    expect(found.locator("mark").first).to_have_text(re.compile("mélèze", re.IGNORECASE))
    check_page(page)
    found.get_by_role("link", name=re.compile("^Fichier")).first.click()
    page.wait_for_url(re.compile("type=files.file"))
    expect(quote).to_be_visible()
    where = page.get_by_label("Espace", exact=True)
    halle = where.locator("option", has_text="Rénovation de la halle").get_attribute("value")
    where.select_option(halle)
    page.get_by_role("button", name="Afficher").click()
    page.wait_for_url(re.compile(f"espace={halle}"))
    expect(quote).to_be_visible()
    check_page(page)

    name = f"Charpente {uuid4().hex[:4]}"
    page.get_by_label("Garder cette recherche sous le nom").fill(name)
    page.get_by_role("button", name="Garder", exact=True).click()
    page.goto(re.sub(r"\?.*", "", page.url))
    page.get_by_role("link", name=name).click()
    expect(page.get_by_label("Espace", exact=True)).to_have_value(halle)
    expect(quote).to_be_visible()
    check_page(page)
