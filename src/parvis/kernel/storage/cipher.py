"""Authenticated encryption of a stream in chunks that can be opened one by one.

STREAM of Hoang, Reyhanitabar, Rogaway and Vizár, *Online Authenticated-Encryption and its
Nonce-Reuse Misuse-Resistance* (CRYPTO 2015), over AES-256-GCM. The nonce of a chunk is a random
prefix (7 bytes), the chunk's number (4 bytes) and a flag that says whether it is the last (1 byte):
a chunk moved, repeated, dropped, added or changed doesn't open, and neither does a stream cut at
the border of a chunk. The header is authenticated with every chunk.

    header  = magic (8) ‖ version (1) ‖ chunk size (4, big-endian) ‖ prefix (7)
    object  = header ‖ sealed chunk 0 ‖ … ‖ sealed last chunk     (each: bytes ‖ tag of 16 bytes)

Every chunk is full but the last; an empty content has one empty chunk. A key serves one object.
"""

import itertools
import secrets
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from parvis.kernel.storage.errors import TamperedError

MAGIC = b"PARVISbl"
VERSION = 1
CHUNK_BYTES = 1024 * 1024
MAX_CHUNK_BYTES = 16 * CHUNK_BYTES
TAG_BYTES = 16
PREFIX_BYTES = 7
_HEADER = struct.Struct(f">8sBI{PREFIX_BYTES}s")
HEADER_BYTES = _HEADER.size


@dataclass(frozen=True)
class Header:
    prefix: bytes
    chunk_size: int = CHUNK_BYTES

    @classmethod
    def new(cls, chunk_size: int = CHUNK_BYTES) -> "Header":
        return cls(prefix=secrets.token_bytes(PREFIX_BYTES), chunk_size=chunk_size)

    def pack(self) -> bytes:
        return _HEADER.pack(MAGIC, VERSION, self.chunk_size, self.prefix)

    @classmethod
    def parse(cls, raw: bytes) -> "Header":
        """Read a header (raises TamperedError)."""
        if len(raw) != HEADER_BYTES:
            raise TamperedError("the header is cut")
        magic, version, chunk_size, prefix = _HEADER.unpack(raw)
        if magic != MAGIC or version != VERSION or not 0 < chunk_size <= MAX_CHUNK_BYTES:
            raise TamperedError("the header is not one of ours")
        return cls(prefix=prefix, chunk_size=chunk_size)


def chunk_count(size: int, chunk_size: int = CHUNK_BYTES) -> int:
    return max(1, -(-size // chunk_size))


def sealed_size(size: int, chunk_size: int = CHUNK_BYTES) -> int:
    """Return the bytes that `size` plain bytes take once sealed."""
    return HEADER_BYTES + size + TAG_BYTES * chunk_count(size, chunk_size)


def regroup(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Cut a stream anew into pieces of exactly `size`, the last one shorter, never empty."""
    waiting = bytearray()
    for piece in pieces:
        view = memoryview(piece)
        if waiting:
            cut = size - len(waiting)
            waiting += view[:cut]
            view = view[cut:]
            if len(waiting) == size:
                yield bytes(waiting)
                waiting.clear()
        while len(view) >= size:
            yield bytes(view[:size])
            view = view[size:]
        waiting += view
    if waiting:
        yield bytes(waiting)


class ChunkCipher:
    """Seals and opens the numbered chunks of one object."""

    def __init__(self, key: bytes, header: Header) -> None:
        self._cipher = AESGCM(key)
        self._header = header
        self._packed = header.pack()

    def _nonce(self, index: int, *, is_last: bool) -> bytes:
        return self._header.prefix + index.to_bytes(4, "big") + bytes([is_last])

    def seal(self, chunk: bytes, index: int, *, is_last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(index, is_last=is_last), chunk, self._packed)

    def open(self, sealed: bytes, index: int, *, is_last: bool) -> bytes:
        """Return the plain chunk (raises TamperedError)."""
        try:
            return self._cipher.decrypt(self._nonce(index, is_last=is_last), sealed, self._packed)
        except (InvalidTag, ValueError) as error:
            raise TamperedError(f"chunk {index} does not open") from error


def encrypt(
    pieces: Iterable[bytes], *, key: bytes, chunk_size: int = CHUNK_BYTES
) -> Iterator[bytes]:
    """Yield the header, then each sealed chunk; `key` must be fresh."""
    header = Header.new(chunk_size)
    cipher = ChunkCipher(key, header)
    yield header.pack()
    held = b""
    index = 0
    for chunk in regroup(pieces, chunk_size):
        if held:
            yield cipher.seal(held, index, is_last=False)
            index += 1
        held = chunk
    yield cipher.seal(held, index, is_last=True)


def decrypt(pieces: Iterable[bytes], *, key: bytes) -> Iterator[bytes]:
    """Yield the plain chunks of a whole object (raises TamperedError, also when it is cut)."""
    stream = iter(pieces)
    head = b""
    for piece in stream:
        head += piece
        if len(head) >= HEADER_BYTES:
            break
    header = Header.parse(head[:HEADER_BYTES])
    cipher = ChunkCipher(key, header)
    body = itertools.chain([head[HEADER_BYTES:]], stream)
    held: bytes | None = None
    index = 0
    for sealed in regroup(body, header.chunk_size + TAG_BYTES):
        if held is not None:
            yield cipher.open(held, index, is_last=False)
            index += 1
        held = sealed
    if held is None:
        raise TamperedError("the object has no chunk")
    yield cipher.open(held, index, is_last=True)


@dataclass(frozen=True)
class SealedRange:
    """Which chunks, and which sealed bytes, hold the plain bytes [start, end) of an object."""

    first: int
    last: int
    sealed_start: int
    sealed_end: int
    skip: int
    length: int
    last_of_object: int


def locate(*, start: int, end: int, size: int, chunk_size: int = CHUNK_BYTES) -> SealedRange:
    """Say where the plain bytes [start, end) lie in an object of `size` plain bytes."""
    if not 0 <= start <= end <= size:
        raise ValueError(f"range {start}-{end} is not inside 0-{size}")
    last_of_object = chunk_count(size, chunk_size) - 1
    first = min(start // chunk_size, last_of_object)
    last = max(first, (end - 1) // chunk_size) if end > start else first
    sealed_chunk = chunk_size + TAG_BYTES
    return SealedRange(
        first=first,
        last=last,
        sealed_start=HEADER_BYTES + first * sealed_chunk,
        sealed_end=min(HEADER_BYTES + (last + 1) * sealed_chunk, sealed_size(size, chunk_size)),
        skip=start - first * chunk_size,
        length=end - start,
        last_of_object=last_of_object,
    )


def open_chunks(
    pieces: Iterable[bytes], *, key: bytes, header: Header, where: SealedRange
) -> Iterator[bytes]:
    """Yield the plain bytes of `where` from its sealed bytes (raises TamperedError)."""
    cipher = ChunkCipher(key, header)
    skip, left = where.skip, where.length
    index = where.first
    for sealed in regroup(pieces, header.chunk_size + TAG_BYTES):
        chunk = cipher.open(sealed, index, is_last=index == where.last_of_object)
        part = chunk[skip : skip + left]
        skip, left = 0, left - len(part)
        index += 1
        if part:
            yield part
    if index <= where.last or left:
        raise TamperedError("the object is cut")
