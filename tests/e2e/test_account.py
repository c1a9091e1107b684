"""One's account: mailed codes, a second factor, sessions, and guesses that get nowhere."""

import base64
import hmac
import re
import struct
import time
from collections.abc import Callable
from hashlib import sha1

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.servers import Server

Check = Callable[[Page], None]
Open = Callable[..., BrowserContext]
PASSWORD = "parvis-demonstration"
SIGN_IN = "/compte/connexion/"


def sign_in(page: Page, server: Server, persona: str) -> None:
    """Sign in with a password, as far as the next page."""
    page.goto(server.url + SIGN_IN)
    page.get_by_label("Adresse").fill(server.account(persona)["email"])
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def one_time_code(secret: str) -> str:
    """Return the code that an authenticator application shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def test_mailed_code_opens_without_a_password(
    page: Page, demo_server: Server, check_page: Check
) -> None:
    address = "fatou.diallo@bourg-la-halle.example"
    page.goto(demo_server.url + SIGN_IN)
    page.get_by_label("Adresse").fill(address)
    page.get_by_role("button", name="code").click()
    check_page(page)
    page.get_by_label("Code").fill(demo_server.code_for(address))
    page.get_by_role("button", name="Continuer").click()
    expect(page.locator("main")).to_contain_text("Bonjour Fatou")


def test_known_and_unknown_addresses_get_the_same_answer(
    open_context: Open, demo_server: Server
) -> None:
    answers = []
    for address in ("lucie.ferrand@bourg-la-halle.example", "personne@nulle-part.example"):
        page = open_context().new_page()
        page.goto(demo_server.url + SIGN_IN)
        page.get_by_label("Adresse").fill(address)
        page.get_by_role("button", name="code").click()
        expect(page.get_by_label("Code")).to_be_visible()
        code = page.locator("main").inner_text().replace(address, "…")
        page = open_context().new_page()
        page.goto(demo_server.url + SIGN_IN)
        page.get_by_label("Adresse").fill(address)
        page.get_by_label("Mot de passe").fill("ce n’est pas le bon")
        page.get_by_role("button", name="Se connecter", exact=True).click()
        expect(page.get_by_role("alert").first).to_be_visible()
        answers.append((page.url, code, page.locator("main").inner_text()))
    assert answers[0] == answers[1]


def test_wrong_passwords_are_slowed_down(
    page: Page, demo_server: Server, console: list[str]
) -> None:
    for _ in range(8):
        page.goto(demo_server.url + SIGN_IN)
        page.get_by_label("Adresse").fill("romain.vidal@bourg-la-halle.example")
        page.get_by_label("Mot de passe").fill("sésame ouvre-toi")
        page.get_by_role("button", name="Se connecter", exact=True).click()
        page.wait_for_load_state()
        if "trop" in page.locator("main").inner_text().lower():
            break
    else:
        pytest.fail("eight guesses in a row were all heard")
    console.clear()


def test_session_is_listed_and_closed(
    open_context: Open, demo_server: Server, check_page: Check
) -> None:
    here, elsewhere = open_context().new_page(), open_context(phone=True).new_page()
    for page in (elsewhere, here):
        sign_in(page, demo_server, "councillor")
        expect(page.locator("main")).to_contain_text("Bonjour")
    here.goto(f"{demo_server.url}/compte/sessions/")
    check_page(here)
    others = here.locator("main li.row button")
    before = others.count()
    others.first.click()
    expect(others).to_have_count(before - 1)
    elsewhere.goto(f"{demo_server.url}/annuaire/")
    expect(elsewhere).to_have_url(re.compile(SIGN_IN))


def test_application_code_is_asked_at_the_next_sign_in(
    open_context: Open, demo_server: Server, check_page: Check
) -> None:
    page = open_context().new_page()
    sign_in(page, demo_server, "outsider")
    page.goto(f"{demo_server.url}/compte/securite/")
    check_page(page)
    page.goto(f"{demo_server.url}/compte/securite/application/")
    _confirm_who(page)
    check_page(page)
    page.locator("main summary").click()
    secret = page.get_by_label("Clé à saisir dans l’application").input_value()
    page.get_by_label("Code").fill(one_time_code(secret))
    page.locator("main form button.btn-primary").click()
    expect(page.locator("main")).to_contain_text(re.compile("secours"))
    again = open_context().new_page()
    sign_in(again, demo_server, "outsider")
    expect(again.get_by_label("Code")).to_be_visible()
    check_page(again)
    again.get_by_label("Code").fill("000000")
    again.locator("main form button.btn-primary").first.click()
    expect(again.get_by_label("Code")).to_be_visible()
    again.get_by_label("Code").fill(one_time_code(secret))
    again.locator("main form button.btn-primary").first.click()
    again.wait_for_url(lambda url: SIGN_IN not in url)


def _confirm_who(page: Page) -> None:
    if "/confirmer/" in page.url:
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.locator("main form button.btn-primary").first.click()
