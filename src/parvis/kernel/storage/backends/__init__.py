"""Where sealed objects lie: a folder, or a bucket that speaks S3."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from parvis.kernel.storage.backends.base import Backend, ObjectWriter, StoredObject
from parvis.kernel.storage.backends.folder import FolderBackend
from parvis.kernel.storage.backends.s3 import S3Backend

__all__ = ["Backend", "FolderBackend", "ObjectWriter", "S3Backend", "StoredObject", "backend"]


@lru_cache(maxsize=4)
def _backend(storage_url: str, data_dir: str) -> Backend:
    if storage_url:
        return S3Backend.from_url(storage_url)
    return FolderBackend(Path(data_dir) / "blobs")


def backend() -> Backend:
    """Return the place that the settings name (raises BackendError for a wrong `STORAGE_URL`)."""
    return _backend(settings.STORAGE_URL, str(settings.DATA_DIR))
