"""The directory, as people use it: found as one types, imported, and who stands in for whom."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

Enter = Callable[..., Page]
Check = Callable[[Page], None]
Staying = Callable[[Page], AbstractContextManager[None]]


def test_somebody_is_found_as_one_types(
    enter: Enter, check_page: Check, without_reload: Staying
) -> None:
    page = enter("agent", "/annuaire/")
    check_page(page)
    results = page.locator("#results")
    with without_reload(page):
        page.get_by_role("searchbox").last.press_sequentially("gineste", delay=20)
        expect(results).to_contain_text("Sophie Gineste")
        expect(results).not_to_contain_text("Karim Haddad")
    expect(page).to_have_url(re.compile("q=gineste"))
    page.get_by_role("searchbox").last.fill("permis de construire ou halle introuvable")
    expect(results).to_contain_text("Personne ne répond à cette recherche")
    page.get_by_role("searchbox").last.fill("urbanisme")
    page.get_by_role("link", name="Agathe Bonnet", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Agathe Bonnet")
    expect(page.get_by_role("link", name="05 65 00 10 40")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Les permis, le plan local d’urbanisme")
    check_page(page)


def test_chart_shows_the_town(enter: Enter, check_page: Check) -> None:
    page = enter("councillor", "/annuaire/organigramme/")
    main = page.locator("main")
    for text in ("Hélène Castaing", "Services techniques", "Espaces verts", "Fatou Diallo"):
        expect(main).to_contain_text(text)
    check_page(page)


LIST = """\
Nom;Prénom;Courriel;Service;Téléphone
Rivière;Aline;aline.riviere@bourg-la-halle.example;Espaces verts;05 65 00 11 01
Faure;Gilles;ceci n’est pas une adresse;Espaces verts;05 65 00 11 02
Cazals;Élodie;elodie.cazals@bourg-la-halle.example;Médiathèque;05 65 00 11 03
"""


def test_list_is_previewed_then_imported_once(
    enter: Enter, check_page: Check, tmp_path: Path
) -> None:
    path = tmp_path / "agents.csv"
    path.write_text(LIST, encoding="utf-8")
    page = enter("admin", "/annuaire/")
    page.locator("main summary", has_text="Ajouter").click()
    page.get_by_role("link", name="Importer une liste").click()
    check_page(page)
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Voir ce qu’elle change").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2")
    faulty = page.get_by_role("row", name=re.compile("Faure"))
    expect(faulty).to_contain_text("adresse électronique")
    expect(faulty.get_by_role("cell").first).to_have_text("3")
    check_page(page)
    assert _found(enter, "riviere") == 0, "something was written before it was accepted"
    page.get_by_role("button", name="Accepter et écrire").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("La liste est dans l’annuaire")
    assert _found(enter, "riviere") == 1
    page.get_by_role("link", name="Importer une autre liste").click()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Voir ce qu’elle change").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("0")
    expect(page.get_by_role("button", name="Accepter et écrire")).to_have_count(0)
    assert _found(enter, "cazals") == 1


def _found(enter: Enter, text: str) -> int:
    page = enter("admin", f"/annuaire/?q={text}&kind=person")
    count = page.locator("#results li.row").count()
    page.context.close()
    return count


def test_absence_says_who_stands_in(
    enter: Enter, check_page: Check, without_reload: Staying
) -> None:
    today = datetime.now(ZoneInfo("Europe/Paris")).date()
    page = enter("agent", "/annuaire/moi/")
    with without_reload(page):
        page.get_by_role("link", name="En déclarer une").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Premier jour d’absence").fill(today.isoformat())
        last = today + timedelta(days=3)
        dialog.get_by_label("Dernier jour d’absence").fill(last.isoformat())
        stand_in = dialog.get_by_role("combobox", name="Qui remplace")
        stand_in.fill("bonnet")
        expect(dialog.get_by_role("option")).to_have_count(1)
        stand_in.press("ArrowDown")
        stand_in.press("Enter")
        check_page(page)
    dialog.get_by_role("button", name="Déclarer l’absence").click()
    expect(page.locator("main")).to_contain_text("Absence jusqu’au")
    seen = enter("mayor", "/annuaire/?q=girard")
    expect(seen.locator("#results")).to_contain_text("Absence jusqu’au")
    seen.get_by_role("link", name="Thomas Girard", exact=True).click()
    expect(seen.locator("main")).to_contain_text("s’adresser à Agathe Bonnet")
    check_page(seen)
    page.get_by_role("button", name="Y mettre fin aujourd’hui").click()
