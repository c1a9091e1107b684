"""Sharing outside: a link with a password opened signed out, a deposit, a withdrawal."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.servers import Server

Enter = Callable[..., Page]
Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]
SPACE = "Rénovation de la halle"
PASSWORD = "une halle couverte"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "Statuts de l’association.txt"
    path.write_text("Article premier.", encoding="utf-8")
    return path


def new_folder(page: Page, server: Server) -> str:
    """Make a folder in the space, open it, and return its title."""
    title = f"Échanges {uuid4().hex[:4]}"
    page.goto(f"{server.url}/documents/{server.demo_space(SPACE)}/")
    page.locator("main summary", has_text="Nouveau").click()
    page.get_by_role("link", name="Dossier", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Nom du dossier").fill(title)
    dialog.get_by_role("button", name="Créer le dossier").click()
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return title


def choose(page: Page, entry: str) -> None:
    """Open the menu of the thing, and choose an entry."""
    page.locator(".page-head summary").click()
    page.locator(".page-head").get_by_role("link", name=entry).click()


def address_in(page: Page) -> str:
    expect(page.get_by_label("Adresse du lien")).to_be_visible()
    return page.get_by_label("Adresse du lien").input_value()


def test_documents_are_shared_opened_signed_out_and_withdrawn(
    enter: Enter,
    open_context: Open,
    check_page: Check,
    demo_server: Server,
    note: Path,
    console: list[str],
) -> None:
    page = enter("project_manager", "/annuaire/")
    title = new_folder(page, demo_server)
    page.locator("input[data-input=files]").set_input_files(note)
    expect(page.locator("#listing")).to_contain_text(note.name)
    choose(page, "Partager à l’extérieur")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Pour qui").fill("Atelier Archambault")
    dialog.get_by_label("Mot de passe", exact=False).fill(PASSWORD)
    check_page(page)
    dialog.get_by_role("button", name="Créer le lien").click()
    address = address_in(page)
    check_page(page)

    for phone in (False, True):
        visitor = open_context(phone=phone).new_page()
        visitor.goto(address)
        expect(visitor.get_by_role("heading", level=1)).to_contain_text("mot de passe")
        check_page(visitor)
        visitor.get_by_label("Mot de passe").fill("autre chose")
        visitor.get_by_role("button", name="Ouvrir").click()
        expect(visitor.locator(".field-error")).to_contain_text("pas le mot de passe")
        console.clear()  # the browser notes the refusal
        visitor.get_by_label("Mot de passe").fill(PASSWORD)
        visitor.get_by_role("button", name="Ouvrir").click()
        expect(visitor.get_by_role("heading", level=1)).to_have_text(title)
        check_page(visitor)
        visitor.get_by_role("link", name=note.name).click()
        expect(visitor.locator(".preview")).to_contain_text("Article premier.")
        check_page(visitor)
        with visitor.expect_download() as taken:
            visitor.get_by_role("link", name="Télécharger").click()
        assert Path(taken.value.path()).read_text(encoding="utf-8") == "Article premier."

    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Téléchargé")
    page.get_by_role("button", name="Retirer").click()
    page.get_by_role("dialog").get_by_role("button", name="Retirer").click()
    expect(page.get_by_role("main")).to_contain_text("Retiré par")
    visitor = open_context().new_page()
    visitor.goto(address)
    expect(visitor.get_by_role("main")).to_contain_text("Ce lien ne mène à rien")
    check_page(visitor)
    console.clear()
    page.goto(f"{demo_server.url}/partages/?etat=revoked")
    expect(page.locator("#links")).to_contain_text("Atelier Archambault")
    check_page(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_documents_are_handed_in(
    enter: Enter,
    open_context: Open,
    check_page: Check,
    demo_server: Server,
    note: Path,
    javascript: bool,
) -> None:
    page = enter("project_manager", "/annuaire/")
    new_folder(page, demo_server)
    here = page.url
    choose(page, "Recevoir des documents")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Ce qu’ils déposent").fill("Pièces de la subvention")
    dialog.get_by_role("button", name="Créer le lien").click()
    visitor = open_context(phone=True, javascript=javascript).new_page()
    visitor.goto(address_in(page))
    if javascript:
        check_page(visitor)
    visitor.get_by_label("Votre nom").fill("Amicale des archers")
    visitor.get_by_label("Votre adresse").fill("tir@archers.example")
    visitor.get_by_label("Vos documents").set_input_files(note)
    visitor.get_by_role("button", name="Envoyer les documents").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Vos documents sont bien arrivés")
    expect(visitor.get_by_role("main")).to_contain_text(note.name)
    reference = visitor.get_by_text(re.compile(r"^[A-Z2-9]{4}-[A-Z2-9]{4}$")).inner_text()
    if javascript:
        check_page(visitor)
    assert reference in demo_server.letter_to("tir@archers.example", containing=reference)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text(reference)
    page.goto(here)
    today = datetime.now(tz=UTC).astimezone()
    page.get_by_role("link", name=f"{today:%Y-%m-%d} Amicale des archers").click()
    expect(page.locator("#listing")).to_contain_text(note.name)


def test_administrator_sees_all_that_is_shared(enter: Enter, check_page: Check) -> None:
    page = enter("admin", "/administration/partages/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Partages à l’extérieur")
    check_page(page)
