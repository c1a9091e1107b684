"""One row per distinct content of an organisation."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.kernel.ids import uuid7


class BlobState(models.TextChoices):
    STORED = "stored", _("Stored")
    MISSING = "missing", _("Missing")


class Blob(models.Model):
    """An immutable content: its address is (organisation, SHA-256 of the plain bytes).

    Point to it with a foreign key `on_delete=PROTECT`: such keys keep a blob from the sweeper.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the plain bytes, in hexadecimal")
    size = models.BigIntegerField(help_text="plain bytes")
    media_type = models.CharField(max_length=127, default="application/octet-stream")
    object_name = models.CharField(max_length=64, unique=True)
    wrapped_key = models.BinaryField(help_text="the data key, sealed by the master key `key_id`")
    key_id = models.CharField(max_length=16, db_index=True)
    state = models.CharField(
        max_length=8, choices=BlobState.choices, default=BlobState.STORED, db_default="stored"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    written_at = models.DateTimeField(
        default=timezone.now, db_index=True, help_text="last time somebody brought this content"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "digest"], name="storage_blob_unique_address"
            ),
            models.CheckConstraint(condition=models.Q(size__gte=0), name="storage_blob_size"),
        ]
