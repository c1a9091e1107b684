"""Spaces: opened in four clicks, people brought in, an outside partner who truly contributes."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.servers import Server

Enter = Callable[..., Page]
Check = Callable[[Page], None]
Staying = Callable[[Page], AbstractContextManager[None]]
SPACE = re.compile(r"/espaces/[0-9a-f-]{36}/")
CLICKS = """addEventListener('click', event => {
  if (event.isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks || 0) + 1;
}, true)"""


def open_space(page: Page, title: str, *, template: str = "Projet") -> str:
    """Open a space from a template, as somebody who may, and return its path."""
    page.goto(re.sub(r"(//[^/]+).*", r"\1/espaces/nouveau/", page.url))
    page.locator(".choice-card", has_text=template).click()
    page.get_by_label("Nom de l’espace").fill(title)
    page.get_by_role("button", name="Ouvrir l’espace").click()
    page.wait_for_url(SPACE)
    return re.search(SPACE, page.url)[0]


def test_space_opens_in_four_clicks(enter: Enter, check_page: Check) -> None:
    page = enter("project_manager", "/annuaire/")
    page.context.add_init_script(CLICKS)
    page.goto(page.url)
    page.locator(".topbar summary", has_text="Nouveau").click()
    check_page(page)
    page.get_by_role("link", name=re.compile("^Un espace")).click()
    check_page(page)
    page.locator(".choice-card", has_text="Projet").first.click()
    page.get_by_label("Nom de l’espace").press_sequentially("Tiers-lieu de la gare")
    page.get_by_role("button", name="Ouvrir l’espace").click()
    page.wait_for_url(SPACE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tiers-lieu de la gare")
    clicks = int(page.evaluate("sessionStorage.clicks"))
    assert clicks <= 5, f"{clicks} clicks, one of which puts the cursor in the field"
    check_page(page)
    page.get_by_role("link", name="Documents", exact=True).click()
    expect(page.locator("#listing")).to_contain_text("1 Cadrage")


def bring_in(manager: Page, name: str) -> None:
    """Add a department to the space, on its page of invitations."""
    who = manager.get_by_role("combobox", name="Personnes, services, groupes")
    who.fill(name.lower())
    expect(manager.get_by_role("option", name=name).first).to_be_visible()
    who.press("ArrowDown")
    who.press("Enter")
    manager.get_by_role("button", name="Ajouter à l’espace").click()


def test_partner_joins_with_a_mailed_code_and_contributes(
    enter: Enter,
    check_page: Check,
    without_reload: Staying,
    open_context: Callable[..., BrowserContext],
    demo_server: Server,
    tmp_path: Path,
    console: list[str],
) -> None:
    manager = enter("project_manager", "/annuaire/")
    space = open_space(manager, "Rénovation de l’ancienne école")
    manager.get_by_role("link", name="Inviter").first.click()
    check_page(manager)
    bring_in(manager, "Services techniques")
    address = f"nora.azzouz@etudes-{uuid4().hex[:4]}.example"
    manager.goto(f"{demo_server.url}{space}membres/")
    expect(manager.locator("#found")).to_contain_text("Services techniques")
    manager.get_by_role("link", name="Inviter").first.click()
    manager.get_by_label("Adresses de courriel").fill(address)
    manager.get_by_label("Rôle").last.select_option(label="Contributeur")
    manager.get_by_role("button", name="Envoyer l’invitation").click()
    expect(manager.locator("#found")).to_contain_text("nora.azzouz")
    check_page(manager)

    letter = demo_server.letter_to(address, containing="/rejoindre/")
    partner = open_context(phone=True).new_page()
    partner.goto(re.search(r"http\S+/rejoindre/[^\s>]+", letter)[0])
    check_page(partner)
    partner.get_by_role("button", name="Recevoir mon code").click()
    check_page(partner)
    partner.get_by_label("Code").fill(demo_server.code_for(address))
    partner.get_by_role("button", name="Continuer").click()
    partner.wait_for_url(SPACE)
    expect(partner.get_by_role("heading", level=1)).to_have_text("Rénovation de l’ancienne école")
    check_page(partner)

    report = tmp_path / "Diagnostic des toitures.txt"
    report.write_text("La charpente est saine.", encoding="utf-8")
    partner.get_by_role("link", name="Documents", exact=True).click()
    with without_reload(partner):
        with partner.expect_file_chooser() as chooser:
            partner.get_by_role("link", name="Ajouter des fichiers").first.click()
        chooser.value.set_files(report)
        expect(partner.locator("#listing")).to_contain_text("Diagnostic des toitures.txt")
    partner.get_by_role("link", name="Diagnostic des toitures.txt").click()
    expect(partner.locator("#preview")).to_contain_text("La charpente est saine.")
    with without_reload(partner):
        partner.get_by_placeholder("Écrivez un commentaire").fill("Le rapport complet suit lundi.")
        partner.get_by_role("button", name="Commenter").click()
        expect(partner.locator("#conversation .message")).to_contain_text("suit lundi")
    check_page(partner)
    council = f"{demo_server.url}/espaces/{demo_server.demo_space('Conseil municipal')}/"
    assert partner.goto(council).status == 404
    console.clear()

    manager.goto(f"{demo_server.url}{space}")
    expect(manager.locator("main")).to_contain_text("a ajouté Diagnostic des toitures.txt")
    expect(manager.locator("main")).to_contain_text("a commenté")


@pytest.mark.parametrize("persona", ["agent", "councillor"])
def test_collaborator_asks_for_a_space_and_a_manager_grants_it(
    enter: Enter, check_page: Check, persona: str
) -> None:
    title = f"Fête de la musique {uuid4().hex[:4]}"
    page = enter(persona, "/espaces/nouveau/")
    page.locator(".choice-card", has_text="Projet").first.click()
    page.get_by_label("Nom de l’espace").fill(title)
    page.get_by_label("À quoi").fill("Préparer le 21 juin avec les associations.")
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.locator("main")).to_contain_text(title)
    manager = enter("dgs", "/espaces/")
    manager.locator("main").get_by_role("link", name=title, exact=True).click()
    expect(manager.locator("main")).to_contain_text("Préparer le 21 juin")
    check_page(manager)
    manager.get_by_role("button", name="Accorder l’espace").click()
    page.goto(re.sub(r"(//[^/]+).*", r"\1/espaces/", page.url))
    page.locator("main").get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("link", name="Documents", exact=True)).to_be_visible()
