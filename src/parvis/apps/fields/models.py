"""Fields that a town or a space adds to its things, and what they hold."""

from django.db import models

from parvis.kernel.ids import uuid7


class Field(models.Model):
    """A question asked of things: of a whole town (no `workspace`), or of one space.

    `type` names a registered `FieldType`; `kinds` the kinds of things that bear it (empty: all);
    `choices` what may be answered. A field that is retired asks nothing more and keeps its values.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    workspace = models.ForeignKey(
        "workspaces.Workspace",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="fields",
    )
    label = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    help = models.CharField(max_length=200, blank=True)
    type = models.CharField(max_length=20)
    kinds = models.JSONField(default=list)
    choices = models.JSONField(default=list)
    is_required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            models.Index(fields=["organisation", "workspace", "position"], name="field_asked")
        ]

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None


class FieldValue(models.Model):
    """What a thing answers to a field: `text` as the field's type keeps it, or a party."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="values")
    item = models.ForeignKey(
        "workspaces.Item", on_delete=models.CASCADE, related_name="field_values"
    )
    text = models.TextField(blank=True)
    party = models.ForeignKey(
        "directory.Party", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["field", "item"], name="field_value_once")]
        indexes = [models.Index(fields=["item", "field"], name="field_value_of_item")]
