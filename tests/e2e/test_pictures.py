"""The screens that people open most, desktop and phone: kept as pictures, and fit for everyone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.servers import Server

HALLE = "Rénovation de la halle"
SCREENS = {
    "accueil": ("mayor", "/", ""),
    "balle": ("dgs", "/balle/", ""),
    "espaces": ("agent", "/espaces/", ""),
    "espace": ("project_manager", "/espaces/{space}/", ""),
    "membres": ("project_manager", "/espaces/{space}/membres/", ""),
    "documents": ("agent", "/documents/{space}/", ""),
    "dossier": ("agent", "/documents/{space}/", "2 Études"),
    "document": ("councillor", "/documents/{space}/", "2 Études > Cahier des charges"),
    "annuaire": ("agent", "/annuaire/", ""),
    "fiche": ("agent", "/annuaire/", "Sandrine Fournier"),
    "organigramme": ("councillor", "/annuaire/organigramme/", ""),
    "notifications": ("project_manager", "/notifications/", ""),
    "recherche": ("dgs", "/recherche/?q=halle", ""),
    "actualites": ("councillor", "/actualites/", ""),
    "publications": ("project_manager", "/publications/espace/{space}/", ""),
    "journal": ("admin", "/administration/journal/", ""),
    "partenaire": ("partner", "/", ""),
}


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("name", SCREENS)
def test_screens_are_kept_as_pictures(
    enter: Callable[..., Page],
    check_page: Callable[[Page], None],
    keep_picture: Callable[[Page, str], Path],
    demo_server: Server,
    name: str,
    size: str,
) -> None:
    persona, path, links = SCREENS[name]
    address = path.format(space=demo_server.demo_space(HALLE))
    page = enter(persona, address, phone=size == "phone")
    for link in filter(None, links.split(" > ")):
        page.locator("main").get_by_role("link", name=link).first.click()
        page.wait_for_load_state("networkidle")
    page.wait_for_load_state("networkidle")
    assert keep_picture(page, f"{name}-{size}").stat().st_size > 10_000
    check_page(page)
