"""Rotate the master key: each data key is wrapped anew, no object is touched."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction

from parvis.kernel.storage.blobs import key_context
from parvis.kernel.storage.errors import MasterKeyError
from parvis.kernel.storage.keys import MasterKeys, WrappedKey, key_folder, master_keys
from parvis.kernel.storage.models import Blob

BATCH = 500


@dataclass(frozen=True)
class Rotation:
    """What a rotation did: the key now in force, the rows wrapped anew, whether it resumed one."""

    key_id: str
    rewrapped: int
    is_resumed: bool


def unknown_key_ids() -> set[str]:
    """Return the master keys that rows need and this machine hasn't got; empty when all is well."""
    used = set(Blob.objects.order_by().values_list("key_id", flat=True).distinct())
    return used - master_keys().ids


def rotate_master_key(*, progress: Callable[[int], None] | None = None) -> Rotation:
    """Put a new master key in force and wrap every data key with it.

    With keys in files, a new one is made unless an interrupted rotation is to be finished first.
    With `MASTER_KEY`, the operator has put the new one there and the old one in
    `MASTER_KEY_PREVIOUS`. May be stopped at any moment and called again; blobs stay readable
    throughout. Old keys stay: older backups need them. Raises MasterKeyError, UnknownKeyError.
    """
    folder = key_folder()
    with folder.locked():
        keys = master_keys()
        missing = unknown_key_ids()
        if missing:
            raise MasterKeyError(f"master keys {', '.join(sorted(missing))} are not here")
        if settings.MASTER_KEY:
            is_resumed = _is_rotated_by_operator(keys)
        else:
            is_resumed = folder.pending() == keys.current.id
            if not is_resumed:
                folder.replace()
                keys = master_keys()
        rewrapped = _rewrap_all(keys, progress)
        folder.finish()
    return Rotation(key_id=keys.current.id, rewrapped=rewrapped, is_resumed=is_resumed)


def _is_rotated_by_operator(keys: MasterKeys) -> bool:
    if not Blob.objects.exclude(key_id=keys.current.id).exists():
        raise MasterKeyError(
            "put the new key in MASTER_KEY and the old one in MASTER_KEY_PREVIOUS, "
            "restart, then rotate"
        )
    return True


def _rewrap_all(keys: MasterKeys, progress: Callable[[int], None] | None) -> int:
    count = 0
    after = UUID(int=0)
    while batch := list(
        Blob.objects.exclude(key_id=keys.current.id)
        .filter(pk__gt=after)
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH]
    ):
        after = batch[-1]
        count += _rewrap(keys, batch)
        if progress is not None:
            progress(count)
    return count


@transaction.atomic
def _rewrap(keys: MasterKeys, ids: list[UUID]) -> int:
    blobs = list(
        Blob.objects.select_for_update()
        .filter(pk__in=ids)
        .exclude(key_id=keys.current.id)
        .order_by("pk")
    )
    for blob in blobs:
        context = key_context(blob)
        old = WrappedKey(blob.key_id, bytes(blob.wrapped_key))
        new = keys.wrap(keys.unwrap(old, context=context), context=context)
        blob.wrapped_key, blob.key_id = new.sealed, new.key_id
    Blob.objects.bulk_update(blobs, ["wrapped_key", "key_id"])
    return len(blobs)
