"""Who may reach the addresses of conversations."""

from typing import Any

from parvis.apps.conversations import services
from parvis.kernel.testing.surfaces import (
    SPACE_COMMENTERS,
    SPACE_MANAGERS,
    SPACE_READERS,
    Elsewhere,
    Walk,
)


def item(town: Any) -> dict[str, Any]:
    return {"item_id": town.space.pk}


def message(town: Any) -> dict[str, Any]:
    said = services.start_conversation(
        actor=town.actor("agent"), item_id=town.space.pk, body="Bonjour"
    )
    return {"message_id": said.pk}


def thread(town: Any) -> dict[str, Any]:
    said = services.start_conversation(
        actor=town.actor("agent"), item_id=town.space.pk, body="Bonjour"
    )
    return {"conversation_id": said.conversation_id}


SURFACES: dict[str, Walk | Elsewhere] = {
    "conversations:panel": Walk(SPACE_READERS, item),
    "conversations:start": Walk(SPACE_COMMENTERS, item, method="post"),
    "conversations:reply": Walk(SPACE_COMMENTERS, thread, method="post"),
    "conversations:resolve": Walk(SPACE_COMMENTERS, thread, method="post"),
    "conversations:edit": Walk(frozenset({"agent"}), message, method="post"),
    "conversations:delete": Walk(SPACE_MANAGERS | {"agent"}, message, method="post"),
    "conversations:history": Walk(SPACE_READERS, message),
}
