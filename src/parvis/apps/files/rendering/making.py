"""Make a preview: the content in a private folder, drawn by a child process, kept as blobs."""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

import parvis
from parvis.apps.files.enums import PreviewKind, PreviewState, Trouble
from parvis.apps.files.models import FileVersion, Preview, PreviewPage
from parvis.apps.files.rendering import child
from parvis.apps.files.rendering.office import MAX_BYTES, SUFFIXES, ConversionError, to_pdf
from parvis.apps.files.rendering.processes import GIB, TooSlowError, run_limited
from parvis.kernel.storage.blobs import read_blob, write_blob
from parvis.kernel.storage.models import Blob

DRAWING_SECONDS: Final = 120
DRAWING_MEMORY: Final = 1 * GIB
MAX_PDF_BYTES: Final = 300 * 1024**2
MAX_IMAGE_BYTES: Final = 80 * 1024**2
ATTEMPTS: Final = 3
LARGEST: Final = {
    PreviewKind.OFFICE: MAX_BYTES,
    PreviewKind.PAGES: MAX_PDF_BYTES,
    PreviewKind.IMAGE: MAX_IMAGE_BYTES,
}


class TroubleError(Exception):
    """There is no picture to show; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def scratch_root() -> Path:
    """Return where contents lie in clear while they are drawn; the worker alone reads it."""
    root = Path(settings.DATA_DIR) / "scratch"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder of one's own for a while; it goes with all that is in it."""
    folder = Path(tempfile.mkdtemp(dir=scratch_root()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_preview(preview_id: UUID) -> Preview | None:
    """Make a pending preview, or note why it can't be; safe to call again after a crash."""
    preview = Preview.objects.filter(pk=preview_id, state=PreviewState.PENDING).first()
    version = _source_of(preview) if preview is not None else None
    if preview is None or version is None:
        return None
    preview.attempts += 1
    preview.save(update_fields=["attempts"])
    if preview.attempts > ATTEMPTS:  # it has taken the worker along more than once
        return _fail(preview, Trouble.BROKEN)
    try:
        with scratch() as folder:
            made = _draw(PreviewKind(preview.kind), version, folder)
            return _keep(preview, made, folder)
    except (TroubleError, ConversionError) as error:
        return _fail(preview, error.trouble)
    except TooSlowError:
        return _fail(preview, Trouble.TOO_SLOW)


def _source_of(preview: Preview) -> FileVersion | None:
    """Return a version that holds the content; a preview of nothing is removed."""
    held = FileVersion.objects.select_related("blob").filter(blob_id=preview.source_id).first()
    if held is None:
        preview.delete()
    return held


def _fail(preview: Preview, trouble: Trouble) -> Preview:
    preview.state, preview.trouble = PreviewState.FAILED, trouble
    preview.save(update_fields=["state", "trouble"])
    return preview


def _draw(kind: PreviewKind, version: FileVersion, folder: Path) -> dict[str, Any]:
    blob = version.blob
    if blob.size == 0:
        raise TroubleError(Trouble.EMPTY)
    if blob.size > LARGEST[kind]:
        raise TroubleError(Trouble.TOO_LARGE)
    suffix = SUFFIXES.get(version.media_type, ".bin") if kind == PreviewKind.OFFICE else ".bin"
    source = folder / f"source{suffix}"
    with source.open("wb") as file:
        for piece in read_blob(blob):
            file.write(piece)
    if kind == PreviewKind.OFFICE:
        source = to_pdf(source, folder)
    run_limited(
        [
            sys.executable,
            "-m",
            child.__name__,
            "image" if kind == PreviewKind.IMAGE else "pdf",
            str(source),
            str(folder),
        ],
        folder=folder,
        seconds=DRAWING_SECONDS,
        memory=DRAWING_MEMORY,
        environment={"PYTHONPATH": str(Path(parvis.__file__).parent.parent)},
    )
    return _manifest(folder)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    except (OSError, ValueError) as error:
        raise TroubleError(Trouble.BROKEN) from error
    if "trouble" in found:
        raise TroubleError(Trouble(found["trouble"]))
    return found


def _keep(preview: Preview, made: dict[str, Any], folder: Path) -> Preview:
    """Store the pictures, then their rows in one transaction."""
    pages = []
    for number, page in enumerate(made["pages"], start=1):
        pages.append(
            PreviewPage(
                preview=preview,
                number=number,
                blob=_store(preview, folder / f"{number}.webp"),
                thumbnail=_store(preview, folder / f"{number}-small.webp") if number == 1 else None,
                width=page["width"],
                height=page["height"],
                text=page["text"].replace("\x00", ""),
            )
        )
    with transaction.atomic():
        preview.pages.all().delete()
        PreviewPage.objects.bulk_create(pages)
        preview.page_count = made["count"]
        preview.state, preview.trouble = PreviewState.READY, ""
        preview.save(update_fields=["page_count", "state", "trouble"])
    return preview


def _store(preview: Preview, path: Path) -> Blob:
    with path.open("rb") as file:
        pieces = iter(lambda: file.read(256 * 1024), b"")
        return write_blob(organisation_id=preview.organisation_id, chunks=pieces)


def sweep_previews() -> int:
    """Remove the previews of contents that no version holds any more; return how many."""
    held = FileVersion.objects.filter(blob_id=OuterRef("source_id"))
    return Preview.objects.filter(~Exists(held)).delete()[0]
