"""The first visit: who opens the door, and that it closes behind them."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from PIL import Image
from tests.town import PASSWORD, Town

from parvis.apps.accounts.models import User
from parvis.apps.directory import setup_token
from parvis.apps.directory.communes import LIST
from parvis.apps.directory.models import Organisation, Person
from parvis.apps.directory.services.setup import FirstAdministrator, NewOrganisation, set_up
from parvis.kernel.actors import OrganisationRole
from parvis.kernel.errors import ConflictError
from parvis.kernel.models import Event

DATA = {
    "kind": "other",
    "name": "Syndicat des Eaux",
    "given_name": "Ada",
    "family_name": "Martin",
    "email": "Ada@eaux.test",
    "password": PASSWORD,
    "colour": "#AA3366",
}


def picture(side: int = 400, kind: str = "PNG") -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (side, side), "#aa3366").save(out, kind)
    out.seek(0)
    out.name = "logo.png"
    return out


def test_every_way_leads_to_the_first_visit(client: Client, db: None) -> None:
    assert client.get("/compte/connexion/").url == "/installation/"
    assert client.get("/annuaire/choisir/", follow=True).redirect_chain[-1][0] == "/installation/"


def test_form_opens_the_place_and_signs_in(client: Client, db: None) -> None:
    answer = client.post("/installation/", {**DATA, "logo": picture()})
    assert answer.status_code == 302
    assert answer.url == "/"
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.colour) == ("Syndicat des Eaux", "#aa3366")
    assert bytes(organisation.logo or b"")[8:12] == b"WEBP"
    person = Person.objects.get()
    assert person.role == OrganisationRole.ADMINISTRATOR
    assert person.user == User.objects.get(email="ada@eaux.test")
    page = client.get("/compte/").content.decode()
    assert "Syndicat des Eaux" in page
    assert f"/logo/{organisation.pk}/{organisation.logo_digest}.webp" in page
    assert set(Event.objects.values_list("type", flat=True)) >= {"directory.organisation_created"}


@pytest.mark.skipif(not LIST.exists(), reason="`make assets` prepares the list")
def test_town_comes_from_the_official_list(client: Client, db: None) -> None:
    found = client.get("/installation/communes/", {"q": "aubusson"}).content.decode()
    assert 'data-value="23008"' in found
    data = {**DATA, "kind": "commune", "name": "", "commune": "23008"}
    assert client.post("/installation/", data).status_code == 302
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.insee_code) == ("Aubusson", "23008")
    assert organisation.population
    assert organisation.epci_name
    assert client.get("/installation/communes/", {"q": "aubusson"}).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "commune", "commune": "99999"},
        {"kind": "commune", "commune": "../etc"},
        {"kind": "empire"},
        {"name": " "},
        {"email": "ada"},
        {"password": "court"},
        {"colour": "rouge"},
        {"given_name": ""},
    ],
)
def test_wrong_form_says_so_and_makes_nothing(
    client: Client, db: None, wrong: dict[str, str]
) -> None:
    answer = client.post("/installation/", {**DATA, **wrong})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not Organisation.objects.exists()
    assert not User.objects.exists()


def test_what_no_browser_fills_in_again_is_asked_for_again(client: Client, db: None) -> None:
    wrong = {**DATA, "given_name": "", "logo": picture()}
    page = client.post("/installation/", wrong).content.decode()
    assert "Choisissez de nouveau le logo" in page
    assert "Retapez le mot de passe" in page
    page = client.post("/installation/", {**DATA, "given_name": "", "password": ""})
    assert "Choisissez de nouveau" not in page.content.decode()
    assert "Retapez" not in page.content.decode()


def test_administrator_whom_no_code_would_reach_chooses_a_password(
    client: Client, db: None, settings: object
) -> None:
    settings.MAIL_SERVER_BACKEND = ""
    assert client.post("/installation/", {**DATA, "password": ""}).status_code == 422
    assert not Organisation.objects.exists()
    settings.MAIL_SERVER_BACKEND = settings.EMAIL_BACKEND
    assert client.post("/installation/", {**DATA, "password": ""}).status_code == 302


@pytest.mark.parametrize("content", [b"", b"rien", b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_hostile_logo_is_refused(client: Client, db: None, content: bytes) -> None:
    file = io.BytesIO(content)
    file.name = "logo.png"
    assert client.post("/installation/", {**DATA, "logo": file}).status_code == 422
    assert not Organisation.objects.exists()


def test_door_is_closed_afterwards(client: Client, town: Town) -> None:
    assert client.get("/installation/").url == "/"
    assert client.post("/installation/", DATA).status_code == 409
    assert client.post("/installation/demonstration/").status_code == 409
    assert Organisation.objects.count() == 2
    assert "/installation/" not in client.get("/compte/connexion/").content.decode()


def test_server_that_others_reach_asks_for_its_token(
    client: Client, db: None, settings: object
) -> None:
    settings.LISTENING_HOST = "192.168.1.4"
    assert client.get("/installation/").status_code == 403
    assert client.post("/installation/", DATA).status_code == 403
    assert client.post("/installation/demonstration/").status_code == 403
    client.get("/installation/?jeton=faux")
    assert client.get("/installation/").status_code == 403
    assert not Organisation.objects.exists()
    token = setup_token.setup_token()
    assert client.get(f"/installation/?jeton={token}").url == "/installation/"
    assert client.get("/installation/").status_code == 200
    assert client.post("/installation/", DATA).url == "/"
    assert not (settings.DATA_DIR / "keys" / "setup").exists()


@pytest.mark.parametrize(
    ("host", "reachable"),
    [
        ("127.0.0.1", False),
        ("localhost", False),
        ("::1", False),
        ("::", True),
        ("192.168.1.4", True),
        ("parvis.ville.test", True),
    ],
)
def test_reach_of_a_host(host: str, *, reachable: bool) -> None:
    assert setup_token.is_reachable(host) is reachable


def test_token_is_for_the_owner_alone(db: None, settings: object) -> None:
    setup_token.setup_token()
    assert (settings.DATA_DIR / "keys" / "setup").stat().st_mode & 0o777 == 0o600


def open_one(number: int) -> bool:
    try:
        set_up(
            organisation=NewOrganisation(name=f"Ville {number}", kind="other"),
            administrator=FirstAdministrator("Ada", "Martin", f"ada{number}@ville.test"),
        )
    except ConflictError:
        return False
    finally:
        connection.close()
    return True


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_at_once_open_one() -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(open_one, range(4)))
    assert sum(opened) == 1
    assert Organisation.objects.count() == 1
    assert User.objects.count() == 1
