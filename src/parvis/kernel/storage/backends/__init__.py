"""Where sealed objects lie: a folder, or a bucket that speaks S3."""

from functools import lru_cache
from importlib import import_module
from pathlib import Path

from django.conf import settings

from parvis.kernel.storage.backends.base import Backend, ObjectWriter, StoredObject
from parvis.kernel.storage.backends.folder import FolderBackend

__all__ = ["Backend", "FolderBackend", "ObjectWriter", "StoredObject", "backend"]


@lru_cache(maxsize=4)
def _backend(storage_url: str, data_dir: str) -> Backend:
    if storage_url:  # boto3 costs 20 MB and half a second: only those who use it pay
        s3 = import_module("parvis.kernel.storage.backends.s3")
        store: Backend = s3.S3Backend.from_url(storage_url)
        return store
    return FolderBackend(Path(data_dir) / "blobs")


def backend() -> Backend:
    """Return the place that the settings name (raises BackendError for a wrong `STORAGE_URL`)."""
    return _backend(settings.STORAGE_URL, str(settings.DATA_DIR))
