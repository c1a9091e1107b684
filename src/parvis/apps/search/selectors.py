"""Searches: what was found, ranked, of what the actor may see and of nothing else."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from parvis.apps.directory import access as directory_access
from parvis.apps.search import keys
from parvis.apps.search.engines import Hit, Sought, engine
from parvis.apps.search.engines.base import NEWEST
from parvis.apps.search.models import Document, SavedSearch
from parvis.apps.search.queries import Typed, read_typed, with_spellings
from parvis.apps.search.spelling import nearest
from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import ItemTag
from parvis.kernel.actors import Actor
from parvis.kernel.errors import NotFoundError
from parvis.kernel.texts import folded

FEW: Final = 1
HALF_YEAR: Final = 182
QUICK: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for: words and filters."""

    text: str = ""
    space_id: UUID | None = None
    kind: str = ""
    person_id: UUID | None = None
    tag: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def has_filters(self) -> bool:
        given = (self.space_id, self.kind, self.person_id, self.tag, self.since, self.until)
        return any(given)

    @property
    def is_empty(self) -> bool:
        return not self.has_filters and read_typed(self.text).is_empty


@dataclass(frozen=True, slots=True)
class Line:
    """A document found and seen, before it is read."""

    id: int
    kind: str
    workspace_id: UUID | None
    author_id: UUID | None
    happened_at: datetime
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found: all of it seen by the actor, the best first.

    `is_more` when older things were left out; `is_near` when nothing was written as it was typed.
    """

    typed: Typed
    lines: list[Line] = field(default_factory=list)
    is_more: bool = False
    is_near: bool = False

    @property
    def kinds(self) -> Counter[str]:
        return Counter(line.kind for line in self.lines)

    def of_kind(self, kind: str) -> "Found":
        """Return what is of one kind, or all when none is named."""
        if not kind:
            return self
        lines = [line for line in self.lines if line.kind == kind]
        return Found(typed=self.typed, lines=lines, is_more=self.is_more, is_near=self.is_near)

    @property
    def authors(self) -> Counter[UUID]:
        return Counter(line.author_id for line in self.lines if line.author_id)

    @property
    def spaces(self) -> Counter[UUID]:
        return Counter(line.workspace_id for line in self.lines if line.workspace_id)


def search(actor: Actor, wanted: Wanted, *, limit: int = NEWEST) -> Found:
    """Find what an actor may see; words written almost alike are tried where nothing was found."""
    typed = read_typed(wanted.text)
    if wanted.is_empty:
        return Found(typed=typed)
    found = _find(actor, wanted, typed, limit)
    if len(found.lines) >= FEW or not typed.terms:
        return found
    near = nearest(actor.organisation_id, [term.word for term in typed.terms])
    if not any(near.values()):
        return found
    again = _find(actor, wanted, with_spellings(typed, dict(near)), limit)
    return Found(typed=again.typed, lines=again.lines, is_more=again.is_more, is_near=True)


def _find(actor: Actor, wanted: Wanted, typed: Typed, limit: int) -> Found:
    sought = Sought(typed, [keys.right(key) for key in keys.rights_of(actor)], _filters(wanted))
    hits = engine().find(sought, limit=limit)
    seen = _within(_seen(actor, [hit.id for hit in hits]), wanted)
    lines = _ranked(hits, {line.id: line for line in seen}, folded(wanted.text))
    return Found(typed=typed, lines=lines, is_more=len(hits) >= limit)


def _filters(wanted: Wanted) -> list[Collection[str]]:
    groups: list[Collection[str]] = []
    if wanted.space_id:
        groups.append([keys.of_space(wanted.space_id)])
    if wanted.kind:
        groups.append([keys.of_kind(wanted.kind)])
    if wanted.person_id:
        groups.append([keys.of_author(wanted.person_id)])
    if wanted.tag:
        groups.append([keys.of_tag(folded(wanted.tag))])
    if wanted.since or wanted.until:
        groups.append(keys.of_days(wanted.since, wanted.until))
    return groups


def _seen(actor: Actor, ids: list[int]) -> list[Line]:
    """Keep the documents whose thing the actor sees at this moment, whatever the index says."""
    documents = Document.objects.filter(pk__in=ids, organisation_id=actor.organisation_id)
    parties = directory_access.visible_parties(actor).filter(left_at__isnull=True)
    columns = ("id", "kind", "workspace_id", "author_id", "happened_at", "title")
    by_item = documents.filter(item__in=access.visible_items(actor).values("pk"))
    by_party = documents.filter(party__in=parties.values("pk"))
    both = by_item.values_list(*columns).union(by_party.values_list(*columns), all=True)
    return [Line(*row) for row in both]


def _within(lines: Iterable[Line], wanted: Wanted) -> Iterable[Line]:
    """Hold the lines to the days asked for: the index knows months only."""
    if wanted.since is None and wanted.until is None:
        return lines
    since, until = wanted.since or date.min, wanted.until or date.max
    return [line for line in lines if since <= timezone.localdate(line.happened_at) <= until]


def _ranked(hits: list[Hit], lines: dict[int, Line], text: str) -> list[Line]:
    """Order what is seen: titles first, then what is most about it, the newer the better."""
    now = timezone.now()
    scored = [
        (_score(hit, lines[hit.id], text, (now - lines[hit.id].happened_at).days), lines[hit.id])
        for hit in hits
        if hit.id in lines
    ]
    scored.sort(key=lambda pair: (-pair[0], -pair[1].id))
    return [line for _score_of, line in scored]


def _score(hit: Hit, line: Line, text: str, age: int) -> float:
    recent = HALF_YEAR / (HALF_YEAR + max(0, age))
    if not hit.is_by_title:
        return 0.6 * hit.weight + 0.4 * recent
    title = folded(line.title)
    starts = 0.5 * title.startswith(text) + 1.0 * (title == text) if text else 0.0
    return 1.0 + 0.6 * hit.weight + 0.4 * recent + starts


def get_document(actor: Actor, source_id: UUID) -> Document:
    """Return the document of a thing, a comment or a party that the actor sees (NotFoundError)."""
    document = (
        Document.objects.filter(source_id=source_id)
        .select_related("item__workspace__item", "party")
        .defer("party__photo", "body")
        .first()
    )
    if document is None or not _seen(actor, [document.pk]):
        raise NotFoundError
    return document


def saved_searches(actor: Actor) -> QuerySet[SavedSearch]:
    """Return the searches that the actor keeps, by name."""
    if not actor.is_known or actor.is_system or not actor.has_scope("read"):
        return SavedSearch.objects.none()
    return SavedSearch.objects.filter(person_id=actor.party_id)


def tags_of(found: Found, *, limit: int = 30) -> list[tuple[str, str, int]]:
    """Return the tags on the things found: folded form, label, how many things; most used first."""
    ids = [line.id for line in found.lines]
    items = Document.objects.filter(pk__in=ids, item__isnull=False).values("item_id")
    rows = (
        ItemTag.objects.filter(item_id__in=items)
        .values("key")
        .annotate(label=Min("label"), uses=Count("item_id", distinct=True))
        .order_by("-uses", "key")[:limit]
    )
    return [(row["key"], row["label"], row["uses"]) for row in rows]
