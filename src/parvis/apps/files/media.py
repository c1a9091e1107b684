"""What each media type is called, drawn as and shown by."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.apps.files.enums import PreviewKind

Text = str | Promise


@dataclass(frozen=True)
class Medium:
    """A family of media types: its name on a row, its icon, how it is previewed."""

    label: Text
    icon: str
    preview: PreviewKind


_DOCUMENT: Final = Medium(_("Text document"), "file-text", PreviewKind.OFFICE)
_SHEET: Final = Medium(_("Spreadsheet"), "file-sheet", PreviewKind.OFFICE)
_SLIDES: Final = Medium(_("Slides"), "slides", PreviewKind.OFFICE)
_DRAWING: Final = Medium(_("Drawing"), "file-image", PreviewKind.OFFICE)
_IMAGE: Final = Medium(_("Picture"), "file-image", PreviewKind.IMAGE)
_PLAIN: Final = Medium(_("Text"), "file-text", PreviewKind.TEXT)
_CODE: Final = Medium(_("Text"), "file-code", PreviewKind.TEXT)
_TABLE: Final = Medium(_("Table (CSV)"), "file-sheet", PreviewKind.TABLE)
_MAIL: Final = Medium(_("E-mail"), "mail", PreviewKind.MAIL)
_ARCHIVE: Final = Medium(_("Compressed archive"), "file-archive", PreviewKind.NONE)
_SOUND: Final = Medium(_("Sound"), "file-audio", PreviewKind.MEDIA)
_FILM: Final = Medium(_("Film"), "file-video", PreviewKind.MEDIA)
_OTHER: Final = Medium(_("File"), "file", PreviewKind.NONE)
_OTHER_FILM: Final = Medium(_("Film"), "file-video", PreviewKind.NONE)
_OTHER_SOUND: Final = Medium(_("Sound"), "file-audio", PreviewKind.NONE)

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_MEDIA: Final[dict[str, Medium]] = {
    "application/pdf": Medium(_("PDF"), "file-text", PreviewKind.PAGES),
    "application/msword": _DOCUMENT,
    "application/rtf": _DOCUMENT,
    _OOXML + "wordprocessingml.document": _DOCUMENT,
    _OOXML + "wordprocessingml.template": _DOCUMENT,
    "application/vnd.ms-word.document.macroEnabled.12": _DOCUMENT,
    _ODF + "text": _DOCUMENT,
    _ODF + "text-template": _DOCUMENT,
    "application/vnd.ms-excel": _SHEET,
    _OOXML + "spreadsheetml.sheet": _SHEET,
    _OOXML + "spreadsheetml.template": _SHEET,
    "application/vnd.ms-excel.sheet.macroEnabled.12": _SHEET,
    "application/vnd.ms-excel.sheet.binary.macroEnabled.12": _SHEET,
    _ODF + "spreadsheet": _SHEET,
    "application/vnd.ms-powerpoint": _SLIDES,
    _OOXML + "presentationml.presentation": _SLIDES,
    _OOXML + "presentationml.slideshow": _SLIDES,
    _OOXML + "presentationml.template": _SLIDES,
    "application/vnd.ms-powerpoint.presentation.macroEnabled.12": _SLIDES,
    _ODF + "presentation": _SLIDES,
    _ODF + "graphics": _DRAWING,
    "application/vnd.visio": _DRAWING,
    "text/csv": _TABLE,
    "text/tab-separated-values": _TABLE,
    "text/html": _CODE,
    "application/xhtml+xml": _CODE,
    "application/xml": _CODE,
    "application/json": _CODE,
    "image/svg+xml": _CODE,
    "text/calendar": Medium(_("Calendar"), "calendar", PreviewKind.TEXT),
    "text/vcard": Medium(_("Contact"), "person", PreviewKind.TEXT),
    "message/rfc822": _MAIL,
    "application/vnd.ms-outlook": _MAIL,
    "application/zip": _ARCHIVE,
    "application/x-7z-compressed": _ARCHIVE,
    "application/vnd.rar": _ARCHIVE,
    "application/x-tar": _ARCHIVE,
    "application/gzip": _ARCHIVE,
    "application/x-tika-ooxml-protected": Medium(_("Protected document"), "lock", PreviewKind.NONE),
    "inode/x-empty": Medium(_("Empty file"), "file", PreviewKind.NONE),
    "image/png": _IMAGE,
    "image/jpeg": _IMAGE,
    "image/gif": _IMAGE,
    "image/webp": _IMAGE,
    "image/tiff": _IMAGE,
    "image/bmp": _IMAGE,
    "image/avif": _IMAGE,
    "video/mp4": _FILM,
    "video/webm": _FILM,
    "video/ogg": _FILM,
    "audio/mpeg": _SOUND,
    "audio/mp4": _SOUND,
    "audio/ogg": _SOUND,
    "audio/wav": _SOUND,
    "audio/flac": _SOUND,
}
_FAMILIES: Final = {
    "image/": Medium(_("Picture"), "file-image", PreviewKind.NONE),
    "video/": _OTHER_FILM,
    "audio/": _OTHER_SOUND,
    "text/": _PLAIN,
}


def medium_of(media_type: str) -> Medium:
    """Return the family of a media type."""
    found = _MEDIA.get(media_type)
    if found is None:
        found = next((m for head, m in _FAMILIES.items() if media_type.startswith(head)), _OTHER)
    return found
