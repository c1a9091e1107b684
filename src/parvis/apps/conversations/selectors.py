"""Reads of conversations, ready to be shown."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from parvis.apps.conversations.mentions import mentioned_ids, typed
from parvis.apps.conversations.models import Conversation, Message
from parvis.apps.directory.choosing import PartyChoices, as_uuid
from parvis.apps.directory.models import Party
from parvis.apps.directory.selectors import parties_by_id
from parvis.apps.workspaces import access
from parvis.apps.workspaces.holders import parties_who_see
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.registry import ItemText, Said
from parvis.kernel.actors import Actor
from parvis.kernel.errors import NotFoundError
from parvis.kernel.models import Event


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message with what its reader may do to it; `is_guest` marks an outside partner's."""

    message: Message
    parties: dict[UUID, Party]
    can_edit: bool
    can_delete: bool
    is_guest: bool


@dataclass(frozen=True, slots=True)
class ShownConversation:
    conversation: Conversation
    messages: list[ShownMessage]
    can_reply: bool


def conversations_on(actor: Actor, item: Item) -> list[ShownConversation]:
    """Return the threads of an item that the actor sees, oldest first, in four queries."""
    threads = list(
        Conversation.objects.filter(item=item).select_related("resolved_by").order_by("id")
    )
    rows = (
        Message.objects.filter(conversation__in=threads)
        .select_related("author", "author__person", "deleted_by")
        .defer("author__photo", "deleted_by__photo")
        .prefetch_related("versions")
    )
    messages: dict[UUID, list[Message]] = {}
    mentioned: set[UUID] = set()
    for message in rows:
        messages.setdefault(message.conversation_id, []).append(message)
        mentioned.update(mentioned_ids(message.body))
        for version in message.versions.all():
            mentioned.update(mentioned_ids(version.body))
    parties = parties_by_id(mentioned)
    abilities = access.abilities(actor, item)
    return [
        ShownConversation(
            thread,
            [_shown(actor, message, parties, abilities) for message in messages.get(thread.pk, [])],
            abilities["comment"],
        )
        for thread in threads
    ]


def _shown(
    actor: Actor, message: Message, parties: dict[UUID, Party], abilities: dict[str, bool]
) -> ShownMessage:
    is_own = message.author_id is not None and message.author_id == actor.party_id
    person = getattr(message.author, "person", None)
    return ShownMessage(
        message,
        parties,
        can_edit=is_own and abilities["comment"],
        can_delete=(is_own and abilities["comment"]) or abilities["moderate"],
        is_guest=person is not None and person.role == "guest",
    )


def mentionable_parties(actor: Actor, item: Item, text: str) -> QuerySet[Party]:
    """Return those who see the item and match what was typed, the actor left out."""
    choices = PartyChoices(actor=actor, workspace_id=item.workspace_id)
    present = parties_who_see(item).values("pk")
    found = choices.found(text).filter(pk__in=present)
    return found.exclude(pk=actor.party_id) if actor.party_id else found


def words_of_messages(events: Sequence[Event]) -> dict[UUID, Said]:
    """Return what each of these events of messages said, as it reads now, in one query."""
    named = {event.pk: as_uuid(event.payload["message_id"]) for event in events}
    messages = Message.objects.in_bulk(pk for pk in named.values() if pk)
    bodies = {
        event_id: messages[pk].body for event_id, pk in named.items() if pk and pk in messages
    }
    return {
        event_id: Said(text=body, names=mentioned_ids(body), told=typed)
        for event_id, body in bodies.items()
    }


def comment_counts(item_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many comments each item bears, in one query; for items that one may see."""
    rows = (
        Message.objects.filter(conversation__item_id__in=list(item_ids), deleted_at__isnull=True)
        .order_by()
        .values_list("conversation__item_id")
        .annotate(number=Count("pk"))
    )
    return dict(rows)


def get_message(actor: Actor, message_id: UUID) -> Message:
    """Return a message on an item that the actor sees (raises NotFoundError)."""
    message = (
        Message.objects.select_related("conversation", "author")
        .filter(pk=message_id, conversation__item__in=access.visible_items(actor))
        .first()
    )
    if message is None:
        raise NotFoundError
    return message


def texts_of(item_ids: Collection[UUID]) -> Iterator[ItemText]:
    """Yield all that is said about items, mentions by their names: for search."""
    rows = list(
        Message.objects.filter(conversation__item_id__in=item_ids, deleted_at__isnull=True)
        .order_by("pk")
        .values_list("pk", "conversation__item_id", "body", "author_id", "created_at")
    )
    parties = parties_by_id(pk for row in rows for pk in mentioned_ids(row[2]))
    for pk, item_id, body, author_id, created_at in rows:
        yield ItemText(
            id=pk, item_id=item_id, text=typed(body, parties), author_id=author_id, at=created_at
        )
