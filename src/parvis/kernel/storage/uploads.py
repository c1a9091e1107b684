"""Partial uploads on disk, before they become blobs.

An upload may lie half-received for days, and what it holds may be sensitive: so nothing of it is
ever in clear on disk. Each piece that arrives is sealed at once as a record of its own, with
AES-256-GCM under a key of the upload alone, wrapped by the master key. A STREAM as in `cipher`
would not do: a crash may cut a chunk in the middle, and the same number would then be sealed twice
under one nonce. Records have random nonces instead, and are bound to the upload and their offset.

    file    = magic (8) ‖ key id (16) ‖ wrapped key (its length in 2, then it) ‖ state ‖ records
    state   = bytes of the file (8) ‖ plain bytes (8), both confirmed ‖ CRC-32 (4)
    record  = plain length (4) ‖ nonce (12) ‖ sealed bytes ‖ tag (16)

What `append` has returned is on disk to stay: records are synced, then the state that counts them
is. Whatever a crash leaves after the state's count is cut off at the next append, and sent again.
"""

import fcntl
import os
import secrets
import struct
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from parvis.kernel.storage.backends.folder import sync_folder
from parvis.kernel.storage.cipher import CHUNK_BYTES, TAG_BYTES, regroup
from parvis.kernel.storage.errors import (
    BackendError,
    OffsetConflictError,
    TamperedError,
    UploadBusyError,
    UploadMissingError,
    UploadTooLongError,
)
from parvis.kernel.storage.keys import KEY_BYTES, NONCE_BYTES, WrappedKey, master_keys

MAGIC = b"PARVISup"
CONFIRM_BYTES = 16 * CHUNK_BYTES
_HEADER = struct.Struct(">8s16sH")
_COUNTS = struct.Struct(">QQ")
_STATE = struct.Struct(">QQI")
_RECORD = struct.Struct(f">I{NONCE_BYTES}s")


@dataclass
class _Part:
    """An open upload file: its key, where its state lies, and what is confirmed."""

    file: BinaryIO
    upload_id: UUID
    cipher: AESGCM
    state_at: int
    file_end: int
    plain_end: int

    def _bound_to(self, offset: int) -> bytes:
        return self.upload_id.bytes + offset.to_bytes(8, "big")

    def seal(self, piece: bytes) -> None:
        nonce = secrets.token_bytes(NONCE_BYTES)
        self.file.write(_RECORD.pack(len(piece), nonce))
        self.file.write(self.cipher.encrypt(nonce, piece, self._bound_to(self.plain_end)))
        self.file_end += _RECORD.size + len(piece) + TAG_BYTES
        self.plain_end += len(piece)

    def confirm(self) -> None:
        """Make the records durable, then the count of them."""
        self.file.flush()
        os.fdatasync(self.file.fileno())
        counts = _COUNTS.pack(self.file_end, self.plain_end)
        state = counts + zlib.crc32(counts).to_bytes(4, "big")
        os.pwrite(self.file.fileno(), state, self.state_at)
        os.fdatasync(self.file.fileno())

    def records(self) -> Iterator[bytes]:
        """Yield the plain pieces (raises TamperedError)."""
        self.file.seek(self.state_at + _STATE.size)
        offset = 0
        while offset < self.plain_end:
            piece = self._next_record(offset)
            offset += len(piece)
            yield piece

    def _next_record(self, offset: int) -> bytes:
        raw = self.file.read(_RECORD.size)
        if len(raw) < _RECORD.size:
            raise TamperedError(f"upload {self.upload_id} is cut at {offset}")
        length, nonce = _RECORD.unpack(raw)
        if not 0 < length <= CHUNK_BYTES:
            raise TamperedError(f"upload {self.upload_id}: no record at {offset}")
        sealed = self.file.read(length + TAG_BYTES)
        try:
            return self.cipher.decrypt(nonce, sealed, self._bound_to(offset))
        except (InvalidTag, ValueError) as error:
            raise TamperedError(f"upload {self.upload_id}: record at {offset}") from error

    def recount(self) -> None:
        """Count the records that open, when a loss of power has torn the state itself."""
        self.file.seek(self.state_at + _STATE.size)
        self.file_end, self.plain_end = self.state_at + _STATE.size, 0
        try:
            while piece := self._next_record(self.plain_end):
                self.file_end += _RECORD.size + len(piece) + TAG_BYTES
                self.plain_end += len(piece)
        except TamperedError:
            self.file.seek(self.file_end)


