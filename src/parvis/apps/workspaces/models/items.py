"""Items: what all things in a space share."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models

from parvis.kernel.actors import ROLE_CHOICES, Role
from parvis.kernel.ids import uuid7
from parvis.kernel.sensitive import note_sensitive


class Item(models.Model):
    """One thing in a space: a folder, a file, a note, a task… and the space itself, its root.

    `kind` names the registered `ItemKind`. `parent` makes one tree per space. `access_root` is the
    nearest restricted item from here up, itself included (null: whoever is in the space sees it).
    `is_off` says that the space does without its tool: it is kept, out of everybody's sight.
    `trash_root` is the item whose trashing took this one along. `version` counts changes: it is
    the optimistic lock and the ETag.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    workspace = models.ForeignKey(
        "workspaces.Workspace", on_delete=models.CASCADE, related_name="items"
    )
    kind = models.CharField(max_length=40)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    title = models.CharField(max_length=255)
    sort_title = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    state_label = models.CharField(max_length=60, blank=True)
    author = models.ForeignKey(
        "directory.Party", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)
    is_restricted = models.BooleanField(default=False)
    is_off = models.BooleanField(default=False)
    access_root = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    trashed_at = models.DateTimeField(null=True, blank=True)
    trashed_by = models.ForeignKey(
        "directory.Party", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    trash_root = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["parent", "trashed_at", "kind", "sort_title"], name="item_children"
            ),
            models.Index(fields=["workspace", "-updated_at"], name="item_workspace_recent"),
            models.Index(fields=["organisation", "-updated_at"], name="item_recent"),
            models.Index(
                fields=["workspace", "trashed_at"],
                condition=models.Q(trashed_at__isnull=False),
                name="item_trash",
            ),
        ]

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any
    ) -> Self:
        """Note when a restricted item is read: what shows it must not stay on a device."""
        item = super().from_db(db, field_names, values, **options)
        if vars(item).get("access_root_id") is not None:
            note_sensitive()
        return item


class Grant(models.Model):
    """What a party may do on a restricted item and below it, until the next restricted item."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="grants")
    party = models.ForeignKey(
        "directory.Party", on_delete=models.CASCADE, related_name="item_grants"
    )
    role = models.PositiveSmallIntegerField(choices=ROLE_CHOICES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "party"], name="grant_once")]
        indexes = [models.Index(fields=["party", "item"], name="grant_of_party")]


class Showing(models.Model):
    """An item is also shown in another space, or (without a space) to the whole town.

    It opens nothing while the item is restricted, or its own space secret or asked for.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="showings")
    workspace = models.ForeignKey(
        "workspaces.Workspace", null=True, on_delete=models.CASCADE, related_name="showings"
    )
    shown_by = models.ForeignKey(
        "directory.Party", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "workspace"], name="showing_once"),
            models.UniqueConstraint(
                fields=["item"],
                condition=models.Q(workspace__isnull=True),
                name="showing_to_town_once",
            ),
        ]
        indexes = [models.Index(fields=["workspace", "item"], name="showing_in_workspace")]

    @property
    def role_there(self) -> int:
        """Return the reader's role in that space (in the town: a commenter's), if it was read."""
        if self.workspace_id is None:
            return Role.COMMENTER
        return int(vars(self).get("best") or Role.READER)


class ItemTag(models.Model):
    """A word put on an item; `key` is its folded form, by which it is found."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="tags")
    label = models.CharField(max_length=60)
    key = models.CharField(max_length=60)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["item", "key"], name="item_tag_once")]
        indexes = [models.Index(fields=["key", "item"], name="item_tag_key")]


class Follow(models.Model):
    """A person is told of what happens to an item (and, for a space, in it)."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="followers")
    person = models.ForeignKey("directory.Party", on_delete=models.CASCADE, related_name="followed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="follow_once")]
