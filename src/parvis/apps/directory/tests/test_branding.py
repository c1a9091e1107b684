"""Colours and logos: readable, kept for ever, served as nothing but what they are."""

import io

import pytest
from django.test import Client
from PIL import Image
from tests.town import Town

from parvis.apps.directory.services import branding
from parvis.apps.directory.shell import theme_version
from parvis.kernel.errors import ConflictError, InvalidError, RefusedError, TooLargeError
from parvis.kernel.models import Event


def png(size: tuple[int, int] = (300, 200)) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", size, "#1f5f5b80").save(out, "PNG")
    return out.getvalue()


def test_stylesheet_needs_no_table_and_is_kept_for_ever(
    client: Client, db: None, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):
        answer = client.get(f"/theme/{theme_version('#aa3366')}.css")
    assert "--town-brand" in answer.content.decode()
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Type"].startswith("text/css")


@pytest.mark.parametrize("version", ["aa3366", "aa3366-000000000000", "zz-1", "AA3366-1"])
def test_other_stylesheets_are_not_there(client: Client, db: None, version: str) -> None:
    assert client.get(f"/theme/{version}.css").status_code == 404


def test_page_wears_the_town(client: Client, town: Town) -> None:
    branding.change_organisation(
        actor=town.actor("admin"), name="Bourg", kind="commune", colour="#aa3366"
    )
    client.force_login(town.user("mayor"))
    page = client.get("/compte/").content.decode()
    assert f"/theme/{theme_version('#aa3366')}.css" in page
    assert "Bourg" in page


def test_logo_is_served_as_we_made_it(client: Client, town: Town) -> None:
    found = branding.change_logo(actor=town.actor("admin"), data=png())
    answer = client.get(f"/logo/{found.pk}/{found.logo_digest}.webp")
    assert answer["Content-Type"] == "image/webp"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Image.open(io.BytesIO(answer.content)).size == (256, 171)
    assert client.get(f"/logo/{town.other.pk}/{found.logo_digest}.webp").status_code == 404
    gone = branding.change_logo(actor=town.actor("admin"), data=b"")
    assert gone.logo_digest == ""
    assert client.get(f"/logo/{found.pk}/{found.logo_digest}.webp").status_code == 404


@pytest.mark.parametrize("persona", ["manager", "agent", "partner"])
def test_only_administrators_change_the_place(town: Town, persona: str) -> None:
    actor = town.actor(persona)
    before = Event.objects.count()
    with pytest.raises(RefusedError):
        branding.change_organisation(actor=actor, name="X", kind="commune", colour="#aa3366")
    with pytest.raises(RefusedError):
        branding.change_logo(actor=actor, data=png())
    with pytest.raises(RefusedError):
        branding.change_sign_in_policy(actor=actor, requires_second_factor=True)
    town.organisation.refresh_from_db()
    assert town.organisation.name == "Bourg-Témoin"
    assert not town.organisation.requires_second_factor
    assert Event.objects.count() == before


def test_wrong_values_change_nothing(town: Town) -> None:
    admin = town.actor("admin")
    for values in (
        {"name": "", "kind": "commune", "colour": "#aa3366"},
        {"name": "x" * 161, "kind": "commune", "colour": "#aa3366"},
        {"name": "X", "kind": "empire", "colour": "#aa3366"},
        {"name": "X", "kind": "commune", "colour": "red;}body{display:none"},
    ):
        with pytest.raises(InvalidError):
            branding.change_organisation(actor=admin, **values)
    with pytest.raises(InvalidError):
        branding.change_logo(actor=admin, data=b"<svg onload=alert(1)>")
    with pytest.raises(TooLargeError):
        branding.change_logo(actor=admin, data=b"\0" * 5_000_001)


def test_nobody_shuts_themselves_out(town: Town) -> None:
    with pytest.raises(ConflictError):
        branding.change_sign_in_policy(actor=town.actor("admin"), requires_second_factor=True)
    branding.change_sign_in_policy(actor=town.system, requires_second_factor=True)
    branding.change_sign_in_policy(actor=town.actor("admin"), requires_second_factor=False)


def test_pale_colour_is_made_darker() -> None:
    assert branding.readable_colour("#ffee00") != "#ffee00"
    assert branding.readable_colour("#1f5f5b") == "#1f5f5b"