class UploadSpool:
    """The uploads under way, one file each; a lock per file lets one request in at a time."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, upload_id: UUID) -> Path:
        return self.root / f"{upload_id}.part"

    def create(self, upload_id: UUID) -> None:
        """Begin an empty upload (raises BackendError)."""
        key = secrets.token_bytes(KEY_BYTES)
        wrapped = master_keys().wrap(key, context=_context(upload_id))
        header = _HEADER.pack(MAGIC, wrapped.key_id.encode(), len(wrapped.sealed)) + wrapped.sealed
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._path(upload_id), os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "r+b") as file:
                file.write(header)
                start = len(header) + _STATE.size
                _Part(file, upload_id, AESGCM(key), len(header), start, 0).confirm()
            sync_folder(self.root)
        except OSError as error:
            raise BackendError(f"cannot write to {self.root}: {error}") from error

    def offset(self, upload_id: UUID) -> int:
        """Return how many bytes are safely here (raises UploadMissingError)."""
        with self._open(upload_id) as part:
            return part.plain_end

    def append(
        self,
        upload_id: UUID,
        *,
        offset: int,
        chunks: Iterable[bytes],
        length: int | None = None,
        check: Callable[[], None] | None = None,
    ) -> int:
        """Add what `chunks` brings at `offset` and return the new offset.

        When `chunks` fails (the line was cut), what came before is kept and its error goes on.
        With `length`, bytes past it are refused: what fits is kept. With `check`, nothing counts
        before all has come and `check` has accepted it; when it raises, nothing is kept.
        Raises OffsetConflictError, UploadTooLongError, UploadBusyError, UploadMissingError,
        BackendError.
        """
        with self._locked(upload_id) as part:
            if offset != part.plain_end:
                raise OffsetConflictError(part.plain_end)
            part.file.truncate(part.file_end)
            part.file.seek(part.file_end)
            pieces = _Kept(chunks)
            try:
                self._take(part, pieces, length, check)
            except OSError as error:
                raise BackendError(f"cannot write to {self.root}: {error}") from error
            if pieces.error is not None:
                raise pieces.error
            return part.plain_end

    def _take(
        self,
        part: _Part,
        pieces: "_Kept",
        length: int | None,
        check: Callable[[], None] | None,
    ) -> None:
        confirmed = part.plain_end
        for piece in regroup(pieces, CHUNK_BYTES):
            room = len(piece) if length is None else length - part.plain_end
            if room > 0:
                part.seal(piece[:room])
            if check is None and part.plain_end - confirmed >= CONFIRM_BYTES:
                part.confirm()
                confirmed = part.plain_end
            if room < len(piece):
                if check is None:
                    part.confirm()
                raise UploadTooLongError
        if check is not None:
            if pieces.error is not None:
                return  # cut short: what came is dropped at the next append
            check()
        part.confirm()

    def read(self, upload_id: UUID) -> Iterator[bytes]:
        """Yield the plain bytes in pieces, for `write_blob` (raises UploadMissingError)."""
        with self._open(upload_id) as part:
            yield from part.records()

    def delete(self, upload_id: UUID) -> None:
        """Remove the upload; one that is gone already is no error."""
        self._path(upload_id).unlink(missing_ok=True)

    def sweep(self, *, older_than: timedelta) -> int:
        """Remove the uploads that nobody has continued for `older_than`; return how many."""
        limit = time.time() - older_than.total_seconds()
        count = 0
        for path in self.root.glob("*.part"):
            try:
                if path.stat().st_mtime < limit:
                    path.unlink()
                    count += 1
            except FileNotFoundError:
                continue  # finished meanwhile
        return count

    @contextmanager
    def _open(self, upload_id: UUID) -> Iterator[_Part]:
        try:
            file = self._path(upload_id).open("rb")
        except FileNotFoundError as error:
            raise UploadMissingError(str(upload_id)) from error
        with file:
            yield _read_part(file, upload_id)

    @contextmanager
    def _locked(self, upload_id: UUID) -> Iterator[_Part]:
        try:
            file = self._path(upload_id).open("r+b")
        except FileNotFoundError as error:
            raise UploadMissingError(str(upload_id)) from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise UploadBusyError(str(upload_id)) from error
            yield _read_part(file, upload_id)


class _Kept:
    """Ends a stream that fails as if it were over, and keeps the error for later."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self.error: Exception | None = None

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._chunks
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is raised again
            self.error = error


def _context(upload_id: UUID) -> bytes:
    return b"upload" + upload_id.bytes


def _read_part(file: BinaryIO, upload_id: UUID) -> _Part:
    raw = file.read(_HEADER.size)
    if len(raw) < _HEADER.size:
        raise UploadMissingError(f"upload {upload_id} was never begun")
    magic, key_id, length = _HEADER.unpack(raw)
    wrapped = file.read(length)
    state_at = file.tell()
    state = file.read(_STATE.size)
    if magic != MAGIC or len(state) < _STATE.size:
        raise UploadMissingError(f"upload {upload_id} was never begun")
    key = master_keys().unwrap(
        WrappedKey(key_id.decode("ascii", "replace"), wrapped), context=_context(upload_id)
    )
    file_end, plain_end, checksum = _STATE.unpack(state)
    part = _Part(file, upload_id, AESGCM(key), state_at, file_end, plain_end)
    if checksum != zlib.crc32(state[: _COUNTS.size]):
        part.recount()
    return part


def upload_spool() -> UploadSpool:
    return UploadSpool(Path(settings.DATA_DIR) / "uploads")
