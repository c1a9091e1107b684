"""Ways in: by code, by password, by second factor; and what guessers learn, which is nothing."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.town import PASSWORD, Town

from parvis.apps.accounts.models import User
from parvis.apps.accounts.services import create_user
from parvis.apps.directory.services import create_organisation

LOGIN = "/compte/connexion/"
CODE = "/compte/connexion/code/"
TYPED = "/compte/connexion/code/saisie/"


def code_of(message: mail.EmailMessage) -> str:
    found = re.search(r"\b(\d{3}-\d{3})\b", message.body)
    assert found
    return found[1]


@pytest.fixture(autouse=True)
def organisation(request: pytest.FixtureRequest, db: None) -> None:
    """Have a town, or all would lead to the set-up."""
    if "town" not in request.fixturenames:
        create_organisation(name="Bourg-Témoin")


@pytest.fixture
def user(db: None) -> User:
    return create_user(email="jeanne@ville.test", password=PASSWORD, is_proven=True)


def is_signed_in(client: Client) -> bool:
    return client.get("/compte/").status_code == 200


def test_page_shows_three_ways(client: Client, db: None) -> None:
    page = client.get(LOGIN).content.decode()
    assert 'name="password"' in page
    assert CODE in page
    assert "parvis-passkey" in page
    assert "ProConnect" not in page


def test_password_opens(client: Client, user: User) -> None:
    response = client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert response.status_code == 302
    assert response.url == "/"
    assert is_signed_in(client)


def test_mailed_code_opens_and_proves_the_address(client: Client, db: None) -> None:
    user = create_user(email="sans@mot.test")
    response = client.post(CODE, {"login": "Sans@mot.test"})
    assert response.url == TYPED
    assert len(mail.outbox) == 1
    response = client.post(TYPED, {"code": code_of(mail.outbox[0])})
    assert response.url == "/"
    assert is_signed_in(client)
    assert user.emailaddress_set.get().verified


def test_code_dies_after_three_wrong_tries(client: Client, user: User) -> None:
    client.post(CODE, {"email": user.email})
    good = code_of(mail.outbox[0])
    for _ in range(3):
        client.post(TYPED, {"code": "000-000" if good != "000-000" else "111-111"})
    client.post(TYPED, {"code": good})
    assert not is_signed_in(client)


def test_code_works_once(client: Client, user: User) -> None:
    client.post(CODE, {"email": user.email})
    good = code_of(mail.outbox[0])
    client.post(TYPED, {"code": good})
    client.post("/compte/deconnexion/")
    assert not is_signed_in(client)
    client.post(TYPED, {"code": good})
    assert not is_signed_in(client)


def test_code_of_one_browser_does_not_open_another(client: Client, user: User) -> None:
    client.post(CODE, {"email": user.email})
    good = code_of(mail.outbox[0])
    other = Client()
    other.post(CODE, {"email": user.email})
    other.post(TYPED, {"code": good})
    assert not is_signed_in(other) or good == code_of(mail.outbox[1])


def test_unknown_address_looks_the_same(client: Client, user: User) -> None:
    answers = []
    for email in (user.email, "personne@ville.test"):
        browser = Client()
        asked = browser.post(CODE, {"email": email})
        page = browser.get(TYPED).content.decode().replace(email, "…")
        wrong = browser.post(TYPED, {"code": "999-999"}).content.decode().replace(email, "…")
        texts = [
            re.sub(r'(csrf-token" content|csrfmiddlewaretoken" value)="\w+"', "", text)
            for text in (page, wrong)
        ]
        answers.append((asked.status_code, asked.url, *texts))
    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [[user.email], ["personne@ville.test"]]
    bodies = [message.alternatives[0].content for message in mail.outbox]
    assert all("<html" in body for body in bodies)
    assert not re.search(r"\d{3}-\d{3}", bodies[1])


def test_unknown_address_has_the_same_password_refusal(client: Client, user: User) -> None:
    texts = []
    for email in (user.email, "personne@ville.test"):
        answer = Client().post(LOGIN, {"login": email, "password": "faux mot de passe"})
        found = re.search(
            r'class="alert tone-late.*?</div></div>', answer.content.decode(), re.DOTALL
        )
        assert found
        texts.append(found[0])
    assert texts[0] == texts[1]


def test_password_reset_tells_nothing(client: Client, user: User) -> None:
    url = reverse("account_reset_password")
    answers = [Client().post(url, {"email": email}) for email in (user.email, "rien@ville.test")]
    assert {answer.url for answer in answers} == {reverse("account_confirm_password_reset_code")}


def test_wrong_passwords_are_throttled_even_with_the_right_one(client: Client, user: User) -> None:
    for _ in range(5):
        client.post(LOGIN, {"login": user.email, "password": "faux mot de passe"})
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert not is_signed_in(client)


def test_codes_are_throttled_by_address(client: Client, user: User) -> None:
    for _ in range(6):
        Client().post(CODE, {"email": user.email})
    assert len(mail.outbox) == 3


def test_next_leads_nowhere_else(client: Client, user: User) -> None:
    for bad in ("https://mal.test/", "//mal.test", "javascript:alert(1)", "https:mal.test"):
        browser = Client()
        answer = browser.post(LOGIN, {"login": user.email, "password": PASSWORD, "next": bad})
        assert answer.url == "/", bad


def test_session_changes_at_sign_in(client: Client, user: User) -> None:
    client.post(CODE, {"email": user.email})
    before = client.session.session_key
    client.post(TYPED, {"code": code_of(mail.outbox[0])})
    assert client.session.session_key != before


def test_sign_in_wants_its_own_form(user: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(LOGIN, {"login": user.email, "password": PASSWORD}).status_code == 403
    assert browser.post("/compte/deconnexion/").status_code == 403


def test_nobody_signs_up(client: Client, db: None) -> None:
    data = {"email": "neuf@ville.test", "password1": PASSWORD}
    client.post("/compte/inscription/", data)
    assert not User.objects.exists()
    assert "password1" not in client.get("/compte/inscription/").content.decode()


def test_closed_account_stays_shut(client: Client, user: User) -> None:
    User.objects.update(is_active=False)
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    client.post(CODE, {"email": user.email})
    assert not is_signed_in(client)
    assert not re.search(r"\d{3}-\d{3}", mail.outbox[0].body)


def test_personas_need_a_demonstration(client: Client, town: Town) -> None:
    assert "demonstration" not in client.get(LOGIN).content.decode()
    data = {"persona": str(town.user("mayor").pk)}
    assert client.post("/compte/connexion/demonstration/", data).status_code == 403
    assert not is_signed_in(client)


def test_persona_opens_with_one_press(client: Client, town: Town) -> None:
    type(town.organisation).objects.update(is_demonstration=True)
    page = client.get(LOGIN).content.decode()
    assert "Maud Lefèvre" in page
    assert "Paule Archi" not in page
    data = {"persona": str(town.user("mayor").pk)}
    assert client.post("/compte/connexion/demonstration/", data).url == "/"
    assert is_signed_in(client)


def test_every_page_of_sign_in_is_ours(client: Client, user: User) -> None:
    client.force_login(user)
    for name in (
        "account_email",
        "account_change_password",
        "account_reauthenticate",
        "accounts:home",
        "accounts:security",
        "accounts:sessions",
        "accounts:display",
        "accounts:tokens",
    ):
        answer = client.get(reverse(name), follow=True)
        assert answer.status_code == 200, name
        assert "parvis/build/app.css" in answer.content.decode(), name
