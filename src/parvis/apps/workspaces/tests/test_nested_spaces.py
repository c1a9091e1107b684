"""A space within a space: said on both pages, its members its own, unseen where it is secret."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.town import Town

from parvis.apps.workspaces.enums import Openness
from parvis.apps.workspaces.models import Workspace
from parvis.apps.workspaces.services import spaces


def browser(town: Town, persona: str) -> Client:
    client = Client()
    client.force_login(town.user(persona))
    return client


def nested(town: Town, openness: str) -> Workspace:
    return spaces.create_workspace(
        actor=town.actor("manager"),
        title="Négociation foncière",
        template="blank",
        parent_id=town.space.pk,
        openness=openness,
    )


def front(town: Town, persona: str, space: Workspace) -> str:
    return browser(town, persona).get(reverse("workspaces:space", args=[space.pk])).content.decode()


def test_nested_space_and_the_one_around_it_lead_to_each_other(town: Town) -> None:
    space = nested(town, Openness.CLOSED)
    assert reverse("workspaces:space", args=[town.space.pk]) in front(town, "manager", space)
    around = front(town, "manager", town.space)
    assert "Espaces rattachés" in around
    assert reverse("workspaces:space", args=[space.pk]) in around


def test_members_are_not_handed_down(town: Town) -> None:
    space = nested(town, Openness.CLOSED)
    led = browser(town, "agent").get(f"/espaces/{space.pk}/")
    assert led.headers["Location"] == f"/espaces/{space.pk}/rejoindre/"
    around = front(town, "agent", town.space)
    assert "Négociation foncière" in around
    assert f'href="/espaces/{space.pk}/"' not in around
    assert f"/espaces/{space.pk}/rejoindre/" in around


@pytest.mark.parametrize("persona", ["agent", "mayor", "partner"])
def test_secret_nested_space_is_unknown_to_the_members_around_it(town: Town, persona: str) -> None:
    space = nested(town, Openness.SECRET)
    for path in (f"/espaces/{town.space.pk}/", "/espaces/", "/"):
        page = browser(town, persona).get(path).content.decode()
        assert str(space.pk) not in page
        assert "Négociation foncière" not in page
    assert "Négociation foncière" in front(town, "manager", town.space)


def test_opening_one_within_starts_with_the_space_around_it(town: Town) -> None:
    path = reverse("workspaces:new")
    assert f"{path}?dans={town.space.pk}" in front(town, "manager", town.space)
    form = browser(town, "manager").get(path, {"dans": str(town.space.pk)}).content.decode()
    assert f'<option value="{town.space.pk}" selected>' in form
    assert f"{path}?dans=" not in front(town, "agent", town.space)
