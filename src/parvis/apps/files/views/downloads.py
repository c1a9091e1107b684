"""Contents on their way out: files, page pictures, attachments of mails, folders as ZIP."""

from uuid import UUID

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.files import access, previews
from parvis.apps.files.archives import archive_of
from parvis.apps.files.enums import PreviewKind
from parvis.apps.files.models import FileVersion
from parvis.apps.files.rendering.mails import UnreadableMailError, read_mail
from parvis.apps.files.sending import send_archive, send_version
from parvis.apps.files.views.folders import chosen_in
from parvis.kernel.errors import NotFoundError
from parvis.kernel.storage.delivery import deliver_blob, deliver_bytes


def number_in(request: ActorRequest) -> int | None:
    """Return the version that the address names, None for the current one."""
    raw = request.GET.get("version", "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else None


def _readable(request: ActorRequest, item_id: UUID) -> FileVersion:
    version = access.get_version(request.actor, item_id, number_in(request))
    access.require_readable(version)
    return version


@require_safe
@signed_in
def content(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Send a version, whole or by ranges; a download is journaled once, at its beginning."""
    version = _readable(request, item_id)
    return send_version(request, version, inline=request.GET.get("inline") == "1")


@require_safe
@signed_in
def page(request: ActorRequest, item_id: UUID, page: int) -> HttpResponseBase:
    """Send the picture of a page of the preview."""
    shown = previews.page_of(_readable(request, item_id), page)
    return deliver_blob(
        request, shown.blob, name=f"page-{page}.webp", media_type="image/webp", inline=True
    )


@require_safe
@signed_in
def thumbnail(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Send the small picture of the first page."""
    shown = previews.page_of(_readable(request, item_id), 1)
    if shown.thumbnail is None:
        raise NotFoundError
    return deliver_blob(
        request, shown.thumbnail, name="vignette.webp", media_type="image/webp", inline=True
    )


@require_safe
@signed_in
def part(request: ActorRequest, item_id: UUID, part: int) -> HttpResponseBase:
    """Send an attachment of a mail, numbered from 1."""
    version = _readable(request, item_id)
    if previews.kind_of(version) != PreviewKind.MAIL:
        raise NotFoundError
    try:
        attachments = read_mail(version.blob, version.media_type).attachments
    except UnreadableMailError as error:
        raise NotFoundError from error
    if not 1 <= part <= len(attachments):
        raise NotFoundError
    found = attachments[part - 1]
    return deliver_bytes(found.content, name=found.name, media_type=found.media_type)


@require_safe
@signed_in
def archive(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Send a folder, or the chosen things of it, as a ZIP file."""
    chosen = chosen_in(request.GET.getlist("items")) if "items" in request.GET else None
    return send_archive(request, archive_of(request.actor, item_id, chosen))
