"""What files refuse, beyond the common refusals."""

from django.utils.translation import gettext_lazy as _

from parvis.kernel.errors import ConflictError, ParvisError, RefusedError


class FileLockedError(ConflictError):
    """Somebody else has locked the file; the message says who, since when and why."""

    status = 423
    code = "locked"
    title = _("This file is locked")


class NewerVersionError(ConflictError):
    """Somebody added a version after the one that the sender had seen."""

    code = "newer_version"
    title = _("There is a newer version")


class InfectedError(RefusedError):
    """The antivirus found something in the content."""

    code = "infected"
    title = _("This file is blocked")
    default_message = _(
        "The antivirus found a virus in this file, so it can’t be opened. Ask whoever sent it for "
        "a clean copy, and tell your administrator."
    )


class BeingScannedError(ConflictError):
    """The antivirus has not answered yet."""

    code = "being_scanned"
    title = _("One moment")
    default_message = _("The antivirus is checking this file. Try again in a minute.")


class NoRoomError(ParvisError):
    """The disk of the server, or what the organisation may store, is full."""

    status = 507
    code = "no_room"
    title = _("There is no room left")
    default_message = _("There is no room left on the server. Tell your administrator.")
