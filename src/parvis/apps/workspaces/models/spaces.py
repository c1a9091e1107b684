"""Spaces and who is in them."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models

from parvis.apps.workspaces.enums import Openness, RequestState, WorkspaceState
from parvis.kernel.actors import ROLE_CHOICES, Role
from parvis.kernel.ids import uuid7
from parvis.kernel.sensitive import note_sensitive
from parvis.kernel.ui.palette import HUE_NAMES


class Workspace(models.Model):
    """A space; its item is the root of its tree and bears its title, description and author.

    `tools` names the tools that are on, in the order of their tabs; `tabs` what else the managers
    said of the tabs: other names, links elsewhere (`tabs.py`). `colour` is a name of the palette.
    """

    item = models.OneToOneField(
        "workspaces.Item",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="space",
        db_column="id",
    )
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.CASCADE, related_name="workspaces"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    openness = models.CharField(max_length=6, choices=Openness.choices, default=Openness.CLOSED)
    state = models.CharField(
        max_length=9, choices=WorkspaceState.choices, default=WorkspaceState.ACTIVE
    )
    template = models.CharField(max_length=40, blank=True)
    tools = models.JSONField(default=list)
    tabs = models.JSONField(default=list)
    colour = models.CharField(max_length=7, default=HUE_NAMES[0])
    initials = models.CharField(max_length=4, blank=True)
    default_role = models.PositiveSmallIntegerField(choices=ROLE_CHOICES, default=Role.EDITOR)
    requires_second_factor = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state", "openness"], name="workspace_listing")
        ]

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any
    ) -> Self:
        """Note when a space that asks for a second factor is read, as for a restricted item."""
        space = super().from_db(db, field_names, values, **options)
        if vars(space).get("requires_second_factor"):
            note_sensitive()
        return space


class Membership(models.Model):
    """A party is in a space with a role, until the end of `ends_on` if there is one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    party = models.ForeignKey(
        "directory.Party", on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.PositiveSmallIntegerField(choices=ROLE_CHOICES)
    ends_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(
        "directory.Party", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "party"], name="membership_once")
        ]
        indexes = [models.Index(fields=["party", "workspace"], name="membership_of_party")]


class JoinRequest(models.Model):
    """A person asks to join a closed space."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(
        "directory.Party", on_delete=models.CASCADE, related_name="join_requests"
    )
    message = models.TextField(blank=True)
    state = models.CharField(
        max_length=8, choices=RequestState.choices, default=RequestState.PENDING
    )
    decided_by = models.ForeignKey(
        "directory.Party", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "person"],
                condition=models.Q(state="pending"),
                name="join_request_once",
            )
        ]
