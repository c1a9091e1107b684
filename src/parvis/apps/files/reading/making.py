"""Read what is written in a content: in a private folder, by a child process, kept sealed."""

import json
import re
import sys
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.html import strip_tags

import parvis
from parvis.apps.files.enums import PreviewKind, PreviewState, Trouble, Verdict
from parvis.apps.files.events import TextRead
from parvis.apps.files.media import medium_of
from parvis.apps.files.models import ContentText, File, FileVersion
from parvis.apps.files.reading import child
from parvis.apps.files.reading.ocr import read_page
from parvis.apps.files.rendering.mails import Attachment, UnreadableMailError, read_mail
from parvis.apps.files.rendering.making import ATTEMPTS, TroubleError, scratch
from parvis.apps.files.rendering.office import MAX_BYTES, SUFFIXES, ConversionError, to_pdf
from parvis.apps.files.rendering.processes import GIB, TooSlowError, run_limited
from parvis.kernel.actors import system_actor
from parvis.kernel.events import emit
from parvis.kernel.storage.blobs import read_blob, write_blob
from parvis.kernel.storage.models import Blob
from parvis.kernel.storage.sniffing import text_encoding
from parvis.kernel.texts import clean_text

SECONDS: Final = 120
MEMORY: Final = 1 * GIB
MAX_SOURCE: Final = 300 * 1024**2
MAX_PLAIN: Final = 2 * 1024**2
MAX_ATTACHMENTS: Final = 10
PACKAGES: Final = re.compile(r"openxmlformats|opendocument|ms-\w+\.\w+\.macroEnabled")
MARKUP: Final = frozenset(
    {"text/html", "application/xhtml+xml", "application/xml", "image/svg+xml"}
)
SHUT: Final = (Verdict.INFECTED, Verdict.WAITING)


@dataclass(frozen=True)
class _Read:
    text: str
    ocr_pages: int = 0
    is_cut: bool = False


def may_hold_text(media_type: str) -> bool:
    """Tell whether a content of this type can hold writing."""
    return medium_of(media_type).preview not in {PreviewKind.NONE, PreviewKind.MEDIA}


def read_content(source_id: UUID) -> ContentText | None:
    """Read a pending content, or note why it can't be; safe to call again after a crash."""
    row = ContentText.objects.filter(pk=source_id, state=PreviewState.PENDING).first()
    version = FileVersion.objects.select_related("blob").filter(blob_id=source_id).first()
    if row is None or version is None:
        return None
    row.attempts += 1
    row.save(update_fields=["attempts"])
    if row.attempts > ATTEMPTS:
        return _fail(row, Trouble.BROKEN)
    try:
        with scratch() as folder:
            return _keep(row, _read(version.blob, version.media_type, folder))
    except (TroubleError, ConversionError, UnreadableMailError) as error:
        return _fail(row, error.trouble)
    except TooSlowError:
        return _fail(row, Trouble.TOO_SLOW)


def _fail(row: ContentText, trouble: Trouble) -> ContentText:
    row.state, row.trouble = PreviewState.FAILED, trouble
    row.save(update_fields=["state", "trouble"])
    return row


def _read(blob: Blob, media_type: str, folder: Path) -> _Read:
    if blob.size == 0:
        raise TroubleError(Trouble.EMPTY)
    match medium_of(media_type).preview:
        case PreviewKind.MAIL:
            return _of_mail(blob, media_type, folder)
        case PreviewKind.TEXT | PreviewKind.TABLE:
            head = b"".join(read_blob(blob, 0, min(blob.size, MAX_PLAIN)))
            return _plain(head, media_type, is_cut=blob.size > MAX_PLAIN)
    if blob.size > MAX_SOURCE:
        raise TroubleError(Trouble.TOO_LARGE)
    source = folder / f"source{SUFFIXES.get(media_type, '.bin')}"
    with source.open("wb") as file:
        for piece in read_blob(blob):
            file.write(piece)
    return _of_document(source, media_type, folder)


def _plain(content: bytes, media_type: str, *, is_cut: bool = False) -> _Read:
    text = content.decode(text_encoding(content) or "latin-1", "replace")
    if media_type in MARKUP:
        text = unescape(strip_tags(text))
    return _Read(text[: child.MAX_TEXT], is_cut=is_cut or len(text) > child.MAX_TEXT)


