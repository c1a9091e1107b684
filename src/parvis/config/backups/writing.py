"""Write a backup as a stream: nothing but the database's snapshot is ever held beside it."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from parvis import __version__
from parvis.config.backups import FORMAT, MANIFEST, PREFIX
from parvis.config.backups.databases import snapshot_name, take_snapshot
from parvis.kernel.storage.backends import Backend, backend
from parvis.kernel.storage.errors import BlobMissingError
from parvis.kernel.storage.keys import key_folder, master_keys

Progress = Callable[[str], None]


@dataclass
class Backup:
    """What was written: how many members, how many plain bytes."""

    members: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(member["size"] for member in self.members.values())


def write_backup(target: Path, *, with_objects: bool, progress: Progress) -> Backup:
    """Write a backup to `target`, which appears only when it is whole."""
    partial = target.with_name(f"{target.name}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as sink:
            backup = _write(sink, with_objects=with_objects, progress=progress)
            sink.flush()
            os.fsync(sink.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return backup


def write_keys(target: Path) -> None:
    """Write the keys of the data folder to a file of their own (mode 0600)."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as sink, tarfile.open(fileobj=sink, mode="w|") as tar:
        for path in sorted(key_folder().path.glob("*")):
            if path.is_file() and path.suffix != ".lock":
                tar.add(path, arcname=f"keys/{path.name}", recursive=False)


def _write(sink: BinaryIO, *, with_objects: bool, progress: Progress) -> Backup:
    backup = Backup()
    with tarfile.open(fileobj=sink, mode="w|") as tar:
        progress("base de données")
        with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
            snapshot = Path(folder) / snapshot_name()
            take_snapshot(snapshot)
            _add_path(tar, backup, snapshot.name, snapshot)
        _add_objects(tar, backup, with_objects=with_objects, progress=progress)
        for mail in sorted(Path(settings.EMAIL_FILE_PATH).glob("*")):
            _add_path(tar, backup, f"mail/{mail.name}", mail)
        _add(tar, None, MANIFEST.removeprefix(PREFIX), _manifest(backup, with_objects=with_objects))
    return backup


def _add_objects(
    tar: tarfile.TarFile, backup: Backup, *, with_objects: bool, progress: Progress
) -> None:
    store = backend()
    if not with_objects:
        listing = "".join(f"{stored.name} {stored.size}\n" for stored in store.objects())
        _add(tar, backup, "blobs.list", listing.encode())
        return
    for number, stored in enumerate(store.objects(), start=1):
        progress(f"fichier {number}")
        try:
            reader = io.BufferedReader(_ObjectReader(store, stored.name, stored.size))
        except BlobMissingError:
            continue
        _add_stream(tar, backup, f"blobs/{stored.name}", reader, stored.size)


class _ObjectReader(io.RawIOBase):
    """Read an object of the store as a file, in pieces."""

    def __init__(self, store: Backend, name: str, size: int) -> None:
        self._pieces: Iterator[bytes] = store.read(name, 0, size)
        self._piece = memoryview(next(self._pieces, b""))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._piece:
            self._piece = memoryview(next(self._pieces, b""))
        length = min(len(buffer), len(self._piece))
        buffer[:length] = self._piece[:length]
        self._piece = self._piece[length:]
        return length


class _Digesting(io.RawIOBase):
    def __init__(self, source: io.BufferedIOBase | BinaryIO) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        self.digest.update(piece)
        return piece


def _add_path(tar: tarfile.TarFile, backup: Backup, name: str, path: Path) -> None:
    with path.open("rb") as source:
        _add_stream(tar, backup, name, source, os.fstat(source.fileno()).st_size)


def _add_stream(
    tar: tarfile.TarFile,
    backup: Backup,
    name: str,
    source: io.BufferedIOBase | BinaryIO,
    size: int,
) -> None:
    reader = _Digesting(source)
    tar.addfile(_member(name, size), reader)
    backup.members[name] = {"size": size, "sha256": reader.digest.hexdigest()}


def _add(tar: tarfile.TarFile, backup: Backup | None, name: str, content: bytes) -> None:
    _add_stream(tar, backup or Backup(), name, io.BytesIO(content), len(content))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(PREFIX + name)
    member.size = size
    member.mode = 0o600
    member.mtime = time.time()
    return member


def _manifest(backup: Backup, *, with_objects: bool) -> bytes:
    content = {
        "format": FORMAT,
        "version": __version__,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": snapshot_name(),
        "has_objects": with_objects,
        "key_ids": sorted(master_keys().ids),
        "members": backup.members,
    }
    return json.dumps(content, indent=1, sort_keys=True).encode()
