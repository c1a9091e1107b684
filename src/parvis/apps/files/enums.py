"""Choices of files."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What the antivirus says of a content."""

    UNSCANNED = "unscanned", _("Not scanned")
    WAITING = "waiting", _("Being scanned")
    CLEAN = "clean", _("Clean")
    INFECTED = "infected", _("Infected")


class PreviewKind(models.TextChoices):
    """How a content shows in the page; those of `PREPARED` are made beforehand by the worker."""

    PAGES = "pages", _("Pages")
    OFFICE = "office", _("Office document")
    IMAGE = "image", _("Picture")
    TEXT = "text", _("Text")
    TABLE = "table", _("Table")
    MAIL = "mail", _("E-mail")
    MEDIA = "media", _("Sound or film")
    NONE = "none", _("No preview")


PREPARED = frozenset({PreviewKind.PAGES, PreviewKind.OFFICE, PreviewKind.IMAGE})


class PreviewState(models.TextChoices):
    PENDING = "pending", _("Being prepared")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Not possible")


class Trouble(models.TextChoices):
    """Why a preview isn't possible, in words for the page."""

    PROTECTED = "protected", _("This document is protected by a password.")
    BROKEN = "broken", _("This file is damaged, or isn’t what its name says.")
    EMPTY = "empty", _("This file is empty.")
    TOO_LARGE = "too_large", _("This file is too large to be shown here.")
    TOO_SLOW = "too_slow", _("This document takes too long to prepare.")
    NO_CONVERTER = (
        "no_converter",
        _("This server can’t show office documents: its administrator can install LibreOffice."),
    )
    UNKNOWN_KIND = "unknown_kind", _("This kind of file can’t be shown here.")
    INFECTED = "infected", _("The antivirus found a virus in this file: it can’t be opened.")


class UploadState(models.TextChoices):
    RECEIVING = "receiving", _("Being received")
    FINISHED = "finished", _("Received")


class NameChoice(models.TextChoices):
    """What becomes of a new file whose name is taken in its folder."""

    ASK = "ask", _("Ask me")
    VERSION = "version", _("Add a version to the file that is there")
    KEEP_BOTH = "keep_both", _("Keep both, with a number")
    SKIP = "skip", _("Leave what is there")
