"""The whole index: made again, completed, cleaned."""

import time
from collections.abc import Callable, Iterator
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from parvis.apps.directory.models import Party
from parvis.apps.search.engines import engine
from parvis.apps.search.models import Document, Spelling
from parvis.apps.search.services.indexing import index_items, index_parties
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.registry import kinds

BATCH = 100
Progress = Callable[[int, int], None]


def _batches(ids: Iterator[UUID]) -> Iterator[list[UUID]]:
    while batch := list(islice(ids, BATCH)):
        yield batch


def _living(organisation_id: UUID | None) -> tuple[QuerySet[Item], QuerySet[Party]]:
    items = Item.objects.filter(trashed_at__isnull=True, kind__in=kinds()).order_by("pk")
    parties = Party.objects.filter(left_at__isnull=True).order_by("pk")
    if organisation_id is None:
        return items, parties
    return (
        items.filter(organisation_id=organisation_id),
        parties.filter(organisation_id=organisation_id),
    )


def _quiet(_done: int, _total: int) -> None:
    pass


def rebuild(*, organisation_id: UUID | None = None, progress: Progress = _quiet) -> int:
    """Make the index again from what is there, in small transactions; return how many things.

    People search meanwhile as before: each document is replaced when its turn comes.
    """
    items, parties = _living(organisation_id)
    total = items.count() + parties.count()
    forget(organisation_id=organisation_id)
    done = 0
    for index, rows in ((index_parties, parties), (index_items, items)):
        for batch in _batches(rows.values_list("pk", flat=True).iterator()):
            index(batch)
            done += len(batch)
            progress(done, total)
    return done


@transaction.atomic
def forget(*, organisation_id: UUID | None = None) -> None:
    """Have every document be written anew when it is next looked at, and the words learnt again."""
    documents, words = Document.objects.all(), Spelling.objects.all()
    if organisation_id is not None:
        documents = documents.filter(organisation_id=organisation_id)
        words = words.filter(organisation_id=organisation_id)
    documents.update(digest="")
    words.delete()


def index_stale(organisation_id: UUID) -> bool:
    """Index some of what was forgotten of an organisation; return whether there is more."""
    stale = Document.objects.filter(organisation_id=organisation_id, digest="")
    rows = list(stale.order_by("pk").values_list("pk", "item_id", "party_id")[:BATCH])
    index_parties({party_id for _pk, _item_id, party_id in rows if party_id})
    index_items({item_id for _pk, item_id, _party_id in rows if item_id})
    return len(rows) == BATCH


def index_missing(*, seconds: float = 20) -> int:
    """Index what has no document yet, for so many seconds at most; return how many."""
    items, parties = _living(None)
    of_item = Document.objects.filter(source_id=OuterRef("pk"))
    until = time.monotonic() + seconds
    done = 0
    for index, rows in ((index_parties, parties), (index_items, items)):
        missing = rows.filter(~Exists(of_item)).values_list("pk", flat=True)
        for batch in _batches(missing.iterator()):
            index(batch)
            done += len(batch)
            if time.monotonic() > until:
                return done
    return done


def index_directory(organisation_id: UUID) -> None:
    """Bring the index up to date for every party of an organisation, those who left included."""
    ids = Party.objects.filter(organisation_id=organisation_id).values_list("pk", flat=True)
    for batch in _batches(ids.order_by("pk").iterator()):
        index_parties(batch)


def remove_orphans() -> None:
    """Take out of the engine what documents left behind when their things went for good."""
    engine().remove_orphans()
