"""The components and the base behaviours, in a real browser, on the style guide."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.django_db(transaction=True)

GUIDE = "/styleguide/"
PAGES = (GUIDE, "/styleguide/home/", "/styleguide/sign-in/", "/display/")
LOOKS = ("light.normal.normal", "dark.normal.normal", "light.larger.high", "dark.normal.high")


@pytest.fixture
def site(live_server: object) -> str:
    return live_server.url.replace("localhost", "127.0.0.1")


@pytest.fixture
def guide(page: Page, site: str) -> Page:
    page.goto(f"{site}{GUIDE}")
    expect(page.locator("html")).to_have_class(re.compile(r"\bjs\b"))
    page.evaluate("window.isSamePage = true")
    return page


@pytest.mark.parametrize("look", LOOKS)
def test_pages_are_accessible_in_every_look(
    page: Page, site: str, check_page: Callable[[Page], None], look: str
) -> None:
    page.context.add_cookies([{"name": "parvis_display", "value": look, "url": site}])
    for path in PAGES:
        page.goto(f"{site}{path}")
        check_page(page)


@pytest.mark.parametrize("width", [320, 390, 683, 900])
def test_no_page_is_wider_than_its_window(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    for path in PAGES:
        page.goto(f"{site}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_dialog_opens_on_its_first_field_and_closes(guide: Page) -> None:
    guide.get_by_role("button", name="Ouvrir un dialogue").click()
    dialog = guide.get_by_role("dialog", name="Demander quelque chose")
    expect(dialog.get_by_label("Quoi")).to_be_focused()
    guide.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(guide.get_by_role("button", name="Ouvrir un dialogue")).to_be_focused()


def test_confirmation_asks_in_the_page(guide: Page) -> None:
    guide.evaluate(
        "window.clicks = 0; document.querySelector('[data-confirm]')"
        ".addEventListener('click', () => { window.clicks += 1; })"
    )
    danger = guide.locator("[data-confirm]")
    danger.click()
    dialog = guide.locator("#confirm")
    expect(dialog).to_contain_text("Vous pourrez le restaurer")
    dialog.get_by_role("button", name="Annuler").click()
    assert guide.evaluate("window.clicks") == 0
    danger.click()
    dialog.get_by_role("button", name="Mettre à la corbeille").click()
    guide.wait_for_function("window.clicks === 1")


def test_menu_moves_with_the_arrows(guide: Page) -> None:
    summary = guide.locator("main details.menu > summary").first
    summary.focus()
    guide.keyboard.press("ArrowDown")
    expect(guide.get_by_role("link", name="Télécharger")).to_be_focused()
    guide.keyboard.press("ArrowDown")
    expect(guide.get_by_role("link", name="Renommer")).to_be_focused()
    guide.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(guide.get_by_role("link", name="Renommer")).to_be_hidden()


def test_picker_is_driven_by_keyboard(guide: Page) -> None:
    field = guide.get_by_role("combobox", name="Demander à")
    field.fill("nad")
    expect(guide.locator("#person-list [role=option]")).to_have_count(1)
    guide.keyboard.press("ArrowDown")
    guide.keyboard.press("Enter")
    expect(guide.locator("input[name=person]").first).to_have_value("Nadia Benali")
    expect(field).to_be_hidden()
    guide.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(guide.locator("[data-chosen] input[name=person]")).to_have_count(0)


def test_search_answers_as_one_types_without_a_reload(guide: Page) -> None:
    guide.get_by_role("searchbox", name="Chercher une personne").fill("claire")
    expect(guide.locator("#found")).to_contain_text("Claire Vasseur")
    expect(guide.locator("#found")).not_to_contain_text("Nadia")
    assert guide.evaluate("window.isSamePage")


def test_refused_fragment_becomes_a_toast(guide: Page, console: list[str]) -> None:
    guide.evaluate("htmx.ajax('GET', '/styleguide/error/', {target: '#found'})")
    toast = guide.locator("#toasts .toast")
    expect(toast).to_contain_text("Cette page n’existe pas")
    expect(guide.locator("#found")).to_be_empty()
    toast.get_by_role("button", name="Fermer").click()
    expect(toast).to_have_count(0)
    console.clear()


def test_fragment_fills_the_dialog_of_the_shell(guide: Page) -> None:
    guide.get_by_role("link", name="Apparence").first.click()
    dialog = guide.locator("#dialog")
    expect(dialog.get_by_role("heading", name="Apparence")).to_be_visible()
    dialog.get_by_label("Sombres").check()
    dialog.get_by_role("button", name="Enregistrer").click()
    expect(guide.locator("html")).to_have_class(re.compile("theme-dark"))


def test_form_is_sent_once_and_not_left_by_mistake(guide: Page) -> None:
    form = guide.locator("form[data-guard]")
    form.get_by_label("Titre").fill("Halle")
    expect(form).to_have_attribute("data-dirty", "")
    sent = guide.evaluate(
        """() => {
          const form = document.querySelector('form[data-guard]');
          let count = 0;
          form.addEventListener('submit', () => { count += 1; });
          const stop = event => {
            if (event.defaultPrevented) count -= 1; else event.preventDefault();
          };
          window.addEventListener('submit', stop);
          form.requestSubmit(); form.requestSubmit();
          window.removeEventListener('submit', stop);
          return count;
        }"""
    )
    assert sent == 1
    expect(form).to_have_attribute("aria-busy", "true")
    expect(form).not_to_have_attribute("data-dirty", "")


def test_question_mark_lists_the_shortcuts(guide: Page) -> None:
    guide.keyboard.press("?")
    dialog = guide.get_by_role("dialog", name="Raccourcis du clavier")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Les touches simples").uncheck()
    assert guide.evaluate("localStorage.getItem('parvis-shortcuts')") == "off"


def test_loss_of_the_network_is_said(guide: Page) -> None:
    guide.context.set_offline(True)
    expect(guide.get_by_text("Vous êtes hors ligne")).to_be_visible()
    guide.context.set_offline(False)
    expect(guide.get_by_text("Vous êtes hors ligne")).to_be_hidden()


def test_pages_work_without_javascript(
    open_context: Callable[..., BrowserContext], site: str
) -> None:
    page = open_context(javascript=False).new_page()
    page.goto(f"{site}{GUIDE}")
    page.locator("main details.menu > summary").first.click()
    expect(page.get_by_role("link", name="Renommer")).to_be_visible()
    page.get_by_role("searchbox", name="Chercher une personne").press("Enter")
    expect(page).to_have_url(re.compile(r"/styleguide/picker/\?q="))
    page.goto(f"{site}/display/?next={GUIDE}")
    page.get_by_label("Très grande").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page).to_have_url(re.compile(GUIDE))
    expect(page.locator("html")).to_have_class(re.compile("text-larger"))
