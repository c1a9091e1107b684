"""Conversations: who says what, mentions, history, resolution."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.town import Town

from parvis.apps.conversations import selectors, services
from parvis.apps.conversations.mentions import mentioned_ids
from parvis.apps.conversations.models import Conversation, Message, MessageVersion
from parvis.apps.workspaces.access import get_item
from parvis.apps.workspaces.models import Follow
from parvis.apps.workspaces.services import spaces
from parvis.apps.workspaces.services.items import create_item
from parvis.apps.workspaces.services.restrictions import restrict_item
from parvis.apps.workspaces.timeline import timeline
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from parvis.kernel.models import Event

OUTCOMES = {
    "manager": None,
    "agent": None,
    "partner": None,
    "councillor": None,
    "mayor": RefusedError,
    "admin": NotFoundError,
    "stranger": NotFoundError,
    "outsider": NotFoundError,
}


def _said(town: Town, body: str = "Bonjour", persona: str = "agent") -> Message:
    return services.start_conversation(actor=town.actor(persona), item_id=town.space.pk, body=body)


@pytest.mark.parametrize("persona", OUTCOMES)
@pytest.mark.parametrize("verb", ["start", "reply", "resolve"])
def test_commenters_talk_readers_read_others_see_nothing(
    town: Town, persona: str, verb: str
) -> None:
    message, actor, error = _said(town), town.actor(persona), OUTCOMES[persona]
    thread = message.conversation_id
    acts = {
        "start": lambda: services.start_conversation(
            actor=actor, item_id=town.space.pk, body="Oui"
        ),
        "reply": lambda: services.reply(actor=actor, conversation_id=thread, body="Oui"),
        "resolve": lambda: services.resolve_conversation(actor=actor, conversation_id=thread),
    }
    before = (Message.objects.count(), Event.objects.count())
    if error is None:
        acts[verb]()
        assert Event.objects.count() == before[1] + 1
    else:
        with pytest.raises(error):
            acts[verb]()
        assert (Message.objects.count(), Event.objects.count()) == before


@pytest.mark.parametrize("persona", [name for name in OUTCOMES if name != "agent"])
def test_only_the_author_edits(town: Town, persona: str) -> None:
    message = _said(town)
    with pytest.raises(OUTCOMES[persona] or RefusedError):
        services.edit_message(actor=town.actor(persona), message_id=message.pk, body="Non")


@pytest.mark.parametrize(
    ("persona", "may"), [("agent", True), ("manager", True), ("partner", False)]
)
def test_author_and_managers_delete(town: Town, persona: str, *, may: bool) -> None:
    message = _said(town)
    if not may:
        with pytest.raises(RefusedError):
            services.delete_message(actor=town.actor(persona), message_id=message.pk)
        return
    services.edit_message(actor=town.actor("agent"), message_id=message.pk, body="Autre")
    services.delete_message(actor=town.actor(persona), message_id=message.pk)
    message.refresh_from_db()
    assert message.body == ""
    assert not MessageVersion.objects.exists()
    with pytest.raises(ConflictError):
        services.edit_message(actor=town.actor("agent"), message_id=message.pk, body="Encore")


def test_edit_keeps_the_earlier_words(town: Town) -> None:
    message = _said(town, "Premier jet")
    services.edit_message(actor=town.actor("agent"), message_id=message.pk, body="Second jet")
    assert [version.body for version in message.versions.all()] == ["Premier jet"]


def test_mention_reaches_who_sees_the_item_and_nobody_else(town: Town) -> None:
    message = _said(town, "@chloe roux et @Serge Moreau, votre avis ? adresse a@b.fr")
    councillor = town.persons["councillor"].pk
    assert message.body == f"@{{{councillor}}} et @Serge Moreau, votre avis ? adresse a@b.fr"
    event = Event.objects.get(type="conversations.message_added")
    assert event.payload["mentioned_ids"] == [str(councillor)]


def test_reply_opens_a_settled_conversation_again(town: Town) -> None:
    message = _said(town)
    services.resolve_conversation(
        actor=town.actor("councillor"), conversation_id=message.conversation_id
    )
    services.reply(
        actor=town.actor("agent"), conversation_id=message.conversation_id, body="Une chose encore"
    )
    assert Conversation.objects.get().resolved_at is None


def test_who_speaks_follows(town: Town) -> None:
    _said(town)
    _said(town)
    assert Follow.objects.filter(person_id=town.persons["agent"].pk).count() == 1


@pytest.mark.parametrize("body", ["", "  \n ", "\u202e\u200b", "x" * 20_001])
def test_empty_or_endless_words_are_refused(town: Town, body: str) -> None:
    with pytest.raises(InvalidError):
        _said(town, body)
    assert not Conversation.objects.exists()


def test_reading_takes_as_many_queries_for_one_thread_as_for_twenty(
    town: Town, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for number in range(20):
        message = _said(town, f"@Chloé Roux n° {number}")
        services.reply(
            actor=town.actor("partner"), conversation_id=message.conversation_id, body="Vu"
        )
    actor = town.actor("mayor")
    item = get_item(actor, town.space.pk)
    with django_assert_max_num_queries(6):
        shown = selectors.conversations_on(actor, item)
    assert len(shown) == 20
    assert shown[0].messages[1].is_guest


def test_timeline_quotes_a_comment_as_it_reads_now(town: Town) -> None:
    message = _said(town, "Merci @Agnès Petit, c’est bon")
    assert [one.said for one in timeline(actor=town.actor("mayor"), types=["conversations."])] == [
        "Merci @Agnès Petit, c’est bon"
    ]
    services.delete_message(actor=town.actor("agent"), message_id=message.pk)
    added = timeline(actor=town.actor("mayor"), types=["conversations.message_added"])
    assert [one.said for one in added] == [""]


def test_id_that_was_guessed_names_nobody(town: Town) -> None:
    known, guessed = town.persons["mayor"].pk, town.persons["outsider"].pk
    body = _said(town, f"@{{{guessed}}} @@{{{guessed}}} @{{{known}}}").body
    assert mentioned_ids(body) == [known]
    assert str(guessed) in body


def test_mention_outlives_the_access_of_whom_it_names(town: Town) -> None:
    message = _said(town, "@Maud Lefèvre")
    spaces.remove_member(
        actor=town.actor("manager"),
        workspace_id=town.space.pk,
        party_id=town.persons["mayor"].pk,
    )
    edited = services.edit_message(
        actor=town.actor("agent"), message_id=message.pk, body=f"{message.body}, bonjour"
    )
    assert mentioned_ids(edited.body) == [town.persons["mayor"].pk]


def test_only_who_sees_the_thing_is_offered_as_one_types(town: Town, client: Client) -> None:
    client.force_login(town.user("agent"))
    address = reverse("conversations:mentionable", args=[town.space.pk])
    assert "Chloé Roux" in client.get(address, {"q": "chloe"}).content.decode()
    assert 'role="option"' not in client.get(address, {"q": "petit"}).content.decode(), "oneself"
    folder = create_item(
        actor=town.actor("agent"), kind="workspaces.space", parent_id=town.space.pk, title="Secret"
    )
    restrict_item(actor=town.actor("agent"), item_id=folder.pk)
    address = reverse("conversations:mentionable", args=[folder.pk])
    assert 'role="option"' not in client.get(address, {"q": "chloe"}).content.decode()
