"""The manifest, its icons, the service worker."""

import io
import json

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from tests.town import Town

from parvis.apps.devices import worker as workers
from parvis.apps.devices.icons import Purpose, draw_icon
from parvis.apps.devices.looks import Look, look_of
from parvis.apps.directory.services import branding


def logo(colour: str, size: tuple[int, int] = (300, 120), mode: str = "RGBA") -> bytes:
    picture = Image.new(mode, size)
    picture.paste(colour, (20, 20, size[0] - 20, size[1] - 20))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def manifest(client: Client, town: Town) -> dict[str, object]:
    answer = client.get(reverse("devices:manifest", args=[town.organisation.pk]))
    assert answer.headers["Content-Type"] == "application/manifest+json"
    read: dict[str, object] = answer.json()
    return read


def test_manifest_bears_the_name_and_colour_of_the_town(town: Town, client: Client) -> None:
    read = manifest(client, town)
    assert (read["id"], read["start_url"], read["scope"]) == ("/", "/", "/")
    assert (read["name"], read["short_name"]) == ("Bourg-Témoin · Parvis", "Bourg-Témoin")
    assert (read["display"], read["theme_color"], read["lang"]) == ("standalone", "#1f5f5b", "fr")


def test_manifest_of_a_long_name_is_short_on_the_home_of_the_phone(
    town: Town, client: Client
) -> None:
    town.organisation.name = "Communauté de communes du Haut-Bocage"
    town.organisation.save()
    assert manifest(client, town)["short_name"] == "Parvis"


def test_every_icon_of_the_manifest_is_there_in_its_size(town: Town, client: Client) -> None:
    icons = manifest(client, town)["icons"]
    assert isinstance(icons, list)
    assert {(one["sizes"], one["purpose"]) for one in icons} == {
        (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    for one in icons:
        answer = client.get(one["src"])
        picture = Image.open(io.BytesIO(answer.content))
        assert (answer.headers["Content-Type"], picture.format) == (one["type"], "PNG")
        assert f"{picture.width}x{picture.height}" == one["sizes"]
        assert "immutable" in answer.headers["Cache-Control"]


def test_every_address_of_the_manifest_is_one_of_ours(town: Town, client: Client) -> None:
    client.force_login(town.user("agent"))
    shortcuts = manifest(client, town)["shortcuts"]
    assert isinstance(shortcuts, list)
    assert shortcuts
    for one in shortcuts:
        assert client.get(one["url"]).status_code == 200, one


def test_icons_change_their_address_with_the_logo(town: Town, client: Client) -> None:
    before = look_of(town.organisation)
    branding.change_logo(actor=town.actor("admin"), data=logo("#884422"))
    town.organisation.refresh_from_db()
    after = look_of(town.organisation)
    assert after != before
    address = reverse("devices:icon", args=[after, 192, "any"])
    assert client.get(address).status_code == 200
    branding.change_logo(actor=town.actor("admin"), data=logo("#224488"))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("colour", "ground"), [("#884422", "#ffffff"), ("#fdfdfd", "#1f5f5b")])
def test_a_pale_logo_stands_on_the_colour_of_the_town(colour: str, ground: str) -> None:
    drawn = draw_icon(Look("#1f5f5b", logo(colour)), size=192, purpose=Purpose.MASKABLE)
    corner = Image.open(io.BytesIO(drawn)).convert("RGB").getpixel((2, 2))
    assert corner == tuple(bytes.fromhex(ground[1:]))


@pytest.mark.parametrize("shape", [(300, 120), (120, 300), (256, 256)])
def test_a_phone_that_cuts_the_icon_cuts_no_logo(shape: tuple[int, int]) -> None:
    """Whatever the phone's shape, the circle of the middle four fifths stays (safe zone)."""
    full = Image.new("RGB", shape, "#884422")
    out = io.BytesIO()
    full.save(out, "PNG")
    drawn = draw_icon(Look("#1f5f5b", out.getvalue()), size=512, purpose=Purpose.MASKABLE)
    icon = Image.open(io.BytesIO(drawn)).convert("RGB")
    inside = [
        (x, y)
        for x in range(0, 512, 4)
        for y in range(0, 512, 4)
        if icon.getpixel((x, y)) != (255, 255, 255)
    ]
    assert inside
    assert all(((x - 256) ** 2 + (y - 256) ** 2) ** 0.5 <= 0.4 * 512 + 2 for x, y in inside)


@pytest.mark.parametrize(
    "address",
    [
        "/appli/icone/1f5f5b/7-any.png",
        "/appli/icone/1f5f5b/192-monochrome.png",
        "/appli/icone/xyz/192-any.png",
        "/appli/icone/1f5f5b-00000000000000000000000000000000-0000000000000000/192-any.png",
        "/appli/00000000-0000-0000-0000-000000000000.webmanifest",
    ],
)
def test_what_nobody_named_isnt_drawn(address: str, client: Client, db: None) -> None:
    assert client.get(address).status_code == 404


def test_worker_governs_the_whole_site_and_asks_nobody_else(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; connect-src 'self'")
    first, _newline, _program = answer.content.decode().partition("\n")
    known = json.loads(first.removeprefix("self.PARVIS = ").removesuffix(";"))
    assert (known["offline"], known["signOut"]) == ("/hors-connexion/", "/compte/deconnexion/")
    assert len(known["assets"]) == len(workers.ASSETS) + len(workers._chunks())
    assert any("/chunks/" in one for one in known["assets"])


def test_pages_name_the_manifest_and_whose_they_are(town: Town, client: Client) -> None:
    client.force_login(town.user("agent"))
    page = client.get("/")
    address = reverse("devices:manifest", args=[town.organisation.pk])
    assert f'<link rel="manifest" href="{address}">' in page.content.decode()
    mark = page.headers["Parvis-Person"]
    assert f'<meta name="parvis-person" content="{mark}"' in page.content.decode()
    client.force_login(town.user("mayor"))
    assert client.get("/").headers["Parvis-Person"] not in {mark, "-"}
    client.logout()
    assert client.get("/compte/connexion/").headers["Parvis-Person"] == "-"
