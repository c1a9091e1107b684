"""What storage refuses, in words that say what to do."""

from django.utils.translation import gettext_lazy as _

from parvis.kernel.errors import ParvisError


class StorageError(ParvisError):
    """Whatever goes wrong between a blob and its place; `detail` is for logs, not for people."""

    status = 500
    code = "storage"
    title = _("The file store has a problem")
    default_message = _("Try again; if it goes on, tell your administrator.")

    def __init__(self, detail: str = "") -> None:
        super().__init__()
        self.detail = detail

    def __str__(self) -> str:
        return self.detail or str(self.message)


class BlobMissingError(StorageError):
    """The row is there, its object is not."""

    code = "blob_missing"
    status = 410
    default_message = _("The content of this file can no longer be found. Tell your administrator.")


class TamperedError(StorageError):
    """Sealed bytes were cut, swapped, lengthened or changed, or opened with the wrong key."""

    code = "blob_tampered"
    default_message = _("The content of this file is damaged. Tell your administrator.")


class UnknownKeyError(StorageError):
    """A data key is wrapped by a master key that this machine doesn't have."""

    code = "unknown_master_key"
    default_message = _("The key of this file is missing from the server. Tell your administrator.")


class MasterKeyError(StorageError):
    """A master key that can't be read or made."""

    code = "master_key"


class SweepRefusedError(StorageError):
    """Nearly all objects have no row: the database is likely the wrong one, nothing was removed."""

    code = "sweep_refused"


class BackendError(StorageError):
    """The folder or the object store doesn't answer as it should."""

    code = "storage_unavailable"
    status = 503
    default_message = _("The file store does not answer. Try again in a few minutes.")


class UploadError(StorageError):
    """An upload that cannot go on as asked."""

    status = 409
    code = "upload"
    title = _("The upload has stopped")


class UploadMissingError(UploadError):
    """No such upload, or it was removed after its delay."""

    code = "upload_missing"
    status = 404
    default_message = _("This upload no longer exists. Start it again.")


class OffsetConflictError(UploadError):
    """The sender's offset isn't the one that the server holds (`offset`)."""

    code = "upload_offset"
    status = 409
    default_message = _(
        "The upload was cut elsewhere than expected. It resumes from the right place."
    )

    def __init__(self, offset: int) -> None:
        super().__init__(f"expected offset {offset}")
        self.offset = offset


class UploadTooLongError(UploadError):
    """More bytes came than were announced; the surplus was not kept."""

    code = "upload_too_long"
    status = 413
    default_message = _("More was received than announced. Start the upload again.")


class UploadBusyError(UploadError):
    """Another request is appending to this upload."""

    code = "upload_busy"
    status = 423
    default_message = _("This file is already being received. Wait a moment, then try again.")


class IncompleteUploadError(UploadError):
    """The upload is shorter than announced."""

    code = "upload_incomplete"
    status = 409
    default_message = _("The upload is not finished. Resume it.")
