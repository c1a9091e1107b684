"""Ask ClamAV about a content, over the INSTREAM command of clamd(8)."""

import socket
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from parvis.kernel.storage.errors import StorageError

CONNECT_SECONDS: Final = 5
ANSWER_SECONDS: Final = 120
PIECE_BYTES: Final = 64 * 1024
ANSWER_BYTES: Final = 4096


class ScannerError(StorageError):
    """The scanner doesn't answer, or not in a way that means anything: ask again later."""

    code = "scanner_unavailable"
    status = 503
    default_message = _("The antivirus does not answer. Try again in a few minutes.")


class ScanStatus(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNED = "unscanned"


@dataclass(frozen=True)
class Verdict:
    """What the scanner says; `detail` names what it found, or why it didn't look."""

    status: ScanStatus
    detail: str = ""


def scan(chunks: Iterable[bytes]) -> Verdict:
    """Send a content to the scanner of `CLAMAV_URL` (raises ScannerError).

    Without one, and for contents above its `StreamMaxLength`, the verdict is "unscanned".
    """
    if not settings.CLAMAV_URL:
        return Verdict(ScanStatus.UNSCANNED, "no scanner")
    try:
        with _connected() as line:
            _send(line, chunks)
            answer = _answer(line)
    except OSError as error:
        raise ScannerError(str(error)) from error
    return _verdict(answer)


def scanner_version() -> str:
    """Return the name and age of the scanner's signatures, "" without a scanner."""
    if not settings.CLAMAV_URL:
        return ""
    try:
        with _connected() as line:
            line.sendall(b"zVERSION\0")
            return _answer(line)
    except OSError as error:
        raise ScannerError(str(error)) from error


@contextmanager
def _connected() -> Iterator[socket.socket]:
    url = urlsplit(settings.CLAMAV_URL)
    if url.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(CONNECT_SECONDS)
        try:
            line.connect(url.path)
        except OSError:
            line.close()
            raise
    elif url.scheme == "tcp" and url.hostname:
        line = socket.create_connection((url.hostname, url.port or 3310), CONNECT_SECONDS)
    else:
        raise ScannerError("CLAMAV_URL is written tcp://127.0.0.1:3310 or unix:/path/to/socket")
    with line:
        line.settimeout(ANSWER_SECONDS)
        yield line


def _send(line: socket.socket, chunks: Iterable[bytes]) -> None:
    try:
        line.sendall(b"zINSTREAM\0")
        for chunk in chunks:
            for start in range(0, len(chunk), PIECE_BYTES):
                piece = chunk[start : start + PIECE_BYTES]
                line.sendall(struct.pack(">L", len(piece)) + piece)
        line.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        return  # it hangs up on what is too long for it, after having said so


def _answer(line: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < ANSWER_BYTES:
        try:
            part = line.recv(ANSWER_BYTES)
        except ConnectionResetError:
            break
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(answer: str) -> Verdict:
    text = answer.removeprefix("stream: ")
    if text == "OK":
        return Verdict(ScanStatus.CLEAN)
    if text.endswith(" FOUND"):
        return Verdict(ScanStatus.INFECTED, text.removesuffix(" FOUND"))
    if "size limit exceeded" in text:
        return Verdict(ScanStatus.UNSCANNED, "too large for the scanner")
    raise ScannerError(f"answer of the scanner: {answer!r}")
