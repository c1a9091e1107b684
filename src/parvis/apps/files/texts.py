"""What is written in files, asked for once a content, read by the worker, given to search."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django_tasks import task

from parvis.apps.files.enums import PreviewState
from parvis.apps.files.models import ContentText, File, FileVersion
from parvis.apps.files.reading.making import SHUT, may_hold_text, read_content
from parvis.apps.workspaces.models import Item
from parvis.kernel.storage.blobs import read_blob
from parvis.kernel.storage.errors import StorageError

ASKED_AT_ONCE = 100


@task(priority=-20)
def read_text(source_id: str) -> None:
    """Read what is written in a content, when nothing that people wait for is left to do."""
    read_content(UUID(source_id))


@transaction.atomic
def ensure_text(version: FileVersion) -> None:
    """Have what is written in a version read, unless it was asked, is shut or holds none."""
    if version.verdict in SHUT or not may_hold_text(version.media_type):
        return
    _row, is_new = ContentText.objects.get_or_create(
        source_id=version.blob_id, defaults={"organisation_id": version.blob.organisation_id}
    )
    if is_new:
        read_text.enqueue(str(version.blob_id))


def ask_for_missing() -> int:
    """Ask for texts that no event asked for: of an updated installation, of late verdicts."""
    known = ContentText.objects.filter(source_id=OuterRef("current__blob_id"))
    files = (
        File.objects.filter(~Exists(known), current__isnull=False, item__trashed_at__isnull=True)
        .exclude(current__verdict__in=SHUT)
        .select_related("current__blob")
        .order_by("-pk")
    )
    asked = 0
    for file in files.iterator(chunk_size=ASKED_AT_ONCE):
        if file.current is None or not may_hold_text(file.current.media_type):
            continue
        ensure_text(file.current)
        asked += 1
        if asked >= ASKED_AT_ONCE:
            break
    return asked


def text_of(item: Item) -> str:
    """Return the description of a file and what is written in its present content."""
    file = File.objects.filter(pk=item.pk).select_related("current").first()
    version = file.current if file else None
    if version is None or version.verdict in SHUT:
        return item.description
    found = (
        ContentText.objects.filter(source_id=version.blob_id, state=PreviewState.READY)
        .select_related("text")
        .first()
    )
    if found is None or found.text is None:
        return item.description
    try:
        written = b"".join(read_blob(found.text)).decode()
    except StorageError:
        return item.description
    return f"{item.description}\n{written}".strip()
