"""What a person keeps at hand: favourites, and what they opened lately. Nobody else reads these."""

from django.db import models

from parvis.kernel.ids import uuid7


class Favourite(models.Model):
    """A person put a star on an item, or on a space."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey("workspaces.Item", on_delete=models.CASCADE, related_name="favourites")
    person = models.ForeignKey(
        "directory.Party", on_delete=models.CASCADE, related_name="favourites"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "item"], name="favourite_once")]


class Opening(models.Model):
    """A person opened the page of an item, last at `opened_at`; pruned, and never counted."""

    item = models.ForeignKey("workspaces.Item", on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey("directory.Party", on_delete=models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "item"], name="opening_once")]
        indexes = [models.Index(fields=["person", "-opened_at"], name="opening_of_person")]
