"""How large files may be, and how much room there is for them."""

import shutil

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from parvis.apps.files.errors import NoRoomError
from parvis.apps.files.models import FileVersion
from parvis.kernel.actors import Actor
from parvis.kernel.errors import TooLargeError
from parvis.kernel.storage.models import Blob
from parvis.kernel.ui.phrases import file_size

SPARE_BYTES = 256 * 1024 * 1024


def max_file_bytes() -> int:
    """Return the size of the largest file taken, in bytes."""
    limit: int = settings.MAX_FILE_BYTES
    return limit


def require_size(length: int) -> None:
    """Refuse a file beyond the limit (raises TooLargeError)."""
    if length > max_file_bytes():
        raise TooLargeError(
            _("This file is larger than %(limit)s, the most that this server takes.")
            % {"limit": file_size(max_file_bytes())}
        )


def require_room(actor: Actor, length: int) -> None:
    """Refuse what the disk or the organisation's share cannot hold (raises NoRoomError).

    While a file is finished it lies twice on the disk: in the spool, and as a blob.
    """
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < 2 * length + SPARE_BYTES:
        raise NoRoomError
    share: int = settings.ORGANISATION_SHARE_BYTES
    if share and stored_bytes(actor) + length > share:
        raise NoRoomError(
            _("Your organisation has used all its storage. Empty the trash, or ask for more room.")
        )


def stored_bytes(actor: Actor) -> int:
    """Return what the organisation's files weigh, each content counted once."""
    held = FileVersion.objects.filter(file__item__organisation_id=actor.organisation_id)
    blobs = Blob.objects.filter(pk__in=held.values("blob_id"))
    return int(blobs.aggregate(total=Sum("size"))["total"] or 0)
