"""Choices of sharing."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LinkKind(models.TextChoices):
    """What outsiders do with a link."""

    SHARE = "share", _("Reading")
    DEPOSIT = "deposit", _("Deposit")


class Permission(models.TextChoices):
    """What a link to documents lets one do."""

    DOWNLOAD = "download", _("See and download")
    VIEW = "view", _("See only")
    WATERMARK = "watermark", _("See only, pages marked with who reads them and when")


class LinkState(models.TextChoices):
    """Where a link stands today; only an `OPEN` one leads anywhere."""

    OPEN = "open", pgettext_lazy("state of a link", "Open")
    ENDED = "ended", _("Ended")
    REVOKED = "revoked", _("Withdrawn")
    STOPPED = "stopped", _("Stopped")


class Act(models.TextChoices):
    """What somebody outside did with a link."""

    OPENED = "opened", _("Opened")
    SEEN = "seen", _("Looked at")
    DOWNLOADED = "downloaded", _("Downloaded")
    DEPOSITED = "deposited", _("Sent documents")


class Sorting(models.TextChoices):
    """How deposits are laid in their folder."""

    TOGETHER = "together", _("All together in the folder")
    APART = "apart", _("Each in a folder named after its date and its sender")
