"""What posts do: written, published, scheduled, withdrawn, read, acknowledged; and who may not."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.town import Town

from parvis.apps.posts import access, selectors
from parvis.apps.posts.enums import PostState
from parvis.apps.posts.models import Post, Reading
from parvis.apps.posts.services import pictures, publishing, readings, writing
from parvis.apps.posts.services.writing import Content
from parvis.apps.posts.tests.photographs import photograph
from parvis.apps.posts.tests.surfaces import drafted, published
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.models import Membership, Waiting
from parvis.apps.workspaces.selectors import waits_for
from parvis.apps.workspaces.services import showings, spaces, waiting
from parvis.kernel.actors import Role
from parvis.kernel.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    ParvisError,
    RefusedError,
    VersionMismatchError,
)
from parvis.kernel.models import Event
from parvis.kernel.outbox import deliver_all
from parvis.kernel.storage.blobs import read_blob

READERS = {"manager", "agent", "councillor", "mayor", "partner"}
EVERYBODY = [*sorted(READERS), "admin", "stranger", "outsider"]


def seers(town: Town, post_id: object) -> set[str]:
    return {
        persona
        for persona in EVERYBODY
        if access.visible_posts(town.actor(persona)).filter(pk=post_id).exists()
        and items_access.visible_items(town.actor(persona)).filter(pk=post_id).exists()
    }


def types(post_id: object) -> list[str]:
    return list(Event.objects.filter(item_id=post_id).order_by("pk").values_list("type", flat=True))


def test_draft_is_its_authors_alone(town: Town) -> None:
    pk = drafted(town)
    assert seers(town, pk) == {"agent"}
    writing.add_author(
        actor=town.actor("agent"), post_id=pk, party_id=town.persons["councillor"].pk
    )
    assert seers(town, pk) == {"agent", "councillor"}
    writing.remove_author(
        actor=town.actor("agent"), post_id=pk, party_id=town.persons["councillor"].pk
    )
    assert seers(town, pk) == {"agent"}
    with pytest.raises(ConflictError):
        writing.remove_author(
            actor=town.actor("agent"), post_id=pk, party_id=town.persons["agent"].pk
        )


def test_nobody_opens_a_draft_by_its_restriction(town: Town) -> None:
    pk = drafted(town)
    item = items_access.get_item(town.actor("agent"), pk)
    assert not items_access.may(town.actor("agent"), item, "manage_grants")


def test_published_post_is_read_in_its_space(town: Town) -> None:
    pk = published(town)["post_id"]
    assert seers(town, pk) == READERS
    assert types(pk) == ["posts.post_drafted", "posts.post_published"]


def test_post_shows_in_another_space_and_nowhere_else(town: Town) -> None:
    manager = town.actor("manager")
    other = spaces.create_workspace(actor=manager, title="Communication")
    spaces.add_member(
        actor=manager,
        workspace_id=other.pk,
        party_id=town.persons["stranger"].pk,
        role=Role.EDITOR,
    )
    made = writing.create_post(
        actor=manager,
        workspace_id=other.pk,
        content=Content(title="Fête", body="Samedi.", place_ids=[town.space.pk]),
    )
    assert seers(town, made.pk) == {"manager"}
    publishing.publish_post(actor=manager, post_id=made.pk)
    assert seers(town, made.pk) == READERS | {"stranger"}
    item = items_access.get_item(town.actor("agent"), made.pk)
    assert items_access.role_on(town.actor("agent"), item) == Role.COMMENTER
    assert items_access.role_on(town.actor("mayor"), item) == Role.READER
    with pytest.raises(RefusedError):
        writing.save_post(actor=town.actor("agent"), post_id=made.pk, content=Content(body="Autre"))
    with pytest.raises(RefusedError):
        showings.hide_item(actor=town.actor("agent"), item_id=made.pk, workspace_id=town.space.pk)
    showings.hide_item(actor=manager, item_id=made.pk, workspace_id=town.space.pk)
    assert seers(town, made.pk) == {"manager", "stranger"}


def test_post_for_the_town_stays_out_of_guests_and_other_towns_reach(town: Town) -> None:
    with pytest.raises(InvalidError):
        drafted(town, to_town=True)
    made = writing.create_post(
        actor=town.actor("manager"),
        workspace_id=spaces.create_workspace(actor=town.actor("manager"), title="Com").pk,
        content=Content(title="Vœux", body="Le 12.", to_town=True),
    )
    publishing.publish_post(actor=town.actor("manager"), post_id=made.pk)
    assert seers(town, made.pk) == {
        "manager",
        "agent",
        "councillor",
        "mayor",
        "admin",
        "stranger",
    }


def test_secret_space_shows_nothing_elsewhere(town: Town) -> None:
    manager = town.actor("manager")
    secret = spaces.create_workspace(actor=manager, title="Secret", openness="secret")
    with pytest.raises(InvalidError):
        writing.create_post(
            actor=manager,
            workspace_id=secret.pk,
            content=Content(title="x", body="x", place_ids=[town.space.pk]),
        )
    made = published(town)["post_id"]
    showings.show_item(actor=manager, item_id=made, to_town=True)
    assert "stranger" in seers(town, made)
    town.space.openness = "secret"
    town.space.save(update_fields=["openness"])
    assert seers(town, made) == READERS


def test_one_shows_only_where_one_may_add(town: Town) -> None:
    hidden = spaces.create_workspace(actor=town.actor("manager"), title="Autre")
    with pytest.raises(InvalidError):
        drafted(town, place_ids=[hidden.pk])
    assert not Post.objects.exists()


def test_somebody_elses_change_is_not_overwritten(town: Town) -> None:
    post = Post.objects.get(pk=drafted(town))
    version = post.item.version
    writing.save_post(
        actor=town.actor("agent"), post_id=post.pk, content=Content(body="Un"), version=version
    )
    with pytest.raises(VersionMismatchError):
        writing.save_post(
            actor=town.actor("agent"),
            post_id=post.pk,
            content=Content(body="Deux"),
            version=version,
        )
    assert Post.objects.get(pk=post.pk).body == "Un"


def test_published_text_keeps_what_it_said(town: Town) -> None:
    pk = published(town)["post_id"]
    writing.save_post(actor=town.actor("agent"), post_id=pk, content=Content(body="Mardi."))
    post = Post.objects.get(pk=pk)
    assert post.edited_at is not None
    assert [row.body for row in post.versions.all()] == ["Ils commencent **lundi**."]
    assert types(pk)[-1] == "posts.post_edited"


def test_empty_post_is_not_published(town: Town) -> None:
    pk = drafted(town, body="")
    with pytest.raises(InvalidError):
        publishing.publish_post(actor=town.actor("agent"), post_id=pk)
    assert Post.objects.get(pk=pk).state == PostState.DRAFT
    assert types(pk) == ["posts.post_drafted"]


@pytest.mark.parametrize("persona", ["councillor", "mayor"])
def test_who_may_not_add_does_not_publish(town: Town, persona: str) -> None:
    actor = town.actor(persona)
    with pytest.raises(RefusedError):
        writing.create_post(
            actor=actor, workspace_id=town.space.pk, content=Content(title="x", body="x")
        )
    pk = drafted(town)
    writing.add_author(actor=town.actor("agent"), post_id=pk, party_id=town.persons[persona].pk)
    writing.save_post(actor=actor, post_id=pk, content=Content(body="Relu."))
    with pytest.raises(RefusedError):
        publishing.publish_post(actor=actor, post_id=pk)


def schedule(town: Town, **content: object) -> Post:
    pk = drafted(town, **content)
    return publishing.schedule_post(
        actor=town.actor("agent"), post_id=pk, publish_at=timezone.now() + timedelta(hours=1)
    )


def test_scheduled_post_publishes_itself_once(town: Town) -> None:
    post = schedule(town)
    assert publishing.publish_due(now=timezone.now()) == 0
    assert seers(town, post.pk) == {"agent"}
    later = timezone.now() + timedelta(hours=2)
    assert publishing.publish_due(now=later) == 1
    assert publishing.publish_due(now=later) == 0
    assert seers(town, post.pk) == READERS
    event = Event.objects.get(type="posts.post_published")
    assert event.actor_id == town.persons["agent"].pk


def test_scheduled_post_stays_when_its_author_has_lost_the_right(town: Town) -> None:
    post = schedule(town)
    Membership.objects.filter(party_id=town.persons["agent"].pk).update(role=Role.READER)
    assert publishing.publish_due(now=timezone.now() + timedelta(hours=2)) == 0
    assert Post.objects.get(pk=post.pk).state == PostState.DRAFT
    assert types(post.pk)[-1] == "posts.post_held_back"
    assert seers(town, post.pk) == {"agent"}


def test_scheduled_post_is_taken_back(town: Town) -> None:
    post = schedule(town)
    with pytest.raises(NotFoundError):
        publishing.unschedule_post(actor=town.actor("manager"), post_id=post.pk)
    publishing.unschedule_post(actor=town.actor("agent"), post_id=post.pk)
    assert publishing.publish_due(now=timezone.now() + timedelta(hours=2)) == 0


def test_reading_is_counted_once_and_not_for_authors(town: Town) -> None:
    post = Post.objects.get(pk=published(town)["post_id"])
    for persona in ("mayor", "mayor", "agent", "partner"):
        readings.note_reading(actor=town.actor(persona), post=post)
    assert set(Reading.objects.values_list("person_id", flat=True)) == {
        town.persons["mayor"].pk,
        town.persons["partner"].pk,
    }


def test_acknowledgement_waits_for_each_person_and_is_dated(town: Town) -> None:
    pk = published(town)["post_id"]
    actor = town.actor("agent")
    asked = readings.ask_to_acknowledge(actor=actor, post_id=pk, everybody=True)
    assert asked == len(READERS) - 1
    assert readings.ask_to_acknowledge(actor=actor, post_id=pk, everybody=True) == 0
    assert waits_for(town.actor("mayor")).filter(item_id=pk).count() == 1
    readings.acknowledge(actor=town.actor("mayor"), post_id=pk)
    with pytest.raises(ConflictError):
        readings.acknowledge(actor=town.actor("mayor"), post_id=pk)
    rows = selectors.acknowledgements(Post.objects.get(pk=pk))
    done = {row.person.pk: row.done_at for row in rows if row.done_at}
    assert set(done) == {town.persons["mayor"].pk}
    assert len(rows) == asked
    assert not waits_for(town.actor("mayor")).filter(item_id=pk).exists()


def test_text_that_changed_is_asked_again(town: Town) -> None:
    pk = published(town)["post_id"]
    actor = town.actor("agent")
    readings.ask_to_acknowledge(actor=actor, post_id=pk, party_ids=[town.persons["mayor"].pk])
    readings.acknowledge(actor=town.actor("mayor"), post_id=pk)
    writing.save_post(actor=actor, post_id=pk, content=Content(body="Mardi."))
    [row] = selectors.acknowledgements(Post.objects.get(pk=pk))
    assert row.is_outdated
    mayor = [town.persons["mayor"].pk]
    assert readings.ask_to_acknowledge(actor=actor, post_id=pk, party_ids=mayor) == 1


def test_department_is_asked_person_by_person(town: Town) -> None:
    pk = published(town)["post_id"]
    count = readings.ask_to_acknowledge(
        actor=town.actor("manager"), post_id=pk, party_ids=[town.department.pk]
    )
    assert count == 1
    assert Waiting.objects.get(item_id=pk).party_id == town.persons["agent"].pk


def test_reading_asked_of_who_leaves_falls_away(town: Town) -> None:
    pk = published(town)["post_id"]
    mayor = town.persons["mayor"].pk
    readings.ask_to_acknowledge(actor=town.actor("agent"), post_id=pk, party_ids=[mayor])
    spaces.remove_member(actor=town.actor("manager"), workspace_id=town.space.pk, party_id=mayor)
    deliver_all()
    assert Waiting.objects.get(item_id=pk).state == "withdrawn"


def test_withdrawn_post_is_its_authors_again_and_waits_for_nobody(town: Town) -> None:
    pk = published(town)["post_id"]
    readings.ask_to_acknowledge(actor=town.actor("agent"), post_id=pk, everybody=True)
    showings.show_item(actor=town.actor("manager"), item_id=pk, to_town=True)
    publishing.withdraw_post(actor=town.actor("manager"), post_id=pk)
    assert seers(town, pk) == {"agent"}
    assert not Waiting.objects.filter(item_id=pk, state="open").exists()
    publishing.publish_post(actor=town.actor("agent"), post_id=pk)
    assert seers(town, pk) == READERS


def test_card_of_what_one_cannot_see_is_neither_shown_nor_lost(town: Town) -> None:
    hidden = drafted(town, title="Note interne")
    pk = published(town, card_ids=[hidden])["post_id"]
    post = Post.objects.get(pk=pk)
    assert [item.pk for item in selectors.card_items(town.actor("agent"), post)] == [hidden]
    assert selectors.card_items(town.actor("mayor"), post) == []
    writing.save_post(actor=town.actor("manager"), post_id=pk, content=Content(card_ids=[]))
    assert [card.item_id for card in post.cards.all()] == [hidden]
    stranger_made = drafted(town, card_ids=[town.other.pk])
    assert not Post.objects.get(pk=stranger_made).cards.exists()


def test_picture_loses_what_the_camera_added(town: Town) -> None:
    pk = drafted(town)
    made = pictures.add_picture(
        actor=town.actor("agent"), post_id=pk, data=photograph(2400, 1200, place="Rue secrète")
    )
    content = b"".join(read_blob(made.blob))
    assert content[:4] == b"RIFF"
    assert b"secr" not in content
    assert (made.width, made.height) == (1600, 800)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.4", b"<svg onload=alert(1)>", b"\xff\xd8\xff broken"]
)
def test_what_is_no_picture_is_refused(town: Town, data: bytes) -> None:
    pk = drafted(town)
    with pytest.raises(ParvisError):
        pictures.add_picture(actor=town.actor("agent"), post_id=pk, data=data)
    assert not Post.objects.get(pk=pk).pictures.exists()


def test_only_managers_pin(town: Town) -> None:
    pk = published(town)["post_id"]
    with pytest.raises(RefusedError):
        publishing.pin_post(actor=town.actor("agent"), post_id=pk, workspace_id=town.space.pk)
    later = published(town)["post_id"]
    publishing.pin_post(actor=town.actor("manager"), post_id=pk, workspace_id=town.space.pk)
    listed = selectors.space_posts(town.actor("mayor"), town.space.pk)
    assert [post.pk for post in listed] == [pk, later]
    with pytest.raises(NotFoundError):
        publishing.pin_post(actor=town.actor("manager"), post_id=pk)


def test_ask_that_its_author_closes_is_no_acknowledgement(town: Town) -> None:
    pk = published(town)["post_id"]
    mayor = town.persons["mayor"].pk
    readings.ask_to_acknowledge(actor=town.actor("agent"), post_id=pk, party_ids=[mayor])
    hold = Waiting.objects.get(item_id=pk)
    waiting.close(actor=town.actor("agent"), waiting_id=hold.pk)
    assert selectors.acknowledgements(Post.objects.get(pk=pk)) == []
