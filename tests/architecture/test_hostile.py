"""What no browser sends is refused plainly, in French, with a status of the caller's fault."""

import json

import pytest
from django.test import Client

from parvis.apps.accounts.services import create_token
from tests.town import Town

LONG_NAME = (
    b'--X\r\nContent-Disposition: form-data; name="file"; filename="'
    + b"x" * 10_000
    + b'.pdf"\r\nContent-Type: text/plain\r\n\r\nBonjour\r\n--X--\r\n'
)


@pytest.fixture
def agent(town: Town) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(town.user("agent"))
    return client


def token(town: Town, persona: str = "agent") -> dict[str, str]:
    secret = create_token(
        user_id=town.user(persona).pk,
        organisation_id=town.persons[persona].organisation_id,
        name="tests",
        scopes=["write"],
    )
    return {"authorization": f"Bearer {secret}"}


def test_another_address_is_told_which_to_use(db: None, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    page = Client(raise_request_exception=False).get("/", headers={"host": "ailleurs.example"})
    assert page.status_code == 400
    assert "Utilisez l’adresse" in page.content.decode()


@pytest.mark.parametrize("address", ["/documents/{space}/?etiquette=a%00b", "/espaces/?q=%00"])
def test_unfit_text_of_an_address_is_refused(agent: Client, town: Town, address: str) -> None:
    page = agent.get(address.format(space=town.space.pk))
    assert page.status_code == 422
    assert "Un texte contient" in page.content.decode()


def test_unfit_text_of_a_form_is_refused(agent: Client, town: Town) -> None:
    page = agent.post(f"/documents/{town.space.pk}/dossier/", {"title": "a\0b"})
    assert page.status_code == 422
    assert agent.post(f"/documents/{town.space.pk}/ajouter/", {"choice": "\0"}).status_code == 422


@pytest.mark.parametrize(
    "media_type",
    ["multipart/form-data", "application/x-www-form-urlencoded; charset=utf-7"],
)
def test_form_that_cannot_be_read_is_our_callers_fault(
    agent: Client, town: Town, media_type: str
) -> None:
    page = agent.post(f"/documents/{town.space.pk}/dossier/", b"a=1", content_type=media_type)
    assert page.status_code == 400
    assert "Rien n’a été changé" in page.content.decode()


def test_too_many_fields_are_too_much(agent: Client, town: Town) -> None:
    fields = "&".join(f"a{number}=1" for number in range(2_500))
    page = agent.post(
        f"/documents/{town.space.pk}/dossier/",
        fields,
        content_type="application/x-www-form-urlencoded",
    )
    assert page.status_code == 413


def test_api_tells_of_a_body_that_cannot_be_read(town: Town) -> None:
    answer = Client(raise_request_exception=False).post(
        f"/api/v1/folders/{town.space.pk}/files",
        LONG_NAME,
        content_type="multipart/form-data; boundary=X",
        headers=token(town),
    )
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert "corps" in answer.json()["detail"]


@pytest.mark.parametrize("sent", [5, True, {"a": 1}, "x", None])
def test_question_about_names_takes_a_list_only(agent: Client, town: Town, sent: object) -> None:
    answer = agent.post(f"/documents/{town.space.pk}/conflits/", {"paths": json.dumps(sent)})
    assert answer.status_code == 422
