"""A publication: written, shown in two spaces, acknowledged on a phone, and its dated list."""

import re
from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e.servers import Server

POST = re.compile(r"/publications/[0-9a-f-]{36}/$")


def test_post_is_published_to_two_spaces_and_acknowledged(
    enter: Callable[..., Page], check_page: Callable[[Page], None], demo_server: Server
) -> None:
    halle = demo_server.demo_space("Rénovation de la halle")
    programme = demo_server.demo_space("Petites Villes de Demain")
    title = f"Fermeture de la rue du Four {uuid4().hex[:4]}"
    writer = enter("project_manager", f"/publications/espace/{halle}/nouvelle/")
    writer.get_by_label("Titre", exact=True).fill(title)
    writer.locator(".ProseMirror").click()
    writer.keyboard.type("La rue ferme lundi à 8 h, pour deux jours.")
    writer.locator("summary", has_text="D’autres espaces").click()
    writer.get_by_label("Petites Villes de Demain").check()
    check_page(writer)
    writer.get_by_role("button", name="Publier", exact=True).click()
    writer.wait_for_url(POST)
    address = writer.url
    expect(writer.locator("main")).to_contain_text("La rue ferme lundi à 8 h")
    writer.get_by_role("link", name="Demander un accusé de lecture").click()
    dialog = writer.get_by_role("dialog")
    dialog.get_by_label("Seulement à").check()
    who = dialog.get_by_role("combobox", name="Personnes, services, groupes")
    who.fill("thomas girard")
    expect(writer.get_by_role("option", name="Thomas Girard").first).to_be_visible()
    who.press("ArrowDown")
    who.press("Enter")
    dialog.get_by_label("Quelques mots").fill("Prévenez l’équipe de voirie.")
    check_page(writer)
    dialog.get_by_role("button", name="Demander", exact=True).click()
    expect(dialog).to_be_hidden()

    for space in (halle, programme):
        reader = enter("agent", f"/publications/espace/{space}/", phone=True)
        expect(reader.get_by_role("link", name=title)).to_be_visible()
        check_page(reader)
    reader.get_by_role("link", name=title).click()
    asked = reader.get_by_role("region", name="On vous demande de lire ceci")
    expect(asked).to_contain_text("Prévenez l’équipe de voirie.")
    asked.get_by_role("button", name="J’ai lu").click()
    expect(asked).to_be_hidden()
    check_page(reader)

    writer.goto(f"{address}lectures/")
    row = writer.get_by_role("list", name="Lu et pris connaissance").locator(
        "li", has_text="Thomas Girard"
    )
    expect(row).to_contain_text(re.compile(r"L’a lu le \w+ \d+"))
    check_page(writer)
