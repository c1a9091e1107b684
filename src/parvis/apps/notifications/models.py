"""Who was told of what, and how they want their mails."""

from django.db import models

from parvis.apps.notifications.enums import MailPace, Reason
from parvis.kernel.ids import uuid7


class Notification(models.Model):
    """A person is told of an event, once. `mail_due_at` is set while a mail is owed.

    What it says is worked out at reading, under the rights that the person has then.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(
        "directory.Party", on_delete=models.CASCADE, related_name="notifications"
    )
    event = models.ForeignKey("kernel.Event", on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(
        "workspaces.Item", null=True, on_delete=models.CASCADE, related_name="+"
    )
    reason = models.CharField(max_length=8, choices=Reason.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mail_due_at = models.DateTimeField(null=True, blank=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="notification_once")
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notification_of_person"),
            models.Index(
                fields=["person"],
                condition=models.Q(read_at__isnull=True),
                name="notification_unread",
            ),
            models.Index(
                fields=["mail_due_at"],
                condition=models.Q(mail_due_at__isnull=False),
                name="notification_mail_due",
            ),
        ]


class MailPreference(models.Model):
    """How a person wants to be written to; without a row, at once."""

    person = models.OneToOneField(
        "directory.Party", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    obligations = models.CharField(max_length=8, choices=MailPace.choices, default=MailPace.AT_ONCE)
