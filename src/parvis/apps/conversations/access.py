"""Who may read and change conversations: whoever may see the item reads, commenters write."""

from uuid import UUID

from parvis.apps.conversations.models import Conversation, Message
from parvis.apps.workspaces import access
from parvis.kernel.actors import Actor
from parvis.kernel.errors import ConflictError, NotFoundError, RefusedError

RULES = {"start": "comment", "reply": "comment", "resolve": "comment", "edit": "comment"}


def get_conversation(actor: Actor, conversation_id: UUID) -> Conversation:
    """Return a conversation on an item that the actor sees (raises NotFoundError)."""
    conversation = Conversation.objects.filter(
        pk=conversation_id, item__in=access.visible_items(actor)
    ).first()
    if conversation is None:
        raise NotFoundError
    return conversation


def lock_conversation(actor: Actor, conversation_id: UUID, *, to: str) -> Conversation:
    """Lock a conversation on a visible item and authorise `to` (see RULES)."""
    conversation = Conversation.objects.select_for_update().filter(pk=conversation_id).first()
    if conversation is None or to not in RULES:
        raise NotFoundError
    conversation.item = access.lock_item(actor, conversation.item_id, to=RULES[to])
    return conversation


def lock_message(actor: Actor, message_id: UUID, *, to: str) -> Message:
    """Lock a message: its author edits it, its author or a manager of the space deletes it."""
    message = (
        Message.objects.select_for_update(of=("self",))
        .select_related("conversation")
        .filter(pk=message_id)
        .first()
    )
    if message is None:
        raise NotFoundError
    item = access.lock_item(actor, message.conversation.item_id, to=RULES["edit"])
    is_author = actor.party_id is not None and message.author_id == actor.party_id
    if not is_author and not (to == "delete" and access.may(actor, item, "moderate")):
        raise RefusedError
    if message.deleted_at:
        raise ConflictError
    return message
