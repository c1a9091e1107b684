"""The index follows: what is to be found of some items or parties is compared, then written."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from parvis.apps.search import spelling
from parvis.apps.search.documents import Draft, drafts_of_items, drafts_of_parties
from parvis.apps.search.engines import engine
from parvis.apps.search.models import Document
from parvis.apps.workspaces.models import Item

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class _Known:
    """A document as the index has it."""

    id: int
    digest: str
    place: tuple[str, UUID | None]


@dataclass(slots=True)
class _Change:
    gone: list[int] = field(default_factory=list)
    new: list[Draft] = field(default_factory=list)
    moved: set[UUID] = field(default_factory=set)


def _known(rule: Q) -> dict[UUID, _Known]:
    rows = Document.objects.filter(rule).values_list(
        "source_id", "id", "digest", "key", "workspace_id"
    )
    return {source: _Known(pk, digest, (key, space)) for source, pk, digest, key, space in rows}


def _compare(known: dict[UUID, _Known], drafts: Iterable[Draft]) -> _Change:
    """Return what to write and to take out, and which things came, went or changed place."""
    change = _Change()
    left = dict(known)
    for draft in drafts:
        present = left.pop(draft.source_id, None)
        if present is not None and present.digest == draft.digest:
            continue
        if present is None or present.place != (draft.key, draft.workspace_id):
            change.moved.add(draft.source_id)
        if present is not None:
            change.gone.append(present.id)
        change.new.append(draft)
    change.gone += [present.id for present in left.values()]
    change.moved |= set(left)
    return change


def _write(change: _Change) -> None:
    if change.gone:
        engine().remove(change.gone)
        Document.objects.filter(pk__in=change.gone).delete()
    if not change.new:
        return
    rows = Document.objects.bulk_create([draft.row() for draft in change.new], batch_size=200)
    words = [draft.words(row.pk) for draft, row in zip(change.new, rows, strict=True)]
    engine().write(words)
    used: dict[UUID, set[str]] = {}
    for draft, found in zip(change.new, words, strict=True):
        plain = (word for part in (found.title, found.labels, found.body) for word, _stems in part)
        used.setdefault(draft.organisation_id, set()).update(plain)
    for organisation_id, plain_words in used.items():
        spelling.learn(organisation_id, plain_words)


@transaction.atomic
def index_items(item_ids: Collection[UUID]) -> set[UUID]:
    """Bring the index up to date for items and what is said about them.

    Returns those that came, went or changed place or rights: what lies below them must follow.
    """
    change = _compare(_known(Q(item_id__in=item_ids)), drafts_of_items(item_ids))
    _write(change)
    return change.moved & set(item_ids)


@transaction.atomic
def index_parties(party_ids: Collection[UUID]) -> None:
    """Bring the index up to date for parties of the directory."""
    _write(_compare(_known(Q(party_id__in=party_ids)), drafts_of_parties(party_ids)))


def index_with_below(item_ids: Collection[UUID], *, limit: int = AT_ONCE) -> list[UUID]:
    """Index items and, where their place or rights changed, what lies below, level by level.

    At most about `limit` things are done; returns those whose turn has not come.
    """
    waiting = list(dict.fromkeys(item_ids))
    done = 0
    while waiting and done < limit:
        batch, waiting = waiting[:limit], waiting[limit:]
        moved = index_items(batch)
        done += len(batch)
        below = Item.objects.filter(parent_id__in=moved).values_list("pk", flat=True)
        waiting += below
    return waiting
