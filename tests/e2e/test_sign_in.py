"""Ways in, in a real browser: one press, a passkey alone, an invitation with a mailed code."""

import re
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.servers import Server


def address_of(server: Server) -> str:
    """Passkeys want a name, not a number."""
    return server.url.replace("127.0.0.1", "localhost")


def test_passkey_is_added_then_opens_alone(
    demo_server: Server,
    open_context: Callable[..., BrowserContext],
    check_page: Callable[[Page], None],
    console: list[str],
) -> None:
    page = open_context().new_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    account, home = demo_server.account("partner"), address_of(demo_server)
    page.goto(f"{home}/compte/connexion/")
    page.get_by_label("Adresse électronique").fill(account["email"])
    page.get_by_label("Mot de passe").fill(account["password"])
    page.get_by_role("button", name="Se connecter").click()
    expect(page).to_have_url(f"{home}/")
    page.goto(f"{home}/compte/securite/")
    check_page(page)
    page.get_by_role("link", name="Ajouter").click()
    page.get_by_label("Mot de passe").fill(account["password"])
    page.get_by_role("button", name="Confirmer").click()
    check_page(page)
    page.get_by_label("Nom de cet appareil").fill("Mon ordinateur")
    page.get_by_role("button", name="Ajouter la clé").click()
    page.wait_for_url(re.compile("/securite/c"))
    page.goto(f"{home}/compte/securite/")
    expect(page.get_by_text("Mon ordinateur")).to_be_visible()
    page.goto(f"{home}/compte/")
    page.locator("main").get_by_role("button", name="Se déconnecter").click()
    page.goto(f"{home}/compte/connexion/")
    page.get_by_role("button", name="Utiliser une clé").click()
    expect(page).to_have_url(f"{home}/")
    console[:] = [line for line in console if "another host" not in line]


def kept_mail(server: Server, address: str, pattern: str) -> str:
    """Return what `pattern` finds in the newest mail to `address`, once it is there."""
    for _ in range(60):
        for path in sorted((server.data_dir / "mail").glob("*.eml"), reverse=True):
            text = path.read_bytes().decode(errors="replace").replace("=\n", "")
            found = re.search(pattern, text)
            if f"To: {address}" in text and found:
                return found[1]
        time.sleep(0.5)
    raise AssertionError(f"no mail to {address}")


def test_guest_comes_in_by_the_letter_and_its_code(
    demo_server: Server,
    open_context: Callable[..., BrowserContext],
    check_page: Callable[[Page], None],
    keep_picture: Callable[[Page, str], Path],
) -> None:
    admin = open_context().new_page()
    admin.goto(f"{demo_server.url}/compte/connexion/")
    admin.get_by_role("button", name="Julien Calvet").click()
    admin.goto(f"{demo_server.url}/administration/personnes/?q=costes")
    admin.get_by_role("link", name="Gérard Costes").click()
    check_page(admin)
    admin.get_by_role("button", name="invit").click()
    guest = open_context(phone=True).new_page()
    address = "gerard.costes@commercants.example"
    guest.goto(kept_mail(demo_server, address, r"(http\S+/rejoindre/\S+/)"))
    check_page(guest)
    keep_picture(guest, "invitation-phone")
    guest.get_by_role("button", name="Recevoir mon code").click()
    check_page(guest)
    guest.get_by_label("Code").fill(kept_mail(demo_server, address, r"\b(\d{3}-\d{3})\b"))
    guest.get_by_role("button", name="Continuer").click()
    expect(guest).to_have_url(f"{demo_server.url}/")
    check_page(guest)


def test_administration_is_readable_everywhere(
    demo_server: Server,
    open_context: Callable[..., BrowserContext],
    check_page: Callable[[Page], None],
) -> None:
    for is_phone in (False, True):
        page = open_context(phone=is_phone).new_page()
        page.goto(f"{demo_server.url}/compte/connexion/")
        page.get_by_role("button", name="Julien Calvet").click()
        for place in (
            "administration/",
            "administration/personnes/",
            "administration/collectivite/",
            "administration/connexion/",
            "administration/courriels/",
            "administration/sante/",
            "compte/",
            "compte/sessions/",
            "compte/affichage/",
            "compte/jetons/",
        ):
            page.goto(f"{demo_server.url}/{place}")
            check_page(page)
