"""Mails that no server takes: kept as `.eml` files in the data folder, one a mail, and read again.

With `EMAIL_URL`, mails go to that server, and are kept when it refuses them or doesn't answer.
"""

import logging
import re
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from email.utils import getaddresses
from pathlib import Path

import nh3
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.html import strip_tags

from parvis.kernel.ids import uuid7

logger = logging.getLogger(__name__)
KEPT_FOR = timedelta(days=30)
MAX_BYTES = 2_000_000
_NAME = re.compile(r"[0-9a-f-]{36}\.eml")
_MANY_LINES = re.compile(r"\n{3,}")


class MailBackend(BaseEmailBackend):
    """Sends through `settings.MAIL_SERVER_BACKEND` when there is one; keeps what can't go."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if not (settings.MAIL_SERVER_BACKEND and self._send(message)):
                keep(message)
        return len(email_messages)

    def _send(self, message: EmailMessage) -> bool:
        server = get_connection(settings.MAIL_SERVER_BACKEND)
        try:
            return bool(server.send_messages([message]))
        except (OSError, smtplib.SMTPException):
            logger.exception("the mail server did not take a mail: it is kept")
            return False


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A kept mail: `name` is its file's."""

    name: str
    subject: str
    recipients: tuple[str, ...]
    kept_at: datetime


def folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def keep(message: EmailMessage) -> Path:
    """Write a mail to the folder (0600: it may hold a code) under a name that sorts by time."""
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = place / f"{uuid7()}.eml"
    path.touch(mode=0o600)
    path.write_bytes(message.message().as_bytes())
    return path


def kept_mails(*, limit: int) -> list[KeptMail]:
    """Return the newest kept mails, at most `limit`."""
    if not folder().is_dir():
        return []
    paths = (path for path in folder().iterdir() if _NAME.fullmatch(path.name))
    newest = sorted(paths, key=lambda path: path.name, reverse=True)[:limit]
    return [_described(path) for path in newest]


def open_kept(name: str) -> tuple[KeptMail, str] | None:
    """Return a kept mail and its text, None when there is none of this name.

    The text is plain: of HTML only the words are kept.
    """
    path = folder() / name
    if not _NAME.fullmatch(name) or not path.is_file() or path.stat().st_size > MAX_BYTES:
        return None
    return _described(path), _text(_parsed(path))


def sweep_kept_mails() -> int:
    """Delete the mails kept for longer than 30 days; return how many."""
    if not folder().is_dir():
        return 0
    oldest = (timezone.now() - KEPT_FOR).timestamp()
    old = [path for path in folder().glob("*.eml") if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _parsed(path: Path) -> ParsedMessage:
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def _described(path: Path) -> KeptMail:
    message = _parsed(path)
    named = getaddresses([str(value) for value in message.get_all("to", [])])
    kept_at = datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())
    return KeptMail(
        name=path.name,
        subject=str(message.get("subject", "")),
        recipients=tuple(address.lower() for _name, address in named if address),
        kept_at=kept_at,
    )


def _text(message: ParsedMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    content = str(body.get_content())
    if body.get_content_type() == "text/html":
        content = strip_tags(nh3.clean(content, tags={"p", "br"}))
    return _MANY_LINES.sub("\n\n", content).strip()
