"""The ball: asked of a function by a date, passed on, answered on a phone in one tap."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e.servers import Server

Enter = Callable[..., Page]
Check = Callable[[Page], None]
Staying = Callable[[Page], AbstractContextManager[None]]


def ask(page: Page, whom: str, option: str, *, action: str, words: str) -> None:
    """Ask somebody for something, on the page of a thing."""
    panel = page.locator("#waiting")
    panel.locator("summary", has_text=re.compile("Passer la balle|quelqu’un d’autre")).click()
    who = panel.get_by_role("combobox", name="À qui")
    who.fill(whom)
    expect(panel.get_by_role("option", name=option).first).to_be_visible()
    who.press("ArrowDown")
    who.press("Enter")
    panel.get_by_label("Pour quoi faire").select_option(label=action)
    panel.get_by_role("radio", name="Demain").check()
    panel.get_by_label("Quelques mots").fill(words)
    panel.get_by_role("button", name="Passer la balle").click()


def test_function_is_asked_passes_on_and_gets_an_answer(
    enter: Enter, check_page: Check, without_reload: Staying, demo_server: Server
) -> None:
    space = demo_server.demo_space("Rénovation de la halle")
    page = enter("project_manager", f"/documents/{space}/")
    page.get_by_role("link", name="2 Études").click()
    page.get_by_role("link", name="Cahier des charges de l’étude.docx").click()
    question = f"Le périmètre convient-il ? {uuid4().hex[:4]}"
    with without_reload(page):
        ask(
            page,
            "direction gén",
            "Direction générale des services",
            action="Donner un avis",
            words=question,
        )
        expect(page.locator("#waiting")).to_contain_text("Direction générale des services")
        expect(page.locator("#waiting")).to_contain_text("demain")
    check_page(page)

    holder = enter("dgs", "/balle/")
    mine = holder.locator(".ball-row", has_text=question)
    expect(holder.get_by_role("heading", level=1)).to_have_text("Qui a la balle")
    expect(mine).to_contain_text("Cahier des charges")
    check_page(holder)
    with without_reload(holder):
        mine.get_by_role("link", name="Transmettre").click()
        dialog = holder.get_by_role("dialog")
        whom = dialog.get_by_role("combobox", name="À qui")
        whom.fill("castaing")
        expect(dialog.get_by_role("option", name="Hélène Castaing").first).to_be_visible()
        check_page(holder)
        whom.press("ArrowDown")
        whom.press("Enter")
        dialog.get_by_role("button", name=re.compile("Transmettre")).click()
        expect(mine).not_to_be_visible()

    mayor = enter("mayor", "/", phone=True)
    card = mayor.locator(".ball-card", has_text="Cahier des charges")
    expect(card).to_be_visible()
    check_page(mayor)
    with without_reload(mayor):
        card.get_by_role("button", name="Avis favorable").tap()
        expect(
            mayor.locator(".ball-card", has_text="Cahier des charges").get_by_role("button")
        ).to_have_count(0)

    page.reload()
    expect(page.locator("#waiting .waiting-hold", has_text=question)).to_have_count(0)
    page.locator("#waiting summary", has_text="Avant :").click()
    expect(page.locator("#waiting")).to_contain_text("Avis favorable")
    bell = enter("project_manager", "/notifications/")
    expect(bell.locator("main")).to_contain_text("Cahier des charges")
    check_page(bell)


def test_what_is_late_comes_first(enter: Enter, check_page: Check) -> None:
    page = enter("dgs", "/balle/?vue=ville")
    check_page(page)
    groups = page.locator("main .card:has(.ball-row)").evaluate_all(
        """cards => cards.map(card => [...card.querySelectorAll('.ball-row')]
             .map(row => row.querySelector('.hold-late') ? 1 : 0))"""
    )
    states = [state for group in groups for state in group]
    assert 1 in states, "the demonstration shows something late"
    for rows in [*groups, [max(group) for group in groups]]:
        assert rows == sorted(rows, reverse=True), "what is late comes first"
    page.get_by_label("En retard seulement").check()
    page.wait_for_url(re.compile("retard"))
    assert page.locator(".ball-row").count() == sum(states)
