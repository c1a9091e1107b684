"""Changes to conversations."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.apps.conversations import access
from parvis.apps.conversations.events import (
    ConversationReopened,
    ConversationResolved,
    MessageAdded,
    MessageDeleted,
    MessageEdited,
)
from parvis.apps.conversations.mentions import keep_mentions, mentioned_ids
from parvis.apps.conversations.models import Conversation, Message, MessageVersion
from parvis.apps.workspaces import access as workspaces_access
from parvis.apps.workspaces.holders import parties_who_see
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.services.follows import follow_item
from parvis.kernel.actors import Actor
from parvis.kernel.errors import InvalidError
from parvis.kernel.events import emit

LONGEST_BODY = 20_000


def _clean(item: Item, body: str, *, before: str = "") -> str:
    body = "".join(sign for sign in body if sign.isprintable() or sign in "\n\t").strip()
    if not body:
        raise InvalidError(fields={"body": [_("Write something first.")]})
    if len(body) > LONGEST_BODY:
        raise InvalidError(fields={"body": [_("Keep it under 20,000 signs, or add a file.")]})
    if "@" not in body:
        return body
    parties = parties_who_see(item).values_list("pk", "name")
    return keep_mentions(body, parties, kept=mentioned_ids(before))


def _say(actor: Actor, conversation: Conversation, body: str) -> Message:
    item = conversation.item
    message = Message.objects.create(
        conversation=conversation, author_id=actor.party_id, body=_clean(item, body)
    )
    follow_item(actor=actor, item=item)
    emit(
        MessageAdded(
            item_id=item.pk,
            workspace_id=item.workspace_id,
            conversation_id=str(conversation.pk),
            message_id=str(message.pk),
            mentioned_ids=[str(party_id) for party_id in mentioned_ids(message.body)],
        ),
        actor=actor,
    )
    return message


@transaction.atomic
def start_conversation(*, actor: Actor, item_id: UUID, body: str) -> Message:
    """Open a thread on an item; its author follows the item from then on."""
    item = workspaces_access.lock_item(actor, item_id, to="comment")
    return _say(actor, Conversation.objects.create(item=item), body)


@transaction.atomic
def reply(*, actor: Actor, conversation_id: UUID, body: str) -> Message:
    """Answer in a thread; a resolved one is open again."""
    conversation = access.lock_conversation(actor, conversation_id, to="reply")
    message = _say(actor, conversation, body)
    if conversation.resolved_at:
        _set_resolved(actor, conversation, is_resolved=False)
    return message


@transaction.atomic
def edit_message(*, actor: Actor, message_id: UUID, body: str) -> Message:
    """Change one's own words; the earlier ones stay readable."""
    message = access.lock_message(actor, message_id, to="edit")
    item = message.conversation.item
    body = _clean(item, body, before=message.body)
    if body == message.body:
        return message
    new = set(mentioned_ids(body)) - set(mentioned_ids(message.body))
    now = timezone.now()
    MessageVersion.objects.create(message=message, body=message.body, replaced_at=now)
    message.body, message.edited_at = body, now
    message.save(update_fields=["body", "edited_at"])
    emit(
        MessageEdited(
            item_id=item.pk,
            workspace_id=item.workspace_id,
            message_id=str(message.pk),
            mentioned_ids=sorted(str(party_id) for party_id in new),
        ),
        actor=actor,
    )
    return message


@transaction.atomic
def delete_message(*, actor: Actor, message_id: UUID) -> Message:
    """Take words away: nobody reads them any more, nor their earlier versions."""
    message = access.lock_message(actor, message_id, to="delete")
    message.versions.all().delete()
    message.body, message.deleted_at = "", timezone.now()
    message.deleted_by_id = actor.party_id
    message.save(update_fields=["body", "deleted_at", "deleted_by"])
    item = message.conversation.item
    emit(
        MessageDeleted(item_id=item.pk, workspace_id=item.workspace_id, message_id=str(message.pk)),
        actor=actor,
    )
    return message


@transaction.atomic
def resolve_conversation(
    *, actor: Actor, conversation_id: UUID, is_resolved: bool = True
) -> Conversation:
    """Mark a thread as settled, or open it again; twice is once."""
    conversation = access.lock_conversation(actor, conversation_id, to="resolve")
    if bool(conversation.resolved_at) != is_resolved:
        _set_resolved(actor, conversation, is_resolved=is_resolved)
    return conversation


def _set_resolved(actor: Actor, conversation: Conversation, *, is_resolved: bool) -> None:
    conversation.resolved_at = timezone.now() if is_resolved else None
    conversation.resolved_by_id = actor.party_id if is_resolved else None
    conversation.save(update_fields=["resolved_at", "resolved_by"])
    event = ConversationResolved if is_resolved else ConversationReopened
    emit(
        event(
            item_id=conversation.item_id,
            workspace_id=conversation.item.workspace_id,
            conversation_id=str(conversation.pk),
        ),
        actor=actor,
    )
