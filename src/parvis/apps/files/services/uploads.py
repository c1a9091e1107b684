"""Files on their way in: begun, continued after any cut, and made into a file exactly once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.apps.files import access
from parvis.apps.files.enums import NameChoice, UploadState
from parvis.apps.files.limits import require_room, require_size
from parvis.apps.files.models import FileVersion, Upload
from parvis.apps.files.services.folders import clean_folder_name, ensure_folders
from parvis.apps.files.services.locks import require_unlocked
from parvis.apps.files.services.versions import add_file, add_version, require_latest
from parvis.apps.workspaces import access as items_access
from parvis.kernel.actors import Actor
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from parvis.kernel.storage.blobs import write_blob
from parvis.kernel.storage.errors import UploadMissingError
from parvis.kernel.storage.models import Blob
from parvis.kernel.storage.naming import clean_name
from parvis.kernel.storage.uploads import upload_spool

LIFETIME = timedelta(days=3)
KEPT_AFTER = timedelta(days=1)
MAX_UNDER_WAY = 500
MAX_PATH = 30


@dataclass(frozen=True, kw_only=True)
class Announced:
    """What a sender says of a file before its bytes: where it goes, and what it is called.

    `path` names the folders below `parent_id`; `file_id` the file that it is a version of, and
    `expected_number` the version that the sender had seen.
    """

    parent_id: UUID
    name: str
    length: int
    path: Sequence[str] = field(default_factory=tuple)
    media_type: str = ""
    remark: str = ""
    name_choice: NameChoice = NameChoice.KEEP_BOTH
    file_id: UUID | None = None
    expected_number: int | None = None


def create_upload(*, actor: Actor, announced: Announced) -> Upload:
    """Begin an upload, refusing now whatever can be refused now; an empty file is finished at once.

    Raises TooLargeError, NoRoomError, FileLockedError, NewerVersionError, InvalidNameError.
    """
    if actor.party_id is None:
        raise RefusedError
    if announced.length < 0:
        raise InvalidError(_("The size of the file is missing."))
    require_size(announced.length)
    parent_id = _authorise_target(actor, announced)
    if len(announced.path) > MAX_PATH:
        raise InvalidError(_("The folders are too many levels deep."))
    under_way = Upload.objects.filter(sender_id=actor.party_id, state=UploadState.RECEIVING)
    if under_way.filter(expires_at__gt=timezone.now()).count() >= MAX_UNDER_WAY:
        raise ConflictError(_("Too many uploads are under way: let some finish first."))
    require_room(actor, announced.length)
    upload = Upload(
        organisation_id=actor.organisation_id,
        sender_id=actor.party_id,
        parent_id=parent_id,
        file_id=announced.file_id,
        expected_number=announced.expected_number,
        path=[clean_folder_name(name) for name in announced.path],
        name=clean_name(announced.name),
        media_type=announced.media_type[:127],
        remark=announced.remark[:500],
        name_choice=announced.name_choice,
        length=announced.length,
        expires_at=timezone.now() + LIFETIME,
    )
    upload_spool().create(upload.pk)
    upload.save(force_insert=True)
    return finish_upload(actor=actor, upload=upload) if upload.length == 0 else upload


def _authorise_target(actor: Actor, announced: Announced) -> UUID:
    """Check that the actor may send this, and return the place where it goes."""
    if announced.file_id is not None:
        file = access.get_file(actor, announced.file_id)
        _require(actor, file.pk, "add_version")
        require_unlocked(actor, file)
        require_latest(file, announced.expected_number)
        return file.item.parent_id or file.item.workspace_id
    access.get_container(actor, announced.parent_id)
    _require(actor, announced.parent_id, "add")
    return announced.parent_id


def _require(actor: Actor, item_id: UUID, verb: str) -> None:
    """Authorise as `lock_item` does, errors included, and hold nothing."""
    with transaction.atomic():
        items_access.lock_item(actor, item_id, to=verb)


def get_upload(*, actor: Actor, upload_id: UUID) -> Upload:
    """Return one's own upload, if one may still put something there.

    Raises NotFoundError for others' uploads, UploadMissingError once it has expired.
    """
    upload = Upload.objects.filter(
        pk=upload_id, organisation_id=actor.organisation_id, sender_id=actor.party_id
    ).first()
    if upload is None:
        raise NotFoundError
    if upload.state == UploadState.RECEIVING:
        if upload.expires_at <= timezone.now():
            raise UploadMissingError(str(upload_id))
        verb = "add_version" if upload.file_id else "add"
        _require(actor, upload.file_id or upload.parent_id, verb)
    return upload


def offset_of(upload: Upload) -> int:
    """Return how many bytes of an upload are safely here."""
    if upload.state == UploadState.FINISHED:
        return upload.length
    return upload_spool().offset(upload.pk)


def append_to_upload(
    *,
    actor: Actor,
    upload: Upload,
    offset: int,
    chunks: Iterable[bytes],
    check: Callable[[], None] | None = None,
) -> int:
    """Add bytes at `offset`, finish the upload once it is whole, and return the new offset.

    `check` looks at the whole piece before it counts. Raises OffsetConflictError,
    UploadBusyError, UploadTooLongError, and what finishing raises.
    """
    if upload.state == UploadState.FINISHED:
        return upload.length
    reached = upload_spool().append(
        upload.pk, offset=offset, chunks=chunks, length=upload.length, check=check
    )
    Upload.objects.filter(pk=upload.pk).update(expires_at=timezone.now() + LIFETIME)
    if reached == upload.length:
        finish_upload(actor=actor, upload=upload)
    return reached


def finish_upload(*, actor: Actor, upload: Upload, name_choice: NameChoice | None = None) -> Upload:
    """Make a whole upload into a file or a version, exactly once, and return it.

    The content is stored first, outside any transaction; a crash before the end leaves the upload
    whole, to be finished at the next request. `name_choice` answers NewerVersionError: VERSION adds
    the version all the same, KEEP_BOTH makes another file.
    """
    spool = upload_spool()
    if upload.state == UploadState.FINISHED:
        return upload
    try:
        blob = write_blob(organisation_id=upload.organisation_id, chunks=spool.read(upload.pk))
    except UploadMissingError:
        upload.refresh_from_db()
        if upload.state == UploadState.FINISHED:
            return upload  # another request has finished it meanwhile
        raise
    if blob.size != upload.length:
        raise ConflictError(_("The upload is not finished. Resume it."))
    with transaction.atomic():
        locked = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if locked.state == UploadState.FINISHED:
            return locked
        version = _place(actor, locked, blob, name_choice)
        locked.item_id = version.file_id
        locked.state = UploadState.FINISHED
        locked.expires_at = timezone.now() + KEPT_AFTER
        locked.save(update_fields=["item", "state", "expires_at"])
        transaction.on_commit(lambda: spool.delete(locked.pk))
    return locked


def _place(actor: Actor, upload: Upload, blob: Blob, choice: NameChoice | None) -> FileVersion:
    if upload.file_id is not None and choice != NameChoice.KEEP_BOTH:
        return add_version(
            actor=actor,
            file_id=upload.file_id,
            name=upload.name,
            blob=blob,
            remark=upload.remark,
            expected_number=None if choice == NameChoice.VERSION else upload.expected_number,
        )
    parent_id = ensure_folders(actor=actor, parent_id=upload.parent_id, path=upload.path)
    wished = choice or NameChoice(upload.name_choice)
    return add_file(
        actor=actor,
        parent_id=parent_id,
        name=upload.name,
        blob=blob,
        remark=upload.remark,
        name_choice=NameChoice.VERSION if wished == NameChoice.VERSION else NameChoice.KEEP_BOTH,
    )


def terminate_upload(*, upload: Upload) -> None:
    """Give an upload up: what came is removed; the file of a finished one stays."""
    Upload.objects.filter(pk=upload.pk).delete()
    upload_spool().delete(upload.pk)


def sweep_uploads() -> int:
    """Remove the uploads that nobody continued in time; return how many."""
    late = list(Upload.objects.filter(expires_at__lte=timezone.now()).values_list("pk", flat=True))
    for pk in late:
        Upload.objects.filter(pk=pk).delete()
        upload_spool().delete(pk)
    upload_spool().sweep(older_than=LIFETIME + timedelta(days=1))
    return len(late)
