"""Keep the store clean and true: remove what nobody holds, prove that the rest is intact."""

import hashlib
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ManyToOneRel, Model, QuerySet, Sum
from django.utils import timezone

from parvis.kernel.storage.backends import backend
from parvis.kernel.storage.blobs import read_blob
from parvis.kernel.storage.errors import BlobMissingError, StorageError, SweepRefusedError
from parvis.kernel.storage.models import Blob, BlobState

logger = logging.getLogger(__name__)

GRACE = timedelta(hours=24)
BATCH = 500
SUSPECT_ORPHANS = 20
OBJECT_NAME = re.compile(r"[0-9a-f]{64}")

BlobReferences = Callable[[], "QuerySet[Any, Any]"]
_references: list[BlobReferences] = []


def register_blob_references(references: BlobReferences) -> None:
    """Name a holder of blobs by other means than a foreign key.

    `references()` returns a queryset of blob ids (`values_list("…", flat=True)`). Foreign keys to
    Blob need no registration: every one of them, in any app, holds its blob.
    """
    _references.append(references)


def _foreign_keys() -> Iterator[tuple[type[Model], str]]:
    """Yield every (model, column) that points to Blob, hidden relations too."""
    for relation in Blob._meta.get_fields(include_hidden=True):  # noqa: SLF001 -- documented API
        if isinstance(relation, ManyToOneRel):
            yield relation.related_model, relation.field.attname


def _held_among(ids: list[UUID]) -> set[UUID]:
    """Return those of `ids` that something still holds."""
    held: set[UUID] = set()
    for model, column in _foreign_keys():
        rows = model._base_manager.filter(**{f"{column}__in": ids})  # noqa: SLF001 -- documented
        held.update(rows.values_list(column, flat=True))
    for references in _references:
        held.update(
            Blob.objects.filter(pk__in=ids, id__in=references()).values_list("pk", flat=True)
        )
    return held


def delete_unreferenced(*, grace: timedelta = GRACE) -> int:
    """Remove blobs that nothing holds and nobody has written for `grace`; return how many.

    Each batch is locked, looked at again and removed in one transaction, objects after commit; a
    reference that appears meanwhile makes the database refuse, and the batch stays.
    """
    cutoff = timezone.now() - grace
    count = 0
    after = UUID(int=0)
    while batch := list(
        Blob.objects.filter(written_at__lt=cutoff, pk__gt=after)
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH]
    ):
        after = batch[-1]
        free = sorted(set(batch) - _held_among(batch))
        if free:
            count += _delete_free(free, cutoff)
    return count


def _delete_free(ids: list[UUID], cutoff: Any) -> int:
    try:
        with transaction.atomic():
            locked = list(
                Blob.objects.select_for_update()
                .filter(pk__in=ids, written_at__lt=cutoff)
                .order_by("pk")
            )
            held = _held_among([blob.pk for blob in locked])
            doomed = [blob for blob in locked if blob.pk not in held]
            rows = Blob.objects.filter(pk__in=[blob.pk for blob in doomed])
            # The collector would cascade; the database refuses if something still holds a row.
            rows._raw_delete(rows.db)  # noqa: SLF001
    except IntegrityError:
        logger.warning("a blob was referenced while it was being removed; its batch is kept")
        return 0
    transaction.on_commit(lambda: _delete_objects([blob.object_name for blob in doomed]))
    return len(doomed)


def _delete_objects(names: list[str]) -> None:
    for name in names:
        backend().delete(name)


def sweep_temporary(*, older_than: timedelta = GRACE) -> int:
    """Remove what crashed writers left: unfinished objects, and finished ones without a row.

    Raises SweepRefusedError, having removed nothing, when more than half of many objects have no
    row: that is what a wrong `DATABASE_URL` looks like.
    """
    count = backend().sweep_temporary(older_than=older_than)
    cutoff = timezone.now() - older_than
    total, orphans = 0, []
    objects = (
        stored
        for stored in backend().objects()
        if stored.modified_at < cutoff and OBJECT_NAME.fullmatch(stored.name)
    )
    while names := [stored.name for stored in islice(objects, BATCH)]:
        known = set(
            Blob.objects.filter(object_name__in=names).values_list("object_name", flat=True)
        )
        total += len(names)
        orphans += [name for name in names if name not in known]
    if len(orphans) > SUSPECT_ORPHANS and len(orphans) * 2 > total:
        raise SweepRefusedError(
            f"{len(orphans)} of {total} objects have no row: is DATABASE_URL the right one?"
        )
    _delete_objects(orphans)
    return count + len(orphans)


@dataclass(frozen=True)
class BlobProblem:
    """What is wrong with a blob: `missing`, `digest`, or the code of the error while reading."""

    blob_id: UUID
    organisation_id: UUID
    kind: str
    detail: str


def verify_blobs(
    *,
    organisation_id: UUID | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[BlobProblem]:
    """Read every blob again and yield what is wrong.

    Objects found missing are marked so, those found again are unmarked. `progress(done, total)`
    counts plain bytes, after each blob.
    """
    blobs = Blob.objects.order_by("pk")
    if organisation_id is not None:
        blobs = blobs.filter(organisation_id=organisation_id)
    total = blobs.aggregate(total=Sum("size"))["total"] or 0
    done = 0
    for blob in _one_by_one(blobs):
        problem = _verify(blob)
        _mark(blob, is_missing=problem is not None and problem.kind == "missing")
        if problem is not None:
            yield problem
        done += blob.size
        if progress is not None:
            progress(done, total)


def _one_by_one(blobs: QuerySet[Blob]) -> Iterator[Blob]:
    """Yield all in batches of their own, so that hours of reading hold no query open."""
    after = UUID(int=0)
    while batch := list(blobs.filter(pk__gt=after)[:BATCH]):
        after = batch[-1].pk
        yield from batch


def _verify(blob: Blob) -> BlobProblem | None:
    digest = hashlib.sha256()
    try:
        for piece in read_blob(blob):
            digest.update(piece)
    except BlobMissingError as error:
        return BlobProblem(blob.pk, blob.organisation_id, "missing", str(error))
    except StorageError as error:
        return BlobProblem(blob.pk, blob.organisation_id, error.code, str(error))
    if digest.hexdigest() != blob.digest:
        return BlobProblem(blob.pk, blob.organisation_id, "digest", digest.hexdigest())
    return None


def _mark(blob: Blob, *, is_missing: bool) -> None:
    state = BlobState.MISSING if is_missing else BlobState.STORED
    if blob.state != state:
        Blob.objects.filter(pk=blob.pk, object_name=blob.object_name).update(state=state)
