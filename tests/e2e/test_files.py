"""Files: a folder of real documents sent, shown, versioned, locked, put away and brought back."""

import io
import os
import re
import shutil
import time
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.servers import ROOT, Server

Enter = Callable[..., Page]
Check = Callable[[Page], None]
Staying = Callable[[Page], AbstractContextManager[None]]
SPACE = "Vie associative"
REAL = (
    "office/simple-monthly-budget.xlsx",
    "office/sample.docx",
    "office/serious_poem.odt",
    "office/table_test.pptx",
    "pdf/openoffice-test-document.pdf",
    "pdf/PasswordSample-128bit.pdf",
    "email/ruby-mail-attachment_nonascii_filename.eml",
    "email/outlook_30_msg.msg",
)
LETTER = b"""\
From: prefecture@etat.example
To: mairie@bourg-la-halle.example
Subject: =?utf-8?q?Dotation_notifi=C3=A9e?=
Content-Type: text/plain; charset=utf-8

Le dossier est complet.
"""


def samples() -> Path:
    """Return the folder of real documents: PARVIS_SAMPLES, or shared/samples beside the tree."""
    named = os.environ.get("PARVIS_SAMPLES")
    places = [Path(named)] if named else [up / "shared" / "samples" for up in ROOT.parents]
    return next((place for place in places if place.is_dir()), Path())


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """Make a folder with documents of each common kind, some of which nobody here wrote."""
    folder = tmp_path / "Dossier de subvention"
    (folder / "Pièces").mkdir(parents=True)
    for name in REAL:
        if (path := samples() / name).is_file():
            shutil.copy(path, folder / "Pièces" / path.name)
    (folder / "Note.txt").write_text("Délai : le 30 juin.", encoding="utf-8")
    (folder / "Courrier.eml").write_bytes(LETTER)
    (folder / "Subventions.csv").write_text("Association;Montant\nLyre;1200\n", encoding="utf-8")
    return folder


