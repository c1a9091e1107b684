"""Files of a form on their way in: sealed in the spool, never whole in memory or plain on disk."""

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from parvis.apps.files.limits import max_file_bytes
from parvis.kernel.ids import uuid7
from parvis.kernel.storage.blobs import write_blob
from parvis.kernel.storage.models import Blob
from parvis.kernel.storage.uploads import upload_spool

PIECE_BYTES = 4 * 1024**2


class SpooledFile(UploadedFile):  # type: ignore[type-arg]
    """A file of a form, lying sealed in the spool."""

    def __init__(self, upload_id: UUID, name: str, size: int) -> None:
        super().__init__(file=None, name=name, size=size)
        self.upload_id = upload_id

    def store(self, organisation_id: UUID) -> Blob:
        """Make it a blob."""
        spool = upload_spool()
        return write_blob(organisation_id=organisation_id, chunks=spool.read(self.upload_id))


class SpoolHandler(FileUploadHandler):
    """Pass the files of a form to the spool, a few megabytes at a time, up to the limit of size."""

    def __init__(self, max_bytes: int | None = None) -> None:
        super().__init__()
        self.max_bytes = max_bytes or max_file_bytes()
        self.upload_ids: list[UUID] = []
        self.is_too_large = False
        self._buffer = bytearray()
        self._offset = 0

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self.upload_ids.append(uuid7())
        upload_spool().create(self.upload_ids[-1])
        self._buffer.clear()
        self._offset = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self.max_bytes:
            self.is_too_large = True
            raise StopUpload(connection_reset=False)
        self._buffer += raw_data
        if len(self._buffer) >= PIECE_BYTES:
            self._push()

    def _push(self) -> None:
        self._offset = upload_spool().append(
            self.upload_ids[-1], offset=self._offset, chunks=[bytes(self._buffer)]
        )
        self._buffer.clear()

    def file_complete(self, file_size: int) -> SpooledFile:
        if self._buffer:
            self._push()
        return SpooledFile(self.upload_ids[-1], self.file_name or "", file_size)

    def discard(self) -> None:
        """Remove what the request brought: by now it is stored, or refused."""
        for upload_id in self.upload_ids:
            upload_spool().delete(upload_id)
