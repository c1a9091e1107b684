"""What one was told, for programs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ninja import Field, Router, Schema, Status

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.notifications import selectors
from parvis.apps.notifications.models import Notification
from parvis.apps.notifications.services import reading
from parvis.apps.workspaces.api.activity import EntryOut, show_entry
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of

router = Router(tags=["Notifications"])


class NotificationOut(Schema):
    """You were told of something, because of `reason`."""

    id: UUID
    reason: str = Field(description="stable word: why you were told")
    created_at: datetime
    read_at: datetime | None
    event: EntryOut


class ReadIn(Schema):
    is_read: bool = True


def _show(request: ActorRequest, rows: Sequence[Notification]) -> list[NotificationOut]:
    return [
        NotificationOut(
            id=told.pk,
            reason=told.notification.reason,
            created_at=told.notification.created_at,
            read_at=told.notification.read_at,
            event=show_entry(told.entry),
        )
        for told in selectors.told_of(request.actor, rows)
    ]


@router.get("/notifications", response={200: Page[NotificationOut]}, summary="What I was told")
def list_notifications(
    request: ActorRequest, unread: bool = False, cursor: Cursor = "", limit: Limit = 50
) -> dict[str, object]:
    """List what you were told and may still see, the newest first."""
    rows = selectors.visible_notifications(request.actor)
    if unread:
        rows = rows.filter(read_at__isnull=True)
    return page_of(
        rows,
        cursor=cursor,
        limit=limit,
        show=lambda found: _show(request, found),
        newest_first=True,
    )


@router.patch(
    "/notifications/{uuid:notification_id}",
    response={200: NotificationOut},
    summary="Mark a notification as read, or unread",
)
def mark_notification(
    request: ActorRequest, notification_id: UUID, payload: ReadIn
) -> NotificationOut:
    reading.mark_read(actor=request.actor, notification_id=notification_id, is_read=payload.is_read)
    row = selectors.get_notification(request.actor, notification_id)
    return _show(request, [row])[0]


@router.post("/notifications/read", response={204: None}, summary="Mark all as read")
def mark_all_read(request: ActorRequest) -> Status[None]:
    reading.mark_all_read(actor=request.actor)
    return Status(204, None)
