"""Changes to notifications: reading, preferences; and their mails."""

from parvis.apps.notifications.services.mails import send_due_mails
from parvis.apps.notifications.services.reading import (
    mark_all_read,
    mark_read,
    set_pace,
    stop_mails,
)

__all__ = ["mark_all_read", "mark_read", "send_due_mails", "set_pace", "stop_mails"]
