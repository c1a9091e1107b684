"""Choices of the directory."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartyKind(models.TextChoices):
    PERSON = "person", _("Person")
    DEPARTMENT = "department", _("Department")
    GROUP = "group", _("Group")
    FUNCTION = "function", _("Function")


class OrganisationKind(models.TextChoices):
    COMMUNE = "commune", _("Municipality")
    EPCI = "epci", _("Intercommunality")
    OTHER = "other", _("Other body")


class Belonging(models.TextChoices):
    """Why a user is behind a party."""

    SELF = "self", _("in person")
    MEMBER = "member", _("member")
    HOLDER = "holder", _("holder")
    STAND_IN = "stand_in", _("stands in")
