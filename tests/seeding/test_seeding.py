"""Seeded data is the same for the same seed, and is real to the rules."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import F

from parvis.apps.directory.models import Organisation, Person
from parvis.apps.directory.selectors import actor_for
from parvis.apps.search.models import Document
from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Item, Waiting
from parvis.seeding import seed
from parvis.seeding.making import Maker

TODAY = date(2026, 11, 23)


@pytest.mark.django_db
def test_seeded_town_obeys_the_rules_of_access() -> None:
    seed(organisations=2, users=60, items=200, seed=3, today=TODAY)
    assert Person.objects.count() == 60
    assert Item.objects.exclude(kind="workspaces.space").count() == 200
    assert Waiting.objects.exists()
    assert not Item.objects.exclude(pk__in=Document.objects.values("source_id")).exists()
    for person in Person.objects.all()[:10]:
        actor = actor_for(user_id=person.user_id)
        seen = access.visible_items(actor)
        assert set(seen.values_list("organisation_id", flat=True)) <= {person.organisation_id}


@pytest.mark.django_db
def test_same_seed_gives_the_same_rows() -> None:
    def titles(number: int) -> list[str]:
        rows = Maker(seed=number, today=TODAY).organisation(number=1, users=20, items=40)
        return [item.title for item in rows.by_model[Item]]

    assert titles(5) == titles(5)
    assert titles(5) != titles(6)


@pytest.mark.django_db(transaction=True)
def test_copied_towns_are_whole_and_apart() -> None:
    seed(organisations=50, users=150, items=100, seed=3, today=TODAY)
    assert Organisation.objects.count() == 50
    assert Person.objects.values("organisation").distinct().count() == 50
    connection.check_constraints()
    astray = Item.objects.exclude(workspace__organisation_id=F("organisation_id"))
    assert not astray.exists()
    assert not Person.objects.exclude(party__organisation_id=F("organisation_id")).exists()
