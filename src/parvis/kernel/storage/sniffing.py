"""What a content is, from its bytes; its name only refines among kinds of text and media."""

import io
import json
import re
from collections.abc import Callable
from typing import BinaryIO, Final

import puremagic

from parvis.kernel.storage import archives, olefiles

HEAD_BYTES: Final = 64 * 1024
EMPTY: Final = "inode/x-empty"
UNKNOWN: Final = "application/octet-stream"
PLAIN_TEXT: Final = "text/plain"
MAIL: Final = "message/rfc822"

SAFE_INLINE: Final = frozenset(
    {
        "application/pdf",
        "audio/flac",
        "audio/mp4",
        "audio/mpeg",
        "audio/ogg",
        "audio/wav",
        "image/avif",
        "image/bmp",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/webp",
        "text/plain",
        "video/mp4",
        "video/ogg",
        "video/webm",
    }
)

_MAGIC: Final = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (0, b"\0\0\1\0", "image/vnd.microsoft.icon"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (257, b"ustar", "application/x-tar"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"%!PS", "application/postscript"),
    (0, b"MZ", "application/vnd.microsoft.portable-executable"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"\xca\xfe\xba\xbe", "application/java-vm"),
    (0, b"\0asm", "application/wasm"),
    (0, b"SQLite format 3\0", "application/vnd.sqlite3"),
    (0, b"AC10", "image/vnd.dwg"),
    (0, b"wOF2", "font/woff2"),
)
_ISO_MEDIA: Final = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
}
_CARDS: Final = (("BEGIN:VCALENDAR", "text/calendar"), ("BEGIN:VCARD", "text/vcard"))
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HTML: Final = re.compile(
    r"<(?:!doctype\s+html|html|head|body|script|iframe|title|style|table|div|p|h1|a\s|br|font|meta)"
    r"[\s>/]",
    re.IGNORECASE,
)
_XML_ROOT: Final = re.compile(
    # Atomic groups: a hostile row of comments must not be tried in every combination.
    r"(?:(?><!--.*?-->)\s*+|(?><\?.*?\?>)\s*+|(?><!doctype[^>\[]*+(?:\[.*?\]\s*+)?>)\s*+)*+"
    r"<(?:[^\W\d][\w.-]*+:)?([^\W\d][\w.-]*+)",
    re.DOTALL | re.IGNORECASE,
)
_MAIL_FIELDS: Final = frozenset(
    {
        "bcc",
        "cc",
        "content-transfer-encoding",
        "content-type",
        "date",
        "delivered-to",
        "dkim-signature",
        "from",
        "in-reply-to",
        "message-id",
        "mime-version",
        "received",
        "references",
        "reply-to",
        "return-path",
        "sender",
        "subject",
        "to",
    }
)
_FIELD: Final = re.compile(r"([!-9;-~]+)[ \t]*:")
_REFINED_TEXT: Final = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "md": "text/markdown",
    "markdown": "text/markdown",
    "eml": MAIL,
    "ics": "text/calendar",
    "htm": "text/html",
    "html": "text/html",
    "svg": "image/svg+xml",
    "xhtml": "application/xhtml+xml",
}
_REFINED: Final = {
    (PLAIN_TEXT, extension): media_type for extension, media_type in _REFINED_TEXT.items()
} | {
    ("video/mp4", "m4a"): "audio/mp4",
    ("audio/ogg", "ogv"): "video/ogg",
    ("video/webm", "mkv"): "video/matroska",
    ("image/vnd.dwg", "dxf"): "image/vnd.dxf",
}


def is_safe_inline(media_type: str) -> bool:
    """Whether a browser may show it from our own address: nothing there can run or phone home.

    The rest is downloaded. HTML, SVG and XML never are safe.
    """
    return media_type in SAFE_INLINE


def sniff_file(file: BinaryIO) -> str:
    """Return the media type of a seekable file, and leave it at its beginning."""
    file.seek(0)
    media_type = sniff(file.read(HEAD_BYTES), lambda: file)
    file.seek(0)
    return media_type


def sniff_bytes(content: bytes) -> str:
    return sniff(content[:HEAD_BYTES], lambda: io.BytesIO(content))


