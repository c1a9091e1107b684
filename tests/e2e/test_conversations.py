"""Comments on a document: somebody is called by name, told, and the conversation is settled."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e.servers import Server

Enter = Callable[..., Page]
Check = Callable[[Page], None]
Staying = Callable[[Page], AbstractContextManager[None]]


def test_mentioned_person_is_told_answers_and_settles(
    enter: Enter, check_page: Check, without_reload: Staying, demo_server: Server
) -> None:
    space = demo_server.demo_space("Rénovation de la halle")
    page = enter("project_manager", f"/documents/{space}/")
    question = f"peux-tu vérifier la page 3 ? {uuid4().hex[:4]}"
    page.get_by_role("link", name="3 Marchés").click()
    page.locator("#listing a.row-title").first.click()
    address = page.url
    talk = page.locator("#conversation")
    with without_reload(page):
        talk.get_by_label("Votre commentaire").fill(f"@Thomas Girard {question}")
        talk.get_by_role("button", name="Commenter").click()
        expect(talk.locator(".message", has_text=question)).to_be_visible()
    check_page(page)

    told = enter("agent", "/notifications/")
    row = told.locator("main li", has_text="Inès Moreau").filter(
        has_text=re.compile("parle de vous|mentionn|cité")
    )
    expect(row.first).to_be_visible()
    check_page(told)
    row.first.get_by_role("link").first.click()
    expect(told).to_have_url(re.compile(re.escape(address.rsplit("/", 2)[1])))
    thread = told.locator("#conversation .thread", has_text=question)
    with without_reload(told):
        thread.locator("summary", has_text="Répondre").click()
        thread.get_by_label("Votre réponse").fill("C’est fait, deux chiffres corrigés.")
        thread.get_by_role("button", name="Envoyer la réponse").click()
        expect(told.locator("#conversation")).to_contain_text("deux chiffres corrigés")
        thread.get_by_role("button", name="Marquer comme réglé").click()
        expect(told.locator("#conversation details.resolved")).to_contain_text("discussion")
    check_page(told)

    page.reload()
    settled = page.locator("#conversation details.resolved")
    settled.locator("summary").first.click()
    expect(settled).to_contain_text("deux chiffres corrigés")
