"""Organisations: towns, intercommunalities and other bodies, strictly apart from one another."""

from django.db import models

from parvis.apps.directory.enums import OrganisationKind
from parvis.kernel.ids import uuid7


class Organisation(models.Model):
    """A town or body; `colour` and `logo` dress its pages; it does without `tools_off`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=160)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(
        max_length=12, choices=OrganisationKind.choices, default=OrganisationKind.COMMUNE
    )
    insee_code = models.CharField(max_length=5, blank=True)
    siren = models.CharField(max_length=9, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    epci_name = models.CharField(max_length=200, blank=True)
    epci_siren = models.CharField(max_length=9, blank=True)
    colour = models.CharField(max_length=7, default="#1f5f5b")
    logo = models.BinaryField(null=True, blank=True)
    logo_digest = models.CharField(max_length=64, blank=True)
    tools_off = models.JSONField(default=list, blank=True)
    requires_second_factor = models.BooleanField(default=False)
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
