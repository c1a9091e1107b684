"""How a version shows in a page: its pages, its words, or why it doesn’t."""

from typing import Any

from parvis.apps.files import previews
from parvis.apps.files.enums import PREPARED, PreviewKind, PreviewState, Trouble, Verdict
from parvis.apps.files.models import FileVersion
from parvis.apps.files.rendering.mails import UnreadableMailError, read_mail
from parvis.apps.files.rendering.texts import read_table, read_text


def preview_context(version: FileVersion, *, is_watched: bool = False) -> dict[str, Any]:
    """Return what the preview of a version shows: its kind, its state, its pages or its words.

    `is_watched`: somebody waits for it before their page.
    """
    kind = previews.kind_of(version)
    base: dict[str, Any] = {"version": version, "kind": kind, "trouble": "", "pages": []}
    if version.verdict == Verdict.INFECTED:
        return {**base, "kind": PreviewKind.NONE, "trouble": Trouble.INFECTED.label}
    if version.verdict == Verdict.WAITING:
        return {**base, "is_pending": True, "is_scanning": True}
    if version.size == 0:
        return {**base, "kind": PreviewKind.NONE, "trouble": Trouble.EMPTY.label}
    if version.media_type == "application/x-tika-ooxml-protected":
        return {**base, "trouble": Trouble.PROTECTED.label}
    if kind in PREPARED:
        return base | _prepared(version, is_watched=is_watched)
    return base | _from_content(kind, version)


def _prepared(version: FileVersion, *, is_watched: bool) -> dict[str, Any]:
    preview = (previews.hurry_preview if is_watched else previews.ensure_preview)(version)
    if preview is None or preview.state == PreviewState.PENDING:
        return {"is_pending": True}
    if preview.state == PreviewState.FAILED:
        return {"trouble": Trouble(preview.trouble).label}
    pages = list(preview.pages.defer("blob", "thumbnail"))
    return {
        "pages": pages,
        "page_count": preview.page_count,
        "has_more": preview.page_count > len(pages),
    }


def _from_content(kind: PreviewKind, version: FileVersion) -> dict[str, Any]:
    match kind:
        case PreviewKind.TEXT:
            return {"shown": read_text(version.blob)}
        case PreviewKind.TABLE:
            return {"table": read_table(version.blob)}
        case PreviewKind.MAIL:
            try:
                return {"mail": read_mail(version.blob, version.media_type)}
            except UnreadableMailError as error:
                return {"trouble": error.trouble.label}
        case PreviewKind.MEDIA:
            return {"is_film": version.media_type.startswith("video/")}
        case _:
            return {"trouble": Trouble.UNKNOWN_KIND.label}
