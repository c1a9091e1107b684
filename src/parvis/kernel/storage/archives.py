"""What kind of document a ZIP archive is: OOXML, OpenDocument, EPUB, or just an archive."""

import re
import struct
import zipfile
import zlib
from typing import BinaryIO, Final

ZIP: Final = "application/zip"
MAX_DIRECTORY_BYTES: Final = 16 * 1024 * 1024
MAX_PART_BYTES: Final = 1024 * 1024
_END: Final = struct.Struct("<4s4H2LH")

_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_MAIN_PARTS: Final = {
    "wordprocessingml.document.main+xml": _OFFICE + "wordprocessingml.document",
    "wordprocessingml.template.main+xml": _OFFICE + "wordprocessingml.template",
    "spreadsheetml.sheet.main+xml": _OFFICE + "spreadsheetml.sheet",
    "spreadsheetml.template.main+xml": _OFFICE + "spreadsheetml.template",
    "presentationml.presentation.main+xml": _OFFICE + "presentationml.presentation",
    "presentationml.slideshow.main+xml": _OFFICE + "presentationml.slideshow",
    "presentationml.template.main+xml": _OFFICE + "presentationml.template",
    "ms-word.document.macroenabled.main+xml": "application/vnd.ms-word.document.macroEnabled.12",
    "ms-word.template.macroenabledtemplate.main+xml": (
        "application/vnd.ms-word.template.macroEnabled.12"
    ),
    "ms-excel.sheet.macroenabled.main+xml": "application/vnd.ms-excel.sheet.macroEnabled.12",
    "ms-excel.sheet.binary.macroenabled.main": (
        "application/vnd.ms-excel.sheet.binary.macroEnabled.12"
    ),
    "ms-powerpoint.presentation.macroenabled.main+xml": (
        "application/vnd.ms-powerpoint.presentation.macroEnabled.12"
    ),
    "ms-visio.drawing.main+xml": "application/vnd.ms-visio.drawing.main+xml",
}
_MAIN_PART: Final = re.compile(
    r'contenttype\s*=\s*["\']application/vnd\.(?:openxmlformats-officedocument\.)?([\w.+-]+)["\']'
)
_DECLARED: Final = re.compile(r"application/(?:vnd\.oasis\.opendocument\.[a-z-]+|epub\+zip)")


def sniff_zip(file: BinaryIO) -> str:
    """Return the media type of an archive, `application/zip` when in doubt or damaged."""
    try:
        if not _has_modest_directory(file):
            return ZIP
        with zipfile.ZipFile(file) as archive:
            return _kind(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return ZIP
    except (struct.error, zlib.error):
        return ZIP


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "mimetype" in names:
        declared = _part(archive, "mimetype").strip()
        return declared if _DECLARED.fullmatch(declared) else ZIP
    if "[Content_Types].xml" in names:
        return _office_kind(_part(archive, "[Content_Types].xml"))
    return "application/java-archive" if "META-INF/MANIFEST.MF" in names else ZIP


def _has_modest_directory(file: BinaryIO) -> bool:
    """Whether the list of members is small enough to be read: it may claim gigabytes."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557))
    tail = file.read(65_557)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return False
    return int(_END.unpack_from(tail, at)[5]) <= MAX_DIRECTORY_BYTES


def _part(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as part:
        raw = part.read(MAX_PART_BYTES)
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return raw.decode(encoding, "replace")


def _office_kind(content_types: str) -> str:
    for found in _MAIN_PART.finditer(content_types.lower()):
        kind = _MAIN_PARTS.get(found[1])
        if kind:
            return kind
    return ZIP
