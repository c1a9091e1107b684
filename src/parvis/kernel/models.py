"""The journal, its outbox and its seals; keys of idempotent API calls."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.kernel.ids import uuid7


class Seal(models.Model):
    """A link of an organisation's chain: the digest of a batch of events and of the link before.

    `digest` = SHA-256(previous digest ‖ canonical JSON of each event, in id order), hexadecimal.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    number = models.PositiveIntegerField()
    event_count = models.PositiveIntegerField()
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "number"], name="seal_chain"),
        ]


class Event(models.Model):
    """Something that happened: append-only. `payload` holds ids and plain values, no personal data.

    The ids of what it is about are columns, without foreign keys: the journal outlives its things.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    workspace_id = models.UUIDField(null=True)
    item_id = models.UUIDField(null=True)
    party_id = models.UUIDField(null=True)
    type = models.CharField(max_length=80)
    actor_id = models.UUIDField(null=True)
    acting_for_id = models.UUIDField(null=True)
    system = models.CharField(max_length=40, blank=True)
    payload = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    seal = models.ForeignKey(Seal, null=True, on_delete=models.PROTECT, related_name="events")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organisation_id", "-id"], name="event_organisation"),
            models.Index(fields=["workspace_id", "-id"], name="event_workspace"),
            models.Index(fields=["item_id", "-id"], name="event_item"),
            models.Index(fields=["party_id", "-id"], name="event_party"),
            models.Index(fields=["actor_id", "-id"], name="event_actor"),
            models.Index(
                fields=["acting_for_id", "-id"],
                condition=models.Q(acting_for_id__isnull=False),
                name="event_acting_for",
            ),
            models.Index(
                fields=["organisation_id", "id"],
                condition=models.Q(seal__isnull=True),
                name="event_unsealed",
            ),
        ]


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("Pending")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Delivery(models.Model):
    """One event owed to one handler: the transactional outbox."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=120)
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state="pending"),
                name="delivery_due",
            ),
        ]


class IdempotentCall(models.Model):
    """An API call and its answer, kept for a day so that it is done once."""

    caller = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["IdempotentCall"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["caller", "key"], name="idempotent_call_once"),
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotent_call_age")]
