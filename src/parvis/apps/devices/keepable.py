"""Which files may stay on a device, and what a device fetches to keep one.

Never what is restricted, nor what lies in a space that asks for a second factor: a phone gets lost.
"""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.apps.files import access as files
from parvis.apps.files import previews
from parvis.apps.files.enums import PreviewState
from parvis.apps.files.models import File, FileVersion
from parvis.apps.files.selectors import current_numbers
from parvis.apps.workspaces import access
from parvis.kernel.actors import Actor
from parvis.kernel.errors import RefusedError, TooLargeError
from parvis.kernel.ui.phrases import file_size

MOST_BYTES: Final = 200 * 1024**2
MOST_PAGES: Final = 40


class NotKeptError(RefusedError):
    """The file may be read, not kept on a device."""

    code = "not_kept"
    default_message = _("This file is restricted: it is read online only, and never kept.")


def describe(actor: Actor, item_id: UUID) -> dict[str, object]:
    """Return what a device fetches to keep a file: its page, its content, pictures of its pages.

    Raises NotFoundError, NotKeptError, TooLargeError, and what forbids to download it.
    """
    file = files.get_file(actor, item_id)
    if not access.visible_items(actor.without_sensitive()).filter(pk=file.pk).exists():
        raise NotKeptError
    version = files.version_of(file)
    files.require_readable(version)
    if version.size > MOST_BYTES:
        raise TooLargeError(
            _("A file kept on a device weighs %(size)s at most.") % {"size": file_size(MOST_BYTES)}
        )
    page = reverse("files:file", args=[file.pk])
    content = reverse("files:download", args=[file.pk])
    return {
        "id": str(file.pk),
        "title": file.item.title,
        "version": version.number,
        "bytes": version.size,
        "page": page,
        "content": content,
        "pictures": _pictures(file, version),
    }


def _pictures(file: File, version: FileVersion) -> list[str]:
    preview = previews.preview_of(version)
    if preview is None or preview.state != PreviewState.READY:
        return []
    numbers = preview.pages.order_by("number").values_list("number", flat=True)[:MOST_PAGES]
    return [
        f"{reverse('files:page', args=[file.pk, number])}?version={version.number}"
        for number in numbers
    ]


def versions_of(actor: Actor, item_ids: Iterable[UUID]) -> dict[str, int]:
    """Return the number of the current version of each file that a device may still keep."""
    return {
        str(pk): number
        for pk, number in current_numbers(actor.without_sensitive(), item_ids).items()
    }