def sniff(head: bytes, whole: Callable[[], BinaryIO]) -> str:
    """Return the media type of a content that begins with `head`.

    `whole` is called, for archives and OLE files only, to look further in.
    """
    if not head:
        return EMPTY
    if head.startswith(_ZIP):
        return archives.sniff_zip(whole())
    if head.startswith(_OLE):
        return olefiles.sniff_ole(whole())
    return _by_magic(head) or _text_kind(head) or _by_signature_list(head)


def _by_magic(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return _ISO_MEDIA.get(head[8:12], "video/mp4")
    for offset, magic, media_type in _MAGIC:
        if head.startswith(magic, offset):
            return media_type
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return "image/bmp"
    # Readers accept a PDF whose header comes late (ISO 32000-2, 7.5.2, note).
    return "application/pdf" if b"%PDF-" in head[:1024] else ""


def _by_signature_list(head: bytes) -> str:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    best = next((match for match in found if match.mime_type and match.confidence >= 0.8), None)
    if best is None or best.mime_type.startswith(("text/", "image/svg")):
        return UNKNOWN
    return str(best.mime_type)


def text_encoding(head: bytes) -> str:
    """Return the encoding of a text by its beginning, or "" when it isn't text.

    Byte order marks first, then UTF-8; the rest, if it has no control characters, is what French
    offices wrote before UTF-8: Windows-1252.
    """
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if head.startswith(mark):
            return name if _decodes(head, name) else ""
    if re.search(rb"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]", head):
        return _unmarked_utf16(head)
    return "utf-8" if _decodes(head, "utf-8") else "windows-1252"


def _decodes(head: bytes, encoding: str) -> bool:
    """Whether `head`, which may be cut inside a character, is in `encoding`."""
    for cut in range(4):
        try:
            head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _unmarked_utf16(head: bytes) -> str:
    for name, zeros, letters in (
        ("utf-16-le", head[1::2], head[::2]),
        ("utf-16-be", head[::2], head[1::2]),
    ):
        mostly = len(head) // 2 * 9 // 10
        if len(head) >= 8 and zeros.count(0) >= mostly and not re.search(rb"[\0-\x08]", letters):
            return name
    return ""


def _text_kind(head: bytes) -> str:
    encoding = text_encoding(head)
    if not encoding:
        return ""
    text = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return _markup_kind(text)
    if text[0:1] in ("{", "["):
        is_json = _is_json(text, is_whole=len(head) < HEAD_BYTES)
        return "application/json" if is_json else PLAIN_TEXT
    for beginning, media_type in _CARDS:
        if text[: len(beginning)].upper() == beginning:
            return media_type
    return MAIL if _is_mail(text) else PLAIN_TEXT


def _markup_kind(text: str) -> str:
    root = _XML_ROOT.match(text)
    name = root[1].lower() if root else ""
    if name == "svg":
        return "image/svg+xml"
    if name == "html":
        return "application/xhtml+xml" if text.startswith("<?xml") else "text/html"
    if text[:5].lower() == "<?xml":
        return "application/xml"
    return "text/html" if _HTML.search(text[:512]) else "application/xml" if name else PLAIN_TEXT


def _is_mail(text: str) -> bool:
    """Whether a text begins with at least two fields of RFC 5322, and nothing else before them."""
    known = 0
    lines = text.splitlines()
    if lines and re.match(r">?From \S+", lines[0]):
        lines, known = lines[1:], 1
    for line in lines[:200]:
        if not line.strip():
            break
        if line[0] in " \t":
            continue
        field = _FIELD.match(line)
        if field is None:
            break
        known += field[1].lower() in _MAIL_FIELDS
    return known >= 2


def _is_json(text: str, *, is_whole: bool) -> bool:
    if not is_whole:
        return bool(re.match(r'[\[{]\s*(?:["{\[\]}]|-?\d)', text))
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def refine(media_type: str, name: str) -> str:
    """Return a closer type for a content of `media_type` that is called `name`.

    Text may turn out to be CSV, Markdown, a mail or (never shown in the page) HTML; a content is
    never taken for something that its bytes contradict.
    """
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    return _REFINED.get((media_type, extension), media_type)