def _of_document(source: Path, media_type: str, folder: Path) -> _Read:
    kind = medium_of(media_type).preview
    if kind == PreviewKind.IMAGE:
        return _by_child("picture", source, folder)
    if kind == PreviewKind.OFFICE and PACKAGES.search(media_type):
        return _by_child("package", source, folder)
    if kind == PreviewKind.OFFICE:
        if source.stat().st_size > MAX_BYTES:
            raise TroubleError(Trouble.TOO_LARGE)
        source = to_pdf(source, folder)
    return _by_child("pdf", source, folder)


def _by_child(kind: str, source: Path, folder: Path) -> _Read:
    run_limited(
        [sys.executable, "-m", child.__name__, kind, str(source), str(folder)],
        folder=folder,
        seconds=SECONDS,
        memory=MEMORY,
        environment={"PYTHONPATH": str(Path(parvis.__file__).parent.parent)},
    )
    found = _manifest(folder)
    text = (folder / "text.txt").read_text(encoding="utf-8")
    read = [read_page(folder / f"{number}.png", folder) for number in found["pictures"]]
    return _Read(
        "\n".join([text, *read])[: child.MAX_TEXT],
        ocr_pages=sum(1 for page in read if page.strip()),
        is_cut=bool(found["is_cut"]) or found["pages"] > child.MAX_PAGES,
    )


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    except (OSError, ValueError) as error:
        raise TroubleError(Trouble.BROKEN) from error
    if "trouble" in found:
        raise TroubleError(Trouble(found["trouble"]))
    return found


def _of_mail(blob: Blob, media_type: str, folder: Path) -> _Read:
    """Read a mail, who and about what first, then what is attached to it, one level deep."""
    mail = read_mail(blob, media_type)
    parts = [mail.subject, mail.sender, mail.recipients, mail.copies]
    parts.append(mail.text or unescape(strip_tags(mail.html.replace("<", " <"))))
    ocr_pages = 0
    for number, attachment in enumerate(mail.attachments[:MAX_ATTACHMENTS], 1):
        inside = folder / str(number)
        inside.mkdir()
        found = _of_attachment(attachment, inside)
        ocr_pages += found.ocr_pages
        parts += [attachment.name, found.text]
    text = "\n".join(parts)
    return _Read(text[: child.MAX_TEXT], ocr_pages, len(text) > child.MAX_TEXT)


def _of_attachment(attachment: Attachment, folder: Path) -> _Read:
    """Return what is written in an attachment, nothing when it can't be read."""
    kind = medium_of(attachment.media_type).preview
    if kind in {PreviewKind.TEXT, PreviewKind.TABLE}:
        return _plain(attachment.content[:MAX_PLAIN], attachment.media_type)
    if kind not in {PreviewKind.PAGES, PreviewKind.OFFICE, PreviewKind.IMAGE}:
        return _Read("")
    source = folder / f"source{SUFFIXES.get(attachment.media_type, '.bin')}"
    source.write_bytes(attachment.content)
    try:
        return _of_document(source, attachment.media_type, folder)
    except (TroubleError, ConversionError, TooSlowError):
        return _Read("")


def _keep(row: ContentText, read: _Read) -> ContentText:
    """Seal the text, then say so of every file whose present content it is."""
    sealed = clean_text(read.text).encode()
    blob = write_blob(organisation_id=row.organisation_id, chunks=[sealed]) if sealed else None
    with transaction.atomic():
        row.text, row.ocr_pages, row.is_cut = blob, read.ocr_pages, read.is_cut
        row.state, row.trouble = PreviewState.READY, ""
        row.save(update_fields=["text", "ocr_pages", "is_cut", "state", "trouble"])
        held = File.objects.filter(current__blob_id=row.pk).select_related("item")
        actor = system_actor("reader", organisation_id=row.organisation_id)
        for file in held if blob else []:
            event = TextRead(
                item_id=file.pk,
                workspace_id=file.item.workspace_id,
                version_id=str(file.current_id),
            )
            emit(event, actor=actor)
    return row


def sweep_texts() -> int:
    """Remove the texts of contents that no version holds any more; return how many."""
    held = FileVersion.objects.filter(blob_id=OuterRef("source_id"))
    return ContentText.objects.filter(~Exists(held)).delete()[0]
