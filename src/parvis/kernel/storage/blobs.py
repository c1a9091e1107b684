"""Write and read contents: sealed on the way in, checked on the way out.

Write outside a transaction: a long upload must not hold the database. Then refer to the blob, in
the transaction that creates whatever holds it; between the two, its fresh `written_at` protects it.
"""

import hashlib
import io
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from parvis.kernel.ids import uuid7
from parvis.kernel.storage import cipher
from parvis.kernel.storage.backends import backend
from parvis.kernel.storage.errors import BlobMissingError, StorageError, TamperedError
from parvis.kernel.storage.keys import KEY_BYTES, WrappedKey, master_keys
from parvis.kernel.storage.models import Blob, BlobState
from parvis.kernel.storage.sniffing import HEAD_BYTES, sniff


@dataclass
class _Measured:
    """Passes pieces through, and knows their digest, size and beginning at the end."""

    pieces: Iterable[bytes]

    def __post_init__(self) -> None:
        self._digest = hashlib.sha256()
        self.size = 0
        self.head = bytearray()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self._digest.update(piece)
            self.size += len(piece)
            self.head += piece[: HEAD_BYTES - len(self.head)]
            yield piece

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


def key_context(blob: Blob) -> bytes:
    """What a blob's wrapped key is bound to: copied to another row, it doesn't open."""
    return b"blob" + blob.organisation_id.bytes + bytes.fromhex(blob.digest)


def write_blob(*, organisation_id: UUID, chunks: Iterable[bytes]) -> Blob:
    """Store a content and return its blob; an equal content of the same organisation is shared.

    Holds a few MiB whatever the size. The object is durable before its row exists; a crash leaves
    at most an object without a row, which the sweeper removes. Raises BackendError, and whatever
    `chunks` raises: nothing is kept then.
    """
    data_key = secrets.token_bytes(KEY_BYTES)
    name = secrets.token_hex(32)
    measured = _Measured(chunks)
    writer = backend().create(name)
    try:
        for sealed in cipher.encrypt(measured, key=data_key):
            writer.write(sealed)
        known = _find_healthy(organisation_id, measured.digest)
        if known is not None:
            writer.abort()
            return known
        writer.commit()
    except BaseException:
        writer.abort()
        raise
    blob = Blob(
        id=uuid7(),
        organisation_id=organisation_id,
        digest=measured.digest,
        size=measured.size,
        object_name=name,
    )
    wrapped = master_keys().wrap(data_key, context=key_context(blob))
    blob.wrapped_key, blob.key_id = wrapped.sealed, wrapped.key_id
    blob.media_type = sniff(bytes(measured.head), lambda: open_blob(blob))
    return _record(blob)


def _is_healthy(blob: Blob) -> bool:
    """Whether the object is there, whole by its size, and its key known."""
    if blob.state != BlobState.STORED:
        return False
    try:
        _open(blob)
    except StorageError:
        return False
    return True


@transaction.atomic
def _find_healthy(organisation_id: UUID, digest: str) -> Blob | None:
    blob = (
        Blob.objects.select_for_update()
        .filter(organisation_id=organisation_id, digest=digest)
        .first()
    )
    if blob is None or not _is_healthy(blob):
        return None
    blob.written_at = timezone.now()
    blob.save(update_fields=["written_at"])
    return blob


def _record(new: Blob) -> Blob:
    """Give the durable object of `new` its row, or give way to one that came first."""
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        return _mend_or_share(new)
    return new


@transaction.atomic
def _mend_or_share(new: Blob) -> Blob:
    blob = Blob.objects.select_for_update().get(
        organisation_id=new.organisation_id, digest=new.digest
    )
    if _is_healthy(blob):
        surplus = new.object_name
    else:
        surplus = blob.object_name
        blob.object_name, blob.state = new.object_name, BlobState.STORED
        blob.wrapped_key, blob.key_id = new.wrapped_key, new.key_id
    blob.written_at = timezone.now()
    blob.save()
    transaction.on_commit(lambda: backend().delete(surplus))
    return blob


@dataclass(frozen=True)
class _Opened:
    key: bytes
    header: cipher.Header


def _open(blob: Blob) -> _Opened:
    """Unwrap the key and check header and length (raises BlobMissingError, TamperedError)."""
    raw, total = backend().head(blob.object_name, cipher.HEADER_BYTES)
    header = cipher.Header.parse(raw)
    if total != cipher.sealed_size(blob.size, header.chunk_size):
        raise TamperedError(f"blob {blob.pk} has {total} bytes in store, not what its size asks")
    wrapped = WrappedKey(blob.key_id, bytes(blob.wrapped_key))
    return _Opened(master_keys().unwrap(wrapped, context=key_context(blob)), header)


def read_blob(blob: Blob, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """Return the plain bytes [start, end) in pieces of at most 1 MiB, opening only their chunks.

    Raises ValueError for a range outside the content, BlobMissingError, TamperedError: the first
    two and most of the third before the first piece.
    """
    end = blob.size if end is None else end
    opened = _open(blob)
    where = cipher.locate(start=start, end=end, size=blob.size, chunk_size=opened.header.chunk_size)
    sealed = backend().read(blob.object_name, where.sealed_start, where.sealed_end)
    return cipher.open_chunks(sealed, key=opened.key, header=opened.header, where=where)


class _BlobFile(io.RawIOBase):
    """Random access to the plain bytes; keeps one chunk."""

    def __init__(self, blob: Blob) -> None:
        super().__init__()
        self._blob = blob
        self._opened = _open(blob)
        self._position = 0
        self._index = -1
        self._chunk = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._blob.size}[whence]
        if base + offset < 0:
            raise ValueError("negative position")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._position >= self._blob.size:
            return 0
        chunk_size = self._opened.header.chunk_size
        index, skip = divmod(self._position, chunk_size)
        if index != self._index:
            start = index * chunk_size
            end = min(start + chunk_size, self._blob.size)
            where = cipher.locate(start=start, end=end, size=self._blob.size, chunk_size=chunk_size)
            sealed = backend().read(self._blob.object_name, where.sealed_start, where.sealed_end)
            self._chunk = b"".join(
                cipher.open_chunks(
                    sealed, key=self._opened.key, header=self._opened.header, where=where
                )
            )
            self._index = index
        part = self._chunk[skip : skip + len(buffer)]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)


def open_blob(blob: Blob) -> io.BufferedReader:
    """Return a seekable file over the plain bytes, for libraries that want one."""
    return io.BufferedReader(_BlobFile(blob), buffer_size=64 * 1024)


def blob_exists(blob: Blob) -> bool:
    """Whether the object of a blob is in store."""
    try:
        backend().head(blob.object_name, 1)
    except BlobMissingError:
        return False
    return True
