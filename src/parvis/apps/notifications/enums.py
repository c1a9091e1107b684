"""Why somebody is told, and how they want their mails."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why a person is told; the first that applies is kept."""

    BALL = "ball", _("The ball is with you")
    REMINDER = "reminder", _("You are reminded")
    MENTION = "mention", _("You are mentioned")
    ANSWER = "answer", _("You asked for it")
    MEMBER = "member", _("You are brought in")
    STAND_IN = "stand_in", _("Standing in for a colleague")
    FOLLOW = "follow", _("You follow it")


OBLIGATIONS = frozenset((Reason.BALL, Reason.REMINDER))


class MailPace(models.TextChoices):
    """How fast a mail follows what waits for somebody."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, in the morning")
    NEVER = "never", _("Never")
