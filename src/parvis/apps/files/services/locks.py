"""Locks: somebody says that they work on a file, and why; others see it before they send theirs."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.apps.files import access
from parvis.apps.files.errors import FileLockedError
from parvis.apps.files.events import FileLocked, FileUnlocked
from parvis.apps.files.models import File, Lock
from parvis.apps.workspaces import access as items_access
from parvis.kernel.actors import Actor
from parvis.kernel.errors import InvalidError, RefusedError
from parvis.kernel.events import emit
from parvis.kernel.texts import clean_line
from parvis.kernel.ui.phrases import exactly

MAX_MESSAGE = 200


def lock_of(file: File) -> Lock | None:
    """Return the lock that holds now: one that has ended counts no more."""
    lock = Lock.objects.select_related("by").defer("by__photo").filter(file_id=file.pk).first()
    return lock if lock is not None and is_held(lock) else None


def held_lock(file: File) -> Lock | None:
    """Return the lock that holds now, of a file that was read along with its lock."""
    lock: Lock | None = getattr(file, "lock", None)
    return lock if lock is not None and is_held(lock) else None


def is_held(lock: Lock) -> bool:
    return lock.until is None or lock.until > timezone.now()


def require_unlocked(actor: Actor, file: File) -> None:
    """Refuse what others' locks forbid, saying who and why (raises FileLockedError)."""
    lock = lock_of(file)
    if lock is None or lock.by_id in actor.party_ids:
        return
    words = {"who": lock.by.name, "since": exactly(lock.since), "message": lock.message}
    if lock.message:
        text = _("%(who)s locked this file on %(since)s: “%(message)s”. Ask them to unlock it.")
    else:
        text = _("%(who)s locked this file on %(since)s. Ask them to unlock it.")
    raise FileLockedError(text % words)


@transaction.atomic
def lock_file(
    *, actor: Actor, file_id: UUID, message: str = "", until: datetime | None = None
) -> Lock:
    """Lock a file for the actor, or change the message and end of one's own lock."""
    file = access.lock_file(actor, file_id, to="lock")
    if actor.party_id is None:
        raise InvalidError(_("Only a person can lock a file."))
    require_unlocked(actor, file)
    message = clean_line(message)
    if len(message) > MAX_MESSAGE:
        raise InvalidError(fields={"message": [_("Keep the message under 200 signs.")]})
    if until is not None and until <= timezone.now():
        raise InvalidError(fields={"until": [_("Choose a moment to come.")]})
    lock, _is_new = Lock.objects.update_or_create(
        file=file,
        defaults={
            "by_id": actor.party_id,
            "message": message,
            "since": timezone.now(),
            "until": until,
        },
    )
    emit(
        FileLocked(item_id=file.pk, workspace_id=file.item.workspace_id, message=message),
        actor=actor,
    )
    return lock


@transaction.atomic
def unlock_file(*, actor: Actor, file_id: UUID) -> None:
    """Take a lock away: one's own, or anybody's as a manager of the space."""
    file = access.lock_file(actor, file_id, to="lock")
    lock = lock_of(file)
    if lock is None:
        return
    is_own = lock.by_id in actor.party_ids
    if not is_own and not items_access.may(actor, file.item, "break_lock"):
        raise RefusedError(
            _("Only %(who)s or a manager of the space can unlock this file.")
            % {"who": lock.by.name}
        )
    lock.delete()
    emit(
        FileUnlocked(item_id=file.pk, workspace_id=file.item.workspace_id, was_broken=not is_own),
        actor=actor,
    )
