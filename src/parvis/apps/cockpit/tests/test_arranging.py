"""Arranging homes: one's own, and by default for a profile; who may, and what stays."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.town import Town

from parvis.apps.cockpit import arranging
from parvis.apps.cockpit.layouts import moved
from parvis.apps.cockpit.models import Arrangement, ProfileArrangement
from parvis.apps.directory.models import Person
from parvis.apps.files.services import folders
from parvis.apps.workspaces.models import Waiting
from parvis.apps.workspaces.services import waiting as balls
from parvis.kernel.errors import RefusedError
from parvis.kernel.models import Event
from parvis.kernel.ui.blocks import HomeProfile

ARRANGE = "/accueil/arranger/"
FRAGMENT = {"HX-Request": "true"}


def enter(town: Town, persona: str) -> Client:
    client = Client()
    client.force_login(town.user(persona))
    return client


def shown(client: Client) -> list[str]:
    context = client.get("/").context
    return [one.block.name for one in [*context["main"], *context["side"]]]


def test_a_person_arranges_their_own_home_only(town: Town) -> None:
    client = enter(town, "agent")
    assert "figures" not in shown(client)
    client.post(ARRANGE, {"block": "moved", "move": "hide"})
    client.post(ARRANGE, {"block": "agenda", "move": "main"})
    assert "moved" not in shown(client)
    assert [one.block.name for one in client.get("/").context["main"]][-1] == "agenda"
    assert "moved" in shown(enter(town, "councillor"))
    client.post(f"{ARRANGE}retablir/")
    assert "moved" in shown(client)
    assert not Arrangement.objects.exists()


def test_a_fragment_says_where_the_block_stands_now(town: Town) -> None:
    client = enter(town, "agent")
    answer = client.post(ARRANGE, {"block": "agenda", "move": "main"}, headers=FRAGMENT)
    page = answer.content.decode()
    assert "« Dates à venir » : place 3 sur 3, colonne large." in page.replace("\xa0", " ")
    assert "<!doctype" not in page
    dropped = {"block": "agenda", "move": "main", "index": "0"}
    client.post(ARRANGE, dropped, headers=FRAGMENT)
    assert Arrangement.objects.get().layout["main"][0] == "agenda"
    for strange in ({}, {"block": "x", "move": "up"}, {"block": "agenda", "move": "x"}):
        assert client.post(ARRANGE, strange).status_code == 302
    assert Arrangement.objects.get().layout["main"][0] == "agenda"


def test_what_one_may_not_have_cannot_be_put_on_the_page(town: Town) -> None:
    client = enter(town, "partner")
    client.post(ARRANGE, {"block": "figures", "move": "show"})
    client.post(ARRANGE, {"block": "figures", "move": "main", "index": "0"})
    assert "figures" not in shown(client)
    assert client.get(reverse("cockpit:block", args=["figures"])).status_code == 404
    assert client.get(reverse("cockpit:block", args=["nothing"])).status_code == 404


@pytest.mark.parametrize(
    ("persona", "profile"),
    [("partner", "partner"), ("mayor", "elected"), ("manager", "direction"), ("agent", "agent")],
)
def test_the_organisation_sets_the_default_of_each_profile(
    town: Town, persona: str, profile: str
) -> None:
    Person.objects.filter(pk=town.persons["mayor"].pk).update(is_elected=True)
    client, admin = enter(town, persona), enter(town, "admin")
    url = reverse("cockpit:profile", args=[profile])
    admin.post(url, {"block": "moved", "move": "hide"})
    assert "moved" not in shown(client)
    assert Event.objects.filter(type="cockpit.home_arranged").count() == 1
    client.post(ARRANGE, {"block": "moved", "move": "show"})
    admin.post(url, {"block": "moved", "move": "hide"})
    assert "moved" in shown(client), "who arranged their own page keeps it"
    client.post(f"{ARRANGE}retablir/")
    assert "moved" not in shown(client)
    admin.post(reverse("cockpit:reset_profile", args=[profile]))
    assert "moved" in shown(client)
    assert admin.get(reverse("cockpit:profile", args=["boss"])).status_code == 404


@pytest.mark.parametrize("persona", ["manager", "agent", "partner", "outsider"])
def test_only_administrators_set_defaults_and_a_refusal_leaves_nothing(
    town: Town, persona: str
) -> None:
    if persona != "outsider":
        with pytest.raises(RefusedError):
            arranging.arrange_profile(
                actor=town.actor(persona),
                profile=HomeProfile.AGENT,
                change=lambda layout: moved(layout, "moved", "hide"),
            )
        assert not ProfileArrangement.objects.exists()
        assert not Event.objects.filter(type="cockpit.home_arranged").exists()
    url = reverse("cockpit:profile", args=["agent"])
    enter(town, persona).post(url, {"block": "moved", "move": "hide"})
    assert "moved" in shown(enter(town, "agent")), "another town arranges its own"


def test_agenda_tells_what_is_dated_and_seen(town: Town) -> None:
    day = timezone.localdate() + timedelta(days=3)
    hold = balls.ask(
        actor=town.actor("agent"), item_id=town.space.pk, party_id=town.persons["mayor"].pk
    )
    Waiting.objects.filter(pk=hold.pk).update(due_on=day)
    url = reverse("cockpit:block", args=["agenda"])
    assert "Attend Maud Lefèvre" in enter(town, "agent").get(url).content.decode()
    assert "Vous attend" in enter(town, "mayor").get(url).content.decode()
    for persona in ("stranger", "partner", "outsider"):
        page = enter(town, persona).get(url, headers=FRAGMENT).content.decode()
        assert "Rien n’est daté" in page


def test_figures_count_what_one_sees(town: Town) -> None:
    folders.add_folder(actor=town.actor("agent"), parent_id=town.space.pk, title="Lots")
    balls.ask(actor=town.actor("agent"), item_id=town.space.pk, party_id=town.persons["mayor"].pk)
    url = reverse("cockpit:block", args=["figures"])
    figures = {one.label: one.value for one in enter(town, "manager").get(url).context["figures"]}
    assert figures == {
        "Demandes en cours": 1,
        "Dont en retard": 0,
        "Documents ajoutés ce mois-ci": 0,
        "Espaces actifs": 1,
    }
    hidden = enter(town, "admin").get(url).context["figures"]
    assert [one.value for one in hidden] == [0, 0, 0, 1], "spaces are known to administrators"
