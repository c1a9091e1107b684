"""Choices of posts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PostState(models.TextChoices):
    """A draft is its authors' alone; a scheduled one is published by itself when its time comes."""

    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
