"""Objects as files: `ab/cd/<name>`, written beside, synced, then renamed into place."""

import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from parvis.kernel.storage.backends.base import StoredObject
from parvis.kernel.storage.errors import BackendError, BlobMissingError

READ_BYTES = 1024 * 1024
TEMPORARY = "temporary"


def sync_folder(path: Path) -> None:
    """Make renames inside `path` survive a loss of power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _FolderWriter:
    def __init__(self, *, temporary: Path, final: Path, root: Path) -> None:
        self._temporary = temporary
        self._final = final
        self._root = root
        self._file = temporary.open("xb", buffering=0)

    def write(self, piece: bytes) -> None:
        view = memoryview(piece)
        try:
            while view:
                view = view[self._file.write(view) :]
        except OSError as error:
            raise BackendError(f"cannot write to {self._root}: {error}") from error

    def commit(self) -> None:
        try:
            os.fchmod(self._file.fileno(), 0o400)
            os.fsync(self._file.fileno())
            self._file.close()
            self._make_folders()
            self._temporary.rename(self._final)
            sync_folder(self._final.parent)
        except OSError as error:
            raise BackendError(f"cannot write to {self._root}: {error}") from error

    def _make_folders(self) -> None:
        for folder in (self._final.parent.parent, self._final.parent):
            if not folder.exists():
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                sync_folder(folder.parent)

    def abort(self) -> None:
        self._file.close()
        self._temporary.unlink(missing_ok=True)


class FolderBackend:
    """A folder of this machine, or one that several machines share."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, name: str) -> Path:
        return self.root / name[:2] / name[2:4] / name

    def create(self, name: str) -> _FolderWriter:
        folder = self.root / TEMPORARY
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return _FolderWriter(temporary=folder / name, final=self._path(name), root=self.root)
        except OSError as error:
            raise BackendError(f"cannot write to {self.root}: {error}") from error

    def head(self, name: str, length: int) -> tuple[bytes, int]:
        try:
            with self._path(name).open("rb") as file:
                return file.read(length), os.fstat(file.fileno()).st_size
        except FileNotFoundError as error:
            raise BlobMissingError(name) from error

    def read(self, name: str, start: int, end: int) -> Iterator[bytes]:
        try:
            file = self._path(name).open("rb", buffering=0)
        except FileNotFoundError as error:
            raise BlobMissingError(name) from error
        with file:
            file.seek(start)
            left = end - start
            while left > 0 and (piece := file.read(min(left, READ_BYTES))):
                left -= len(piece)
                yield piece

    def delete(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def objects(self) -> Iterator[StoredObject]:
        for path in self.root.glob("??/??/*"):
            try:
                status = path.stat()
            except FileNotFoundError:
                continue  # removed while we were walking
            yield StoredObject(
                path.name, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC)
            )

    def sweep_temporary(self, *, older_than: timedelta) -> int:
        limit = (datetime.now(UTC) - older_than).timestamp()
        count = 0
        for path in (self.root / TEMPORARY).glob("*"):
            try:
                if path.stat().st_mtime < limit:
                    path.unlink()
                    count += 1
            except FileNotFoundError:
                continue  # its writer has just finished
        return count

    def check(self) -> None:
        writer = self.create(f"check-{secrets.token_hex(8)}")
        try:
            writer.write(b"check")
        finally:
            writer.abort()
