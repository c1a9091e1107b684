"""What is to be found, read from those who keep it: items, what is said about them, parties."""

import hashlib
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from parvis.apps.directory.models import Department, Function, Party, Person
from parvis.apps.search import keys
from parvis.apps.search.engines.base import Words, analysed
from parvis.apps.search.models import Document
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.registry import ItemText, kind_of, kinds, text_sources
from parvis.kernel.texts import folded

MAX_TEXT: Final = 200_000
PARTY: Final = "directory."


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document as it should be in the index; `body` is kept for extracts, `more` is not."""

    organisation_id: UUID
    source_id: UUID
    item_id: UUID | None = None
    party_id: UUID | None = None
    workspace_id: UUID | None = None
    kind: str
    key: str
    author_id: UUID | None = None
    happened_at: datetime
    title: str
    tags: tuple[tuple[str, str], ...] = ()
    labels: str = ""
    body: str = ""
    more: str = ""

    @property
    def digest(self) -> str:
        """Return what tells two states of a document apart."""
        parts = [getattr(self, name) for name in self.__dataclass_fields__]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]

    def row(self) -> Document:
        return Document(
            organisation_id=self.organisation_id,
            source_id=self.source_id,
            item_id=self.item_id,
            party_id=self.party_id,
            workspace_id=self.workspace_id,
            kind=self.kind,
            key=self.key,
            author_id=self.author_id,
            happened_at=self.happened_at,
            title=self.title,
            body=zlib.compress(self.body.encode(), 6) if self.body else b"",
            digest=self.digest,
        )

    def words(self, document_id: int) -> Words:
        """Return the words and keys that the engine keeps under `document_id`."""
        marks = [keys.right(self.key), keys.of_kind(self.kind), keys.of_day(self.local_day)]
        marks += [keys.of_author(self.author_id)] if self.author_id else []
        marks += [keys.of_space(self.workspace_id)] if self.workspace_id else []
        marks += [keys.of_tag(key) for key, _label in self.tags]
        labels = " ".join([self.labels, *(label for _key, label in self.tags)])
        return Words(
            document_id,
            tuple(marks),
            analysed(self.title),
            analysed(labels),
            analysed(f"{self.body}\n{self.more}"),
        )

    @property
    def local_day(self) -> datetime:
        return timezone.localtime(self.happened_at)


def body_of(document: Document) -> str:
    """Return the text of a document."""
    return zlib.decompress(bytes(document.body)).decode() if document.body else ""


def drafts_of_items(item_ids: Collection[UUID]) -> Iterator[Draft]:
    """Yield what is to be found of items and of what is said about them; nothing of the trash."""
    items = {
        item.pk: item
        for item in Item.objects.filter(pk__in=item_ids, trashed_at__isnull=True).prefetch_related(
            "tags"
        )
        if item.kind in kinds()
    }
    for item in items.values():
        yield _of_item(item)
    if items:
        for source in text_sources().values():
            for text in source.texts(list(items)):
                yield _of_text(items[text.item_id], source.name, text)


def _of_item(item: Item) -> Draft:
    return Draft(
        organisation_id=item.organisation_id,
        source_id=item.pk,
        item_id=item.pk,
        workspace_id=item.workspace_id,
        kind=item.kind,
        key=keys.right_of_item(item.workspace_id, item.access_root_id),
        author_id=item.author_id,
        happened_at=item.updated_at,
        title=item.title,
        tags=tuple((tag.key, tag.label) for tag in item.tags.all()),
        body=kind_of(item).searchable_text(item)[:MAX_TEXT],
    )


def _of_text(item: Item, kind: str, text: ItemText) -> Draft:
    return Draft(
        organisation_id=item.organisation_id,
        source_id=text.id,
        item_id=item.pk,
        workspace_id=item.workspace_id,
        kind=kind,
        key=keys.right_of_item(item.workspace_id, item.access_root_id),
        author_id=text.author_id,
        happened_at=text.at,
        title="",
        body=text.text[:MAX_TEXT],
    )


def drafts_of_parties(party_ids: Collection[UUID]) -> Iterator[Draft]:
    """Yield what is to be found of the parties that are still there."""
    parties = Party.objects.filter(pk__in=party_ids, left_at__isnull=True)
    for party in parties.select_related("person", "department").defer("photo"):
        yield Draft(
            organisation_id=party.organisation_id,
            source_id=party.pk,
            party_id=party.pk,
            kind=f"{PARTY}{party.kind}",
            key=keys.right_of_party(party.organisation_id),
            happened_at=party.created_at,
            title=party.name,
            labels=party.line,
            more=_without_domain(party),
        )


def _without_domain(party: Party) -> str:
    """Return the words of a party, its address without the town's name that all of them share."""
    card = getattr(party, "person", None) or getattr(party, "department", None)
    address = folded(card.email) if card else ""
    if not address:
        return party.search_text
    return party.search_text.replace(address, address.partition("@")[0])


def parties_around(party_ids: Collection[UUID]) -> set[UUID]:
    """Return the parties whose text names one of these: people of a department, desks, heads."""
    persons = Person.objects.filter(department_id__in=party_ids).values_list("pk", flat=True)
    rule = Q(pk__in=party_ids) | Q(holder_id__in=party_ids) | Q(department_id__in=party_ids)
    desks = Function.objects.filter(rule).values_list("pk", "holder_id")
    departments = Department.objects.filter(Q(head_id__in=party_ids) | Q(parent_id__in=party_ids))
    return {
        *persons,
        *(pk for pair in desks for pk in pair if pk),
        *departments.values_list("pk", flat=True),
    }
