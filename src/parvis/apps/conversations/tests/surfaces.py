"""Who may reach the addresses of conversations."""

from typing import Any

from parvis.apps.conversations.models import Message
from parvis.apps.conversations.services import start_conversation
from parvis.kernel.testing.surfaces import (
    SPACE_COMMENTERS,
    SPACE_READERS,
    Elsewhere,
    Walk,
)

AUTHOR = frozenset({"agent"})


def item(town: Any) -> dict[str, Any]:
    return {"item_id": town.space.pk}


def said(town: Any) -> Message:
    return start_conversation(actor=town.actor("agent"), item_id=town.space.pk, body="Oui")


def message(town: Any) -> dict[str, Any]:
    return {"message_id": said(town).pk}


def conversation(town: Any) -> dict[str, Any]:
    return {"conversation_id": said(town).conversation_id}


WORDS = {"body": "Non"}
SURFACES: dict[str, Walk | Elsewhere] = {
    "conversations:panel": Walk(SPACE_READERS, item),
    "conversations:mentionable": Walk(SPACE_READERS, item),
    "conversations:start": Walk(SPACE_COMMENTERS, item, method="post", data=WORDS),
    "conversations:reply": Walk(SPACE_COMMENTERS, conversation, method="post", data=WORDS),
    "conversations:resolve": Walk(SPACE_COMMENTERS, conversation, method="post"),
    "conversations:edit": Walk(AUTHOR, message, method="post", data=WORDS),
    "conversations:delete": Elsewhere("test_services.py: the author, then a manager, only once"),
    "conversations:history": Walk(SPACE_READERS, message),
}
