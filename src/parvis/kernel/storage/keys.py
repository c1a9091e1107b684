"""Master keys: they wrap the data key of each blob, and nothing else.

A master key has 32 bytes. It comes from `MASTER_KEY` (base64), with its predecessors in
`MASTER_KEY_PREVIOUS` (separated by commas); or, when that is empty, from `keys/master` in the data
folder, made at first start, its predecessors beside it as `master.1`, `master.2`… A row remembers
its key by a fingerprint, so neither order nor numbering matters.

Wrapping is AES-256-GCM under a subkey derived by HKDF (RFC 5869), bound to what the key is for.
Without the master key nothing can be read again: keep a copy elsewhere.
"""

import base64
import fcntl
import os
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from parvis.kernel.storage.errors import MasterKeyError, TamperedError, UnknownKeyError

KEY_BYTES = 32
NONCE_BYTES = 12


def _derive(master: bytes, purpose: bytes, length: int = KEY_BYTES) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=b"parvis/" + purpose).derive(
        master
    )


class MasterKey:
    """One master key and what is derived from it."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise MasterKeyError(f"a master key has {KEY_BYTES} bytes, this one has {len(secret)}")
        self._secret = secret

    @cached_property
    def id(self) -> str:
        """The public fingerprint that rows remember: 16 hexadecimal digits."""
        return _derive(self._secret, b"fingerprint", 8).hex()

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(_derive(self._secret, b"wrap"))

    def wrap(self, data_key: bytes, *, context: bytes) -> bytes:
        """Seal `data_key`, bound to `context`."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, data_key, context)

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytes:
        """Open a sealed data key (raises TamperedError)."""
        try:
            return self._cipher.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], context)
        except (InvalidTag, ValueError) as error:
            raise TamperedError("a wrapped data key does not open") from error


@dataclass(frozen=True)
class WrappedKey:
    key_id: str
    sealed: bytes


class MasterKeys:
    """The current master key, which wraps, and its predecessors, which may still unwrap."""

    def __init__(self, *, current: bytes, previous: Sequence[bytes] = ()) -> None:
        self.current = MasterKey(current)
        keys = (self.current, *map(MasterKey, previous))
        self._by_id = {key.id: key for key in reversed(keys)}

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(self._by_id)

    def wrap(self, data_key: bytes, *, context: bytes) -> WrappedKey:
        """Seal `data_key` with the current master key."""
        return WrappedKey(self.current.id, self.current.wrap(data_key, context=context))

    def unwrap(self, wrapped: WrappedKey, *, context: bytes) -> bytes:
        """Open with whichever key sealed it (raises UnknownKeyError, TamperedError)."""
        key = self._by_id.get(wrapped.key_id)
        if key is None:
            raise UnknownKeyError(f"master key {wrapped.key_id} is not on this machine")
        return key.unwrap(wrapped.sealed, context=context)


def encode_key(secret: bytes) -> str:
    return base64.b64encode(secret).decode()


def decode_key(text: str) -> bytes:
    """Read a key as an operator may write it: base64, standard or URL-safe, padded or not."""
    text = text.strip().replace("-", "+").replace("_", "/").rstrip("=")
    try:
        secret = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError as error:
        raise MasterKeyError("a master key is written in base64") from error
    if len(secret) != KEY_BYTES:
        raise MasterKeyError(
            f"a master key has {KEY_BYTES} bytes, this one has {len(secret)}: "
            "make one with `openssl rand -base64 32`"
        )
    return secret


class KeyFolder:
    """Master keys kept as files of mode 0600; every change is atomic and survives a crash."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def _current(self) -> Path:
        return self.path / "master"

    @property
    def _pending(self) -> Path:
        return self.path / "rotation.pending"

    def _retired(self) -> list[Path]:
        numbered = [p for p in self.path.glob("master.*") if p.suffix[1:].isdigit()]
        return sorted(numbered, key=lambda p: int(p.suffix[1:]), reverse=True)

    def _write_new(self, secret: bytes) -> Path:
        path = self.path / f"new-{secrets.token_hex(8)}"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(encode_key(secret) + "\n")
            file.flush()
            os.fsync(file.fileno())
        return path

    def _sync(self) -> None:
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def stamp(self) -> tuple[int, int] | None:
        """What changes when the current key does."""
        try:
            status = self._current.stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns

    def load(self) -> MasterKeys:
        """Read all keys; the first is made when there is none."""
        if not self._current.exists():
            self._create_first()
        return MasterKeys(
            current=decode_key(self._current.read_text()),
            previous=[decode_key(path.read_text()) for path in self._retired()],
        )

    def retired_secrets(self) -> list[bytes]:
        """Keys left from a time when the folder ruled; they may still unwrap."""
        paths = [*([self._current] if self._current.exists() else []), *self._retired()]
        return [decode_key(path.read_text()) for path in paths]

    def _create_first(self) -> None:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._retired():
            raise MasterKeyError(f"{self._current} is gone: put it back from your copy")
        new = self._write_new(secrets.token_bytes(KEY_BYTES))
        try:
            os.link(new, self._current)
        except FileExistsError:
            pass  # another process started at the same moment and was first
        finally:
            new.unlink()
        self._sync()

    def replace(self) -> None:
        """Retire the current key to `master.N` and put a new one in its place.

        The rotation is pending, under the new key's fingerprint, until `finish`.
        """
        retired = self._retired()
        number = int(retired[0].suffix[1:]) + 1 if retired else 1
        secret = secrets.token_bytes(KEY_BYTES)
        new = self._write_new(secret)
        self._pending.write_text(MasterKey(secret).id)
        os.link(self._current, self.path / f"master.{number}")
        self._sync()
        new.replace(self._current)
        self._sync()

    def pending(self) -> str:
        """The fingerprint of the key that an unfinished rotation put in place, or nothing."""
        return self._pending.read_text() if self._pending.exists() else ""

    def finish(self) -> None:
        self._pending.unlink(missing_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder against another rotation."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.path / "rotation.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def key_folder() -> KeyFolder:
    return KeyFolder(Path(settings.DATA_DIR) / "keys")


_cache: dict[object, MasterKeys] = {}
_lock = threading.Lock()


def master_keys() -> MasterKeys:
    """Return the keys in force, read again when they were rotated by any process."""
    folder = key_folder()
    state = (settings.MASTER_KEY, settings.MASTER_KEY_PREVIOUS, folder.path, folder.stamp())
    with _lock:
        keys = _cache.get(state)
        if keys is None:
            keys = _load(folder)
            _cache.clear()
            state = (*state[:3], folder.stamp())
            _cache[state] = keys
    return keys


def _load(folder: KeyFolder) -> MasterKeys:
    if not settings.MASTER_KEY:
        return folder.load()
    previous = [text for text in settings.MASTER_KEY_PREVIOUS.split(",") if text.strip()]
    return MasterKeys(
        current=decode_key(settings.MASTER_KEY),
        previous=[*map(decode_key, previous), *folder.retired_secrets()],
    )
