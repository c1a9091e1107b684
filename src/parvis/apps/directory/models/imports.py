"""Lists on their way into the directory."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.kernel.ids import uuid7


class ImportState(models.TextChoices):
    PENDING = "pending", _("Waits to be accepted")
    DONE = "done", _("Written")


class DirectoryImport(models.Model):
    """A list that was read and understood, and waits to be accepted or dropped until `expires_at`.

    `rows` holds [line number, cells…], `mapping` what each column says, `plan` what would be
    written, `digest` that plan's print: accepting writes that plan or nothing. Once written, rows
    and plan are emptied, and the counts stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.CASCADE, related_name="imports"
    )
    author = models.ForeignKey(
        "directory.Party", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    file_name = models.CharField(max_length=255)
    headers = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    mapping = models.JSONField(default=list)
    plan = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.PENDING)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
