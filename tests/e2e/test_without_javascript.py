"""Everything essential works without JavaScript: enter, add a document, comment, ask, answer."""

import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.servers import Server

Enter = Callable[..., Page]


def test_essentials_work_without_javascript(
    enter: Enter,
    open_context: Callable[..., BrowserContext],
    demo_server: Server,
    tmp_path: Path,
) -> None:
    name = f"Sans script {uuid4().hex[:4]}.txt"
    (tmp_path / name).write_text("Simple et solide.", encoding="utf-8")
    page = open_context(javascript=False).new_page()
    page.goto(f"{demo_server.url}/compte/connexion/")
    page.get_by_label("Adresse").fill(demo_server.account("agent")["email"])
    page.get_by_label("Mot de passe").fill("parvis-demonstration")
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(page.locator("main")).to_contain_text("Bonjour Thomas")

    space = demo_server.demo_space("Rénovation de la halle")
    page.goto(f"{demo_server.url}/documents/{space}/")
    page.get_by_role("link", name="Ajouter des fichiers").first.click()
    page.locator("input[type=file]").set_input_files(tmp_path / name)
    page.get_by_role("button", name="Ajouter les fichiers").click()
    page.locator("#listing").get_by_role("link", name=name, exact=True).click()
    expect(page.locator("#preview")).to_contain_text("Simple et solide.")

    address = page.url
    _open_panel(page, "Commentaires")
    page.get_by_label("Votre commentaire").fill("Lu et approuvé.")
    page.get_by_role("button", name="Commenter").click()
    page.goto(address)
    _open_panel(page, "Commentaires")
    expect(page.locator("body")).to_contain_text("Lu et approuvé.")
    page.goto(address)
    _open_panel(page, "Qui a la balle")
    page.locator("summary", has_text="Passer la balle").click()
    page.get_by_role("combobox", name="À qui").fill("Hélène Castaing")
    page.get_by_label("Pour quoi faire").select_option(label="Décider")
    page.get_by_label("Quelques mots").fill("Sans script aussi ?")
    page.locator("form.waiting-form").get_by_role("button", name="Passer la balle").click()
    mayor = enter("mayor", "/balle/", javascript=False)
    row = mayor.locator(".ball-row", has_text=name)
    row.get_by_role("button", name="D’accord").click()
    expect(mayor.locator(".ball-row", has_text=name)).to_have_count(0)
    assert re.search("/balle/", mayor.url)


def _open_panel(page: Page, name: str) -> None:
    """Follow the link of a panel that a script would have filled by itself."""
    page.locator("main .card", has_text=name).get_by_role("link", name="Afficher").click()
