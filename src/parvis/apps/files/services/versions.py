"""Files come to be, gain versions and get earlier ones back; no version is ever overwritten."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from parvis.apps.files import access
from parvis.apps.files.access import FILE
from parvis.apps.files.enums import NameChoice, Verdict
from parvis.apps.files.errors import InfectedError, NewerVersionError
from parvis.apps.files.events import FileAdded, VersionAdded, VersionRestored
from parvis.apps.files.models import File, FileVersion
from parvis.apps.files.services.locks import require_unlocked
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.services.items import (
    TITLE_TAKEN,
    TitleTakenError,
    create_item,
    touch_item,
)
from parvis.apps.workspaces.titles import free_title, sibling_named
from parvis.kernel.actors import Actor
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError
from parvis.kernel.events import emit
from parvis.kernel.storage.blobs import open_blob
from parvis.kernel.storage.models import Blob
from parvis.kernel.storage.naming import clean_name
from parvis.kernel.storage.sniffing import refine, sniff_file
from parvis.kernel.texts import clean_line

MAX_REMARK = 500


def media_type_of(blob: Blob, name: str) -> str:
    """Return what a content is: its bytes decide, its name only refines."""
    with open_blob(blob) as content:
        return refine(sniff_file(content), name)


def add_file(
    *,
    actor: Actor,
    parent_id: UUID,
    name: str,
    blob: Blob,
    remark: str = "",
    name_choice: NameChoice = NameChoice.ASK,
) -> FileVersion:
    """Put a stored content in a folder as a file, and return its version.

    Where the name is taken: ASK raises TitleTakenError, VERSION adds a version to the file that is
    there, KEEP_BOTH numbers the new one. Raises InfectedError, InvalidNameError.
    """
    title = clean_name(name)
    media_type = media_type_of(blob, title)
    with transaction.atomic():
        items_access.lock_item(actor, parent_id, to="add")
        taken = sibling_named(parent_id, title)
        if taken is not None and name_choice == NameChoice.VERSION:
            return _add_to_taken(actor, taken, title=title, blob=blob, remark=remark)
        if taken is not None and name_choice != NameChoice.KEEP_BOTH:
            raise TitleTakenError(TITLE_TAKEN)
        if taken is not None:
            title = free_title(parent_id, title)
        item = create_item(actor=actor, kind=FILE, parent_id=parent_id, title=title)
        file = File(item=item)
        file.save(force_insert=True)
        version = _append(actor, file, name=title, blob=blob, media_type=media_type, remark=remark)
        emit(
            FileAdded(
                item_id=item.pk,
                workspace_id=item.workspace_id,
                version_id=str(version.pk),
                size=version.size,
            ),
            actor=actor,
        )
        return version


def _add_to_taken(actor: Actor, taken: Item, *, title: str, blob: Blob, remark: str) -> FileVersion:
    seen = items_access.visible_items(actor).filter(pk=taken.pk, kind=FILE).exists()
    if not seen:
        raise ConflictError(_("A folder has this name already: give the file another name."))
    return add_version(actor=actor, file_id=taken.pk, name=title, blob=blob, remark=remark)


def add_version(
    *,
    actor: Actor,
    file_id: UUID,
    name: str,
    blob: Blob,
    remark: str = "",
    expected_number: int | None = None,
) -> FileVersion:
    """Make a stored content the current version of a file; the title stays.

    With `expected_number`, raises NewerVersionError when somebody added a version after that one.
    Raises FileLockedError when another has locked it. The same content again adds nothing.
    """
    media_type = media_type_of(blob, name)
    with transaction.atomic():
        file = access.lock_file(actor, file_id, to="add_version")
        require_unlocked(actor, file)
        require_latest(file, expected_number)
        if file.current is not None and file.current.blob_id == blob.pk:
            return file.current
        version = _append(
            actor, file, name=clean_name(name), blob=blob, media_type=media_type, remark=remark
        )
        touch_item(file.item)
        emit(
            VersionAdded(
                item_id=file.pk,
                workspace_id=file.item.workspace_id,
                version_id=str(version.pk),
                number=version.number,
                size=version.size,
            ),
            actor=actor,
        )
        return version


@transaction.atomic
def restore_version(*, actor: Actor, file_id: UUID, number: int) -> FileVersion:
    """Bring an earlier version back as a new one; those in between stay."""
    file = access.lock_file(actor, file_id, to="add_version")
    require_unlocked(actor, file)
    earlier = file.versions.select_related("blob").filter(number=number).first()
    if earlier is None:
        raise NotFoundError
    if file.current is not None and file.current.number == number:
        raise ConflictError(_("This is the current version already."))
    version = _append(
        actor, file, name=earlier.name, blob=earlier.blob, media_type=earlier.media_type
    )
    version.restored_from = number
    version.save(update_fields=["restored_from"])
    touch_item(file.item)
    emit(
        VersionRestored(
            item_id=file.pk,
            workspace_id=file.item.workspace_id,
            version_id=str(version.pk),
            number=version.number,
            restored_from=number,
        ),
        actor=actor,
    )
    return version


def require_latest(file: File, expected_number: int | None) -> None:
    """Refuse to follow on a version that is no longer the last (raises NewerVersionError)."""
    current = file.current
    if expected_number is None or current is None or current.number == expected_number:
        return
    who = current.author.name if current.author else _("Somebody")
    raise NewerVersionError(
        _(
            "%(who)s added version %(number)s meanwhile. Look at it, then add yours as a version "
            "that follows it, or keep it as another file."
        )
        % {"who": who, "number": current.number}
    )


def _append(
    actor: Actor, file: File, *, name: str, blob: Blob, media_type: str, remark: str = ""
) -> FileVersion:
    remark = clean_line(remark)
    if len(remark) > MAX_REMARK:
        raise InvalidError(fields={"remark": [_("Keep the remark under 500 signs.")]})
    file.last_number += 1
    version = FileVersion.objects.create(
        file=file,
        number=file.last_number,
        blob=blob,
        name=name,
        media_type=media_type,
        size=blob.size,
        author_id=actor.party_id,
        remark=remark,
        verdict=_first_verdict(blob),
    )
    file.current = version
    file.save(update_fields=["current", "last_number"])
    return version


def _first_verdict(blob: Blob) -> Verdict:
    """Return the verdict on a content as it comes in: known ones hold, others are awaited."""
    if not settings.CLAMAV_URL:
        return Verdict.UNSCANNED
    known = FileVersion.objects.filter(blob=blob).values_list("verdict", flat=True)
    if Verdict.INFECTED in known:
        raise InfectedError
    return Verdict.CLEAN if Verdict.CLEAN in known else Verdict.WAITING


def copy_file(source: Item, copy: Item, actor: Actor) -> None:
    """Give a copied item the current content of its source, as version 1."""
    version = FileVersion.objects.select_related("blob").get(
        pk=File.objects.values_list("current_id").get(pk=source.pk)[0]
    )
    file = File(item=copy)
    file.save(force_insert=True)
    _append(actor, file, name=copy.title, blob=version.blob, media_type=version.media_type)
