"""Choices of spaces, items and waiting."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Openness(models.TextChoices):
    """Who finds a space: all read it; all see its title and may ask; only members know of it."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    SECRET = "secret", _("Secret")


class WorkspaceState(models.TextChoices):
    """A requested or refused space is read by who asked and who decides; nothing is put in it."""

    REQUESTED = "requested", _("Requested")
    REFUSED = "refused", _("Refused")
    ACTIVE = "active", _("Active")
    ARCHIVED = "archived", _("Archived")


class WaitingAction(models.TextChoices):
    """What is asked of the holder."""

    ANSWER = "answer", _("Answer")
    REVIEW = "review", _("Give an opinion")
    DECIDE = "decide", _("Decide")
    DO = "do", _("Do")
    PROVIDE = "provide", _("Provide a document")
    READ = "read", _("Read")


class WaitingState(models.TextChoices):
    OPEN = "open", _("Waiting")
    ANSWERED = "answered", _("Answered")
    PASSED = "passed", _("Passed on")
    WITHDRAWN = "withdrawn", _("Taken back")
    CLOSED = "closed", _("Dealt with")


class RequestState(models.TextChoices):
    PENDING = "pending", _("Pending")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