def open_folder(page: Page, server: Server, title: str) -> str:
    """Make a folder in the space, open it, and return its title."""
    title = f"{title} {uuid4().hex[:4]}"
    page.goto(f"{server.url}/documents/{server.demo_space(SPACE)}/")
    page.locator("main summary", has_text="Nouveau").click()
    page.get_by_role("link", name="Dossier", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Nom du dossier").fill(title)
    dialog.get_by_role("button", name="Créer le dossier").click()
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return title


def wait_for(page: Page, truth: str, *, seconds: float = 30) -> None:
    """Wait for a script's truth (the policy of the pages forbids Playwright's own way)."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(truth):
        if time.monotonic() > deadline:
            raise AssertionError(f"never true: {truth}")
        page.wait_for_timeout(50)


def send(page: Page, *paths: Path) -> None:
    page.locator("input[data-input=files]").set_input_files(list(paths))


def test_folder_of_documents_is_sent_and_shown(
    enter: Enter,
    check_page: Check,
    without_reload: Staying,
    demo_server: Server,
    documents: Path,
) -> None:
    page = enter("dgs", "/annuaire/")
    open_folder(page, demo_server, "Essai d’envoi")
    check_page(page)
    with without_reload(page):
        page.locator("input[data-input=folder]").set_input_files(documents)
        expect(page.locator(".upload-panel")).to_contain_text("Note.txt")
        expect(page.locator(".upload-panel [data-total]")).to_contain_text("fichiers sont là")
        expect(page.locator("#listing")).to_contain_text("Dossier de subvention")
    page.get_by_role("link", name="Dossier de subvention", exact=True).click()
    here = page.url
    check_page(page)
    shown = {
        "Note.txt": "Délai : le 30 juin.",
        "Courrier.eml": "Dotation notifiée",
        "Subventions.csv": "Lyre",
    }
    for name, text in shown.items():
        page.goto(here)
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.locator("#preview")).to_contain_text(text, timeout=60_000)
        check_page(page)
    with page.expect_download() as download:
        page.goto(here)
        page.get_by_role("link", name="Télécharger le dossier").click()
    archive = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    names = {name for name in archive.namelist() if not name.endswith("/")}
    assert {name.rsplit("/", 1)[-1] for name in names} >= set(shown)
    assert archive.testzip() is None


def test_pages_of_documents_are_shown(enter: Enter, check_page: Check, demo_server: Server) -> None:
    wanted = {
        "Esquisse, scénario B.pdf": "2 Études",
        "Charpente, relevé 1.jpg": "",
        "Cahier des charges de l’étude.docx": "2 Études",
    }
    space = demo_server.demo_space("Rénovation de la halle")
    page = enter("project_manager", f"/documents/{space}/")
    for name in wanted:
        _open(page, demo_server, space, name)
        picture = page.locator("#preview .page-sheet img").first
        expect(picture).to_be_visible(timeout=90_000)
        wait_for(page, "document.querySelector('#preview .page-sheet img').naturalWidth > 100")
        check_page(page)


def _open(page: Page, server: Server, space: str, name: str) -> None:
    """Open a document of a space, wherever its folder is."""
    page.goto(f"{server.url}/documents/{space}/")
    folders = page.locator("#listing a.row-title").evaluate_all("links => links.map(a => a.href)")
    for address in [page.url, *folders]:
        page.goto(address)
        link = page.get_by_role("link", name=name, exact=True)
        if link.count():
            link.first.click()
            expect(page.get_by_role("heading", level=1)).to_have_text(name)
            return
    raise AssertionError(f"{name} is nowhere")


def test_upload_resumes_after_the_network_is_cut(
    enter: Enter, demo_server: Server, tmp_path: Path, console: list[str]
) -> None:
    large = tmp_path / "Plans de la halle.bin"
    large.write_bytes(bytes(range(256)) * 4096 * 24)
    page = enter("dgs", "/annuaire/")
    open_folder(page, demo_server, "Essai de coupure")
    sent: list[str] = []
    page.on(
        "requestfinished",
        lambda request: sent.append(request.method) if "/televersements/" in request.url else None,
    )
    send(page, large)
    wait_for(page, "document.querySelector('[data-rows] progress')?.value > 20")
    page.context.set_offline(True)
    expect(page.locator(".upload-panel")).to_contain_text("Pas de réseau")
    page.context.set_offline(False)
    expect(page.locator("#listing")).to_contain_text("Plans de la halle.bin", timeout=60_000)
    assert sent.count("POST") == 1, "it went on, it did not start again"
    with page.expect_download() as download:
        page.get_by_role("link", name="Plans de la halle.bin", exact=True).click()
        page.get_by_role("link", name="Télécharger").first.click()
    assert Path(download.value.path()).read_bytes() == large.read_bytes()
    console.clear()


def test_versions_are_added_and_brought_back(
    enter: Enter, demo_server: Server, tmp_path: Path
) -> None:
    note = tmp_path / "Convention.txt"
    note.write_text("Première rédaction", encoding="utf-8")
    page = enter("dgs", "/annuaire/")
    open_folder(page, demo_server, "Essai de versions")
    send(page, note)
    page.get_by_role("link", name="Convention.txt", exact=True).click()
    note.write_text("Deuxième rédaction, corrigée", encoding="utf-8")
    send(page, note)
    dialog = page.get_by_role("dialog", name="Une nouvelle version")
    dialog.get_by_label("Ce qui a changé").fill("Montant corrigé")
    dialog.get_by_role("button", name="Ajouter la version").click()
    expect(page.locator(".version-current")).to_contain_text("Version 2")
    expect(page.locator("#preview")).to_contain_text("Deuxième rédaction")
    expect(page.locator(".versions")).to_contain_text("Montant corrigé")
    page.get_by_role("button", name="Rétablir").click()
    expect(page.locator(".version-current")).to_contain_text("Version 3")
    expect(page.locator("#preview")).to_contain_text("Première rédaction")
    history = page.locator("#panel-history")
    history.scroll_into_view_if_needed()
    expect(history).to_contain_text("a ajouté la version 2")


def test_file_is_renamed_locked_put_away_and_brought_back(
    enter: Enter, check_page: Check, demo_server: Server, tmp_path: Path
) -> None:
    note = tmp_path / "Convention.txt"
    note.write_text("Première rédaction", encoding="utf-8")
    page = enter("dgs", "/annuaire/")
    open_folder(page, demo_server, "Essai de rangement")
    folder = page.url
    send(page, note)
    page.get_by_role("link", name="Convention.txt", exact=True).click()
    address = page.url
    page.locator("#item-heading").get_by_role("link", name="Renommer").click()
    title = f"Convention signée {uuid4().hex[:4]}.txt"
    page.get_by_label("Titre").fill(title)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    menu = page.locator(".page-head details.menu")
    menu.locator("summary").click()
    menu.get_by_role("link", name="Verrouiller").click()
    page.get_by_role("dialog").get_by_label("Pourquoi").fill("Je corrige les montants")
    page.get_by_role("button", name="Verrouiller le fichier").click()
    expect(page.locator("main")).to_contain_text("Je corrige les montants")
    check_page(page)
    page.get_by_role("button", name="Déverrouiller").click()
    expect(page.locator("main")).not_to_contain_text("Vous avez verrouillé ce fichier")

    menu.locator("summary").click()
    menu.get_by_role("button", name="corbeille").click()
    page.get_by_role("dialog").get_by_role("button", name="corbeille").click()
    page.wait_for_url(lambda url: url != address)
    page.goto(folder)
    expect(page.locator("#listing")).not_to_contain_text(title)
    page.goto(f"{demo_server.url}/espaces/{demo_server.demo_space(SPACE)}/corbeille/")
    check_page(page)
    page.locator("li.row", has_text=title).get_by_role("button", name="Restaurer").click()
    page.wait_for_load_state()
    page.goto(folder)
    expect(page.locator("#listing")).to_contain_text(title)


def test_chosen_files_move_together(
    enter: Enter, check_page: Check, demo_server: Server, tmp_path: Path
) -> None:
    for name in ("Un.txt", "Deux.txt", "Trois.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    page = enter("dgs", "/annuaire/")
    arrival = open_folder(page, demo_server, "Essai d’arrivée")
    open_folder(page, demo_server, "Essai de départ")
    send(page, *(tmp_path / name for name in ("Un.txt", "Deux.txt", "Trois.txt")))
    for name in ("Un.txt", "Deux.txt"):
        page.get_by_role("checkbox", name=re.compile(rf"Choisir «\s{name}\s»")).check()
    expect(page.locator("[data-selection-count]")).to_have_text("2 choisis")
    check_page(page)
    page.get_by_role("button", name="Déplacer").click()
    dialog = page.get_by_role("dialog")
    dialog.locator(".crumbs a").last.click()
    dialog.get_by_role("link", name=arrival, exact=True).click()
    expect(dialog.locator("[aria-current=page]")).to_have_text(arrival)
    dialog.get_by_role("button", name="Déplacer ici").click()
    expect(page.locator("#listing")).not_to_contain_text("Un.txt")
    expect(page.locator("#listing")).to_contain_text("Trois.txt")
    page.get_by_role("navigation", name="Fil d’Ariane").get_by_role("link").last.click()
    page.get_by_role("link", name=arrival, exact=True).click()
    expect(page.locator("#listing")).to_contain_text("Un.txt")
    expect(page.locator("#listing")).to_contain_text("Deux.txt")


def test_restricted_folder_does_not_exist_for_others(
    enter: Enter, demo_server: Server, console: list[str]
) -> None:
    space = demo_server.demo_space("Budget 2027")
    owner = enter("dgs", f"/documents/{space}/")
    name = "Ressources humaines (confidentiel)"
    owner.get_by_role("link", name=name, exact=True).click()
    expect(owner.get_by_text("Restreint").first).to_be_visible()
    address = owner.url
    other = enter("project_manager", f"/documents/{space}/")
    expect(other.locator("main")).not_to_contain_text("Ressources humaines")
    assert other.goto(address).status == 404
    expect(other.locator("main")).not_to_contain_text("Masse salariale")
    console.clear()
