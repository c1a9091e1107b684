"""The appearance of pages, and the words between page and htmx."""

import json

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from parvis.kernel.ui import htmx
from parvis.kernel.ui.display import Display
from parvis.kernel.ui.shell import Shell


@pytest.mark.django_db
def test_appearance_is_kept_on_the_device(client: Client) -> None:
    chosen = {"theme": "dark", "text": "larger", "contrast": "high", "next": "/styleguide/"}
    response = client.post(reverse("ui:display"), chosen)
    assert response.url == "/styleguide/"
    html = client.get(reverse("ui:sample-plain")).content.decode()
    assert 'class="theme-dark text-larger contrast-high"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_appearance_never_leads_elsewhere(client: Client, address: str) -> None:
    response = client.post(reverse("ui:display"), {"next": address})
    assert response.url == "/"


@pytest.mark.parametrize(
    "cookie", ["", "x", "a.b.c", "dark.large.high.more", "<script>.x.y", "..."]
)
def test_strange_cookie_gives_the_defaults(cookie: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES["parvis_display"] = cookie
    assert Shell(request).display == Display()


@pytest.mark.django_db
def test_appearance_opens_as_a_dialog(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "dialog#dialog", "HX-Request-Type": "partial"}
    html = client.get(reverse("ui:display"), headers=headers).content.decode()
    assert "<html" not in html
    assert "dialog-head" in html


def test_fragment_is_told_from_page() -> None:
    requests = RequestFactory()
    assert not htmx.is_fragment(requests.get("/"))
    assert htmx.is_fragment(requests.get("/", headers={"HX-Request": "true"}))
    whole = {"HX-Request": "true", "HX-Request-Type": "full"}
    assert not htmx.is_fragment(requests.get("/", headers=whole))


def test_triggers_add_up_and_stay_ascii() -> None:
    response = htmx.close_dialog(htmx.toast(HttpResponse(), "Envoyé à l’été"))
    header = response.headers["HX-Trigger"]
    assert header.isascii()
    assert json.loads(header)["toast"]["text"] == "Envoyé à l’été"
    assert "close-dialog" in json.loads(header)


@pytest.mark.django_db
def test_error_page_carries_what_a_toast_shows(client: Client) -> None:
    response = client.get(reverse("ui:sample-error"))
    assert response.status_code == 404
    assert b"data-error-title" in response.content
    assert b"data-error-detail" in response.content


@pytest.mark.parametrize("code", ["403", "403_csrf", "404", "500"])
def test_error_pages_stand_without_a_request(code: str) -> None:
    html = render_to_string(f"{code}.html")
    assert code[:3] in html
    assert 'href="/"' in html
    assert "data-error-detail" in html
