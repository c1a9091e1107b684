"""Versions and folders as they leave, the download journaled: by a page or by the API."""

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.files.archives import Archive
from parvis.apps.files.events import FileDownloaded, FolderDownloaded
from parvis.apps.files.models import FileVersion
from parvis.apps.workspaces.titles import split_extension
from parvis.kernel.events import emit
from parvis.kernel.storage.delivery import deliver_blob, guard
from parvis.kernel.storage.naming import clean_name, disposition


def saved_name(version: FileVersion) -> str:
    """Return the name under which a version is saved: the title, with its extension."""
    title = version.file.item.title
    stem, extension = split_extension(title)
    if not extension:
        extension = split_extension(version.name)[1]
    is_current = version.file.current_id == version.pk
    return stem + ("" if is_current else f" (v{version.number})") + extension


def send_version(
    request: ActorRequest, version: FileVersion, *, inline: bool = False
) -> HttpResponseBase:
    """Send a version, whole or by ranges; a download is journaled once, at its beginning."""
    response = deliver_blob(
        request,
        version.blob,
        name=saved_name(version),
        media_type=version.media_type,
        inline=inline,
    )
    is_begun = response.status_code == 200 or response.headers.get("Content-Range", "").startswith(
        "bytes 0-"
    )
    if request.method == "GET" and is_begun and not inline:
        with transaction.atomic():
            emit(
                FileDownloaded(
                    item_id=version.file_id,
                    workspace_id=version.file.item.workspace_id,
                    number=version.number,
                ),
                actor=request.actor,
            )
    return response


def send_archive(request: ActorRequest, archive: Archive) -> HttpResponseBase:
    """Send a ZIP file, made while it is sent."""
    if request.method == "GET":
        with transaction.atomic():
            emit(
                FolderDownloaded(
                    item_id=archive.item.pk,
                    workspace_id=archive.item.workspace_id,
                    count=archive.count,
                ),
                actor=request.actor,
            )
    return archive_response(request, archive)


def archive_response(request: HttpRequest, archive: Archive) -> HttpResponseBase:
    """Send a ZIP file, whoever asks; nothing is journaled."""
    response = StreamingHttpResponse(
        archive.pieces if request.method == "GET" else (), content_type="application/zip"
    )
    response.headers["Content-Length"] = str(archive.length)
    response.headers["Content-Disposition"] = disposition(clean_name(archive.name))
    guard(response)
    return response
