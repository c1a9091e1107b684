"""E-mails for the page: who, when, what, what is attached; nothing in them is fetched or run."""

import email
import email.errors
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage, Message
from typing import Any, Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from oxmsg import Message as OutlookMessage

from parvis.apps.files.enums import Trouble
from parvis.kernel.storage.blobs import open_blob
from parvis.kernel.storage.models import Blob
from parvis.kernel.storage.naming import InvalidNameError, clean_name
from parvis.kernel.storage.sniffing import refine, sniff_bytes

MAX_BYTES: Final = 40 * 1024**2
MAX_BODY: Final = 500_000
MAX_PARTS: Final = 200
OUTLOOK: Final = "application/vnd.ms-outlook"
TAGS: Final = frozenset(
    {"a", "b", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em", "hr"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "i", "li", "ol", "p", "pre", "s", "small", "span"}
    | {"strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"}
)
_IMAGE: Final = re.compile(r"<img[\s>]|background\s*=|url\(", re.IGNORECASE)


class UnreadableMailError(Exception):
    """The mail can't be shown; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True)
class Attachment:
    """A file in a mail."""

    name: str
    content: bytes
    media_type: str

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True)
class ShownMail:
    """A mail as the page shows it; `html` is cleaned, `text` plain; one of the two is empty."""

    subject: str = ""
    sender: str = ""
    recipients: str = ""
    copies: str = ""
    date: datetime | str | None = None
    html: SafeString = field(default_factory=lambda: mark_safe(""))
    text: str = ""
    has_images: bool = False
    attachments: list[Attachment] = field(default_factory=list)


def read_mail(blob: Blob, media_type: str) -> ShownMail:
    """Return a mail, whatever can be read of a malformed one (raises UnreadableMailError)."""
    if blob.size > MAX_BYTES:
        raise UnreadableMailError(Trouble.TOO_LARGE)
    with open_blob(blob) as file:
        content = file.read()
    try:
        return _outlook(content) if media_type == OUTLOOK else _internet(content)
    except UnreadableMailError:
        raise
    except Exception as error:  # parsers meet hostile bytes with whatever they stumble over
        raise UnreadableMailError(Trouble.BROKEN) from error


def clean_html(source: str) -> SafeString:
    """Return the harmless part of a mail's HTML: no picture, style, form, frame or script."""
    return mark_safe(
        nh3.clean(
            source[:MAX_BODY],
            tags=set(TAGS),
            attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel="noopener noreferrer nofollow",
            set_tag_attribute_values={"a": {"target": "_blank"}},
        )
    )


def _internet(content: bytes) -> ShownMail:
    message = email.message_from_bytes(content, policy=email.policy.default)
    if not message.keys() and not message.is_multipart() and not content.strip():
        raise UnreadableMailError(Trouble.EMPTY)
    html = _body(message, "text/html")
    text = "" if html else _body(message, "text/plain")
    return ShownMail(
        subject=_header(message, "Subject"),
        sender=_header(message, "From"),
        recipients=_header(message, "To"),
        copies=_header(message, "Cc"),
        date=_date(message),
        html=clean_html(html) if html else mark_safe(""),
        text=text[:MAX_BODY],
        has_images=bool(_IMAGE.search(html)),
        attachments=list(_attachments(message)),
    )


def _header(message: Message, name: str) -> str:
    try:
        value = message.get(name)
        text = str(value) if value is not None else ""
    except Exception:  # noqa: BLE001 -- the header parser has many ways to fail on malformed ones
        raw = dict(message.raw_items()) if isinstance(message, EmailMessage) else {}
        text = str(raw.get(name, ""))
    return " ".join("".join(sign for sign in text if sign.isprintable()).split())[:2_000]


def _date(message: Message) -> datetime | str | None:
    try:
        header: Any = message.get("Date")
        moment = getattr(header, "datetime", None)
    except Exception:  # noqa: BLE001 -- as above
        return None
    return moment if isinstance(moment, datetime) else _header(message, "Date") or None


def _leaves(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number >= MAX_PARTS:
            return
        if not part.is_multipart() or part.get_content_type() == "message/rfc822":
            yield part


def _is_attached(part: Message) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except Exception:  # noqa: BLE001 -- as above
        return False


def _body(message: Message, media_type: str) -> str:
    for part in _leaves(message):
        if part.get_content_type() == media_type and not _is_attached(part):
            return _text_of(part)
    return ""


def _text_of(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return str(part.get_payload())
    for encoding in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return payload.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return payload.decode("windows-1252", "replace")


def _attachments(message: Message) -> Iterator[Attachment]:
    for part in _leaves(message):
        is_inside = part.get_content_type() == "message/rfc822" and part is not message
        if not (_is_attached(part) or is_inside):
            continue
        if is_inside:
            inner: Any = part.get_payload()
            content = inner[0].as_bytes() if isinstance(inner, list) and inner else b""
            fallback = "message.eml"
        else:
            payload = part.get_payload(decode=True)
            content = payload if isinstance(payload, bytes) else b""
            fallback = "attachment"
        yield _attachment(_filename(part) or fallback, content)


def _filename(part: Message) -> str:
    try:
        return part.get_filename() or ""
    except Exception:  # noqa: BLE001 -- as above
        return ""


def _attachment(name: str, content: bytes) -> Attachment:
    try:
        name = clean_name(name)
    except InvalidNameError:
        name = "attachment"
    return Attachment(name, content, refine(sniff_bytes(content), name))


def _outlook(content: bytes) -> ShownMail:
    message = OutlookMessage.load(content)
    html = message.html_body or ""
    recipients = ", ".join(
        f"{one.name} <{one.email_address}>" if one.name else one.email_address
        for one in message.recipients
    )
    return ShownMail(
        subject=message.subject or "",
        sender=message.sender or "",
        recipients=recipients[:2_000],
        date=message.sent_date,
        html=clean_html(html) if html else mark_safe(""),
        text="" if html else (message.body or "")[:MAX_BODY],
        has_images=bool(_IMAGE.search(html)),
        attachments=[
            _attachment(one.file_name or "attachment", one.file_bytes or b"")
            for one in message.attachments[:MAX_PARTS]
            if one.attached_by_value
        ],
    )
