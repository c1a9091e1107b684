"""Conversations on items for programs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ninja import Field, Router, Schema, Status

from parvis.apps.conversations import services
from parvis.apps.conversations.mentions import mentioned_ids
from parvis.apps.conversations.models import Message
from parvis.apps.directory.api import PartyOut
from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces import access
from parvis.apps.workspaces.api.schemas import ERRORS
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of

router = Router(tags=["Conversations"])


class MessageOut(Schema):
    """What somebody said; mentions stand in `body` as `@{party id}`."""

    id: UUID
    conversation_id: UUID
    author: PartyOut | None
    body: str
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    mentioned_ids: list[UUID]


class MessageIn(Schema):
    body: str = Field(min_length=1, max_length=20_000, description="“@Name” mentions somebody")


def _show(rows: Sequence[Message]) -> list[MessageOut]:
    names = MessageOut.model_fields.keys() - {"mentioned_ids"}
    return [
        MessageOut.model_validate(
            {
                "mentioned_ids": mentioned_ids(row.body),
                **{name: getattr(row, name) for name in names},
            },
            from_attributes=True,
        )
        for row in rows
    ]


@router.get(
    "/items/{uuid:item_id}/messages",
    response={200: Page[MessageOut], **ERRORS},
    summary="What was said on a thing",
)
def list_messages(
    request: ActorRequest, item_id: UUID, cursor: Cursor = "", limit: Limit = 50
) -> dict[str, object]:
    item = access.get_item(request.actor, item_id)
    rows = (
        Message.objects.filter(conversation__item=item)
        .select_related("author")
        .defer("author__photo")
    )
    return page_of(rows, cursor=cursor, limit=limit, show=_show)


@router.post(
    "/items/{uuid:item_id}/messages",
    response={201: MessageOut, **ERRORS},
    summary="Open a conversation on a thing",
)
def start_conversation(
    request: ActorRequest, item_id: UUID, payload: MessageIn
) -> Status[MessageOut]:
    message = services.start_conversation(actor=request.actor, item_id=item_id, body=payload.body)
    return Status(201, _show([message])[0])


@router.post(
    "/conversations/{uuid:conversation_id}/messages",
    response={201: MessageOut, **ERRORS},
    summary="Answer in a conversation",
)
def reply(request: ActorRequest, conversation_id: UUID, payload: MessageIn) -> Status[MessageOut]:
    message = services.reply(
        actor=request.actor, conversation_id=conversation_id, body=payload.body
    )
    return Status(201, _show([message])[0])


@router.patch(
    "/messages/{uuid:message_id}",
    response={200: MessageOut, **ERRORS},
    summary="Change one’s own words",
)
def edit_message(request: ActorRequest, message_id: UUID, payload: MessageIn) -> MessageOut:
    message = services.edit_message(actor=request.actor, message_id=message_id, body=payload.body)
    return _show([message])[0]


@router.delete(
    "/messages/{uuid:message_id}", response={204: None, **ERRORS}, summary="Take words away"
)
def delete_message(request: ActorRequest, message_id: UUID) -> Status[None]:
    services.delete_message(actor=request.actor, message_id=message_id)
    return Status(204, None)


@router.put(
    "/conversations/{uuid:conversation_id}/resolution",
    response={204: None, **ERRORS},
    summary="Mark a conversation as settled",
)
def resolve(request: ActorRequest, conversation_id: UUID) -> Status[None]:
    services.resolve_conversation(actor=request.actor, conversation_id=conversation_id)
    return Status(204, None)


@router.delete(
    "/conversations/{uuid:conversation_id}/resolution",
    response={204: None, **ERRORS},
    summary="Open a settled conversation again",
)
def reopen(request: ActorRequest, conversation_id: UUID) -> Status[None]:
    services.resolve_conversation(
        actor=request.actor, conversation_id=conversation_id, is_resolved=False
    )
    return Status(204, None)
