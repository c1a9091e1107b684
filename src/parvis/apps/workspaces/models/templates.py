"""Templates of spaces that a town makes for itself."""

from django.db import models

from parvis.apps.workspaces.enums import Openness
from parvis.kernel.actors import ROLE_CHOICES, Role
from parvis.kernel.ids import uuid7
from parvis.kernel.ui.palette import HUE_NAMES


class OwnTemplate(models.Model):
    """What new spaces of an organisation may start with, beside the templates of Parvis.

    `parts` is what each registered part of templates took from a space, or was told: folders,
    fields. A retired template is offered no more; the spaces that came of it stay as they are.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    label = models.CharField(max_length=80)
    description = models.CharField(max_length=300, blank=True)
    colour = models.CharField(max_length=7, default=HUE_NAMES[0])
    openness = models.CharField(max_length=6, choices=Openness.choices, default=Openness.CLOSED)
    default_role = models.PositiveSmallIntegerField(choices=ROLE_CHOICES, default=Role.EDITOR)
    tools = models.JSONField(default=list)
    tabs = models.JSONField(default=list)
    parts = models.JSONField(default=dict)
    retired_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["label", "id"]
