"""The first visit: a real town chosen as one types, or the demonstration in one click."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from playwright.sync_api import Page, expect

from tests.e2e.servers import Server

Check = Callable[[Page], None]
Staying = Callable[[Page], AbstractContextManager[None]]


def test_town_is_chosen_as_one_types_and_its_administrator_arrives_home(
    empty_server: Server, page: Page, check_page: Check, without_reload: Staying
) -> None:
    page.goto(empty_server.url)
    expect(page).to_have_url(f"{empty_server.url}/installation/")
    with without_reload(page):
        town = page.get_by_role("combobox", name="Commune")
        town.press_sequentially("figea", delay=30)
        option = page.get_by_role("option").first
        expect(option).to_contain_text("Figeac")
        expect(option).to_contain_text("46100")
        check_page(page)
        town.press("ArrowDown")
        town.press("Enter")
        expect(page.locator("[data-chosen]")).to_contain_text("Figeac")
    page.get_by_label("Prénom").fill("Maryse")
    page.get_by_label("Nom", exact=True).last.fill("Delpech")
    page.get_by_label("Adresse").fill("maryse.delpech@ville-figeac.example")
    page.get_by_label("Mot de passe").fill("la halle aux grains de 1850")
    page.get_by_label("Couleur").fill("#7a3b69")
    page.get_by_role("button", name="Ouvrir l’espace de la ville").click()
    expect(page.locator("main")).to_contain_text("Bonjour Maryse")
    expect(page.locator(".rail")).to_contain_text("Figeac")
    brand = page.evaluate("getComputedStyle(document.body).getPropertyValue('--brand')")
    assert brand.strip().lower() not in {"", "#1f5f5b"}
    check_page(page)
    page.goto(f"{empty_server.url}/installation/")
    expect(page).not_to_have_url(re.compile("installation"))


def test_demonstration_is_one_click_away(
    empty_server: Server, page: Page, check_page: Check
) -> None:
    page.goto(empty_server.url)
    page.get_by_role("button", name="Découvrir avec la ville de démonstration").click(
        timeout=120_000
    )
    page.wait_for_url(re.compile("/compte/connexion/"), timeout=120_000)
    page.locator("button.persona", has_text="Hélène Castaing").click()
    expect(page.locator("main")).to_contain_text("Bonjour Hélène")
    check_page(page)
