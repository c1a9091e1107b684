"""Who has the ball."""

from django.db import models

from parvis.apps.workspaces.enums import WaitingAction, WaitingState
from parvis.kernel.ids import uuid7


class Waiting(models.Model):
    """An item waits for a party: for what, asked by whom, since when and until when.

    One row is one hold: passing the ball on ends a row (`state` passed) and opens another
    (`passed_from`), so that who had it, and how long, stays known.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    workspace = models.ForeignKey(
        "workspaces.Workspace", on_delete=models.CASCADE, related_name="waiting"
    )
    item = models.ForeignKey("workspaces.Item", on_delete=models.CASCADE, related_name="waiting")
    party = models.ForeignKey("directory.Party", on_delete=models.CASCADE, related_name="holds")
    asked_by = models.ForeignKey(
        "directory.Party", null=True, on_delete=models.SET_NULL, related_name="asked"
    )
    action = models.CharField(
        max_length=8, choices=WaitingAction.choices, default=WaitingAction.ANSWER
    )
    message = models.TextField(blank=True)
    since = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=WaitingState.choices, default=WaitingState.OPEN)
    passed_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="passed_to"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "directory.Party", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.TextField(blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["party", "due_on"],
                condition=models.Q(state="open"),
                name="waiting_of_party",
            ),
            models.Index(
                fields=["asked_by", "due_on"],
                condition=models.Q(state="open"),
                name="waiting_asked_by",
            ),
            models.Index(
                fields=["workspace", "due_on"],
                condition=models.Q(state="open"),
                name="waiting_in_workspace",
            ),
            models.Index(
                fields=["organisation", "due_on"],
                condition=models.Q(state="open"),
                name="waiting_in_organisation",
            ),
            models.Index(fields=["item", "state"], name="waiting_of_item"),
        ]
