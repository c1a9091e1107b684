"""Invitations to come in: one letter to one person at one address."""

from django.db import models

from parvis.apps.directory.models.parties import Party, Person
from parvis.kernel.ids import uuid7


class Invitation(models.Model):
    """Bound to the address that the person had; `to_path` is what it opens on, named `place`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    email = models.EmailField(max_length=254)
    to_path = models.CharField(max_length=300, default="/")
    place = models.CharField(max_length=255, blank=True)
    message = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
