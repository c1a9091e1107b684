"""What a folder's page lists: items of every kind, in order, page by page."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from parvis.apps.files.access import FOLDER
from parvis.apps.files.models import Lock
from parvis.apps.files.presenters import COUNT, count_phrase, files_of
from parvis.apps.files.services.locks import held_lock
from parvis.apps.workspaces import access
from parvis.apps.workspaces.holders import is_in_hands_of
from parvis.apps.workspaces.models import Item, ItemTag, Waiting
from parvis.apps.workspaces.presenters import item_url
from parvis.apps.workspaces.registry import kinds
from parvis.apps.workspaces.selectors import holds_of, search_items
from parvis.apps.workspaces.trees import ids_below
from parvis.kernel.actors import Actor

PAGE: Final = 100
SORTS: Final = {
    "name": ("sort_title", "title"),
    "-name": ("-sort_title", "-title"),
    "-date": ("-updated_at", "sort_title"),
    "date": ("updated_at", "sort_title"),
    "-size": ("-size", "sort_title"),
    "size": ("size", "sort_title"),
}
SORT_LABELS: Final = (
    ("name", _("By name")),
    ("-name", _("By name, from Z to A")),
    ("-date", _("Latest first")),
    ("date", _("Oldest first")),
    ("-size", _("Largest first")),
    ("size", _("Smallest first")),
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the reader asks of a listing."""

    text: str = ""
    tag: str = ""
    sort: str = "name"
    page: str = "1"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text.strip() or self.tag)


@dataclass(frozen=True, kw_only=True)
class Row:
    """An item as the list shows it."""

    item: Item
    url: str
    icon: str
    context: str
    hold: Waiting | None
    is_mine: bool
    lock: Lock | None


@dataclass(frozen=True, kw_only=True)
class Listing:
    rows: list[Row]
    page: Page[int]
    tags: list[tuple[str, str]]
    wanted: Wanted
    summary: str


def listing(actor: Actor, container: Item, wanted: Wanted) -> Listing:
    """Return what lies in a folder or space, in a number of queries that no row adds to.

    A search or a tag looks below, through every level; else only the things right here are listed.
    """
    elsewhere = [name for name, kind in kinds().items() if not kind.is_document]
    items = access.visible_items(actor).exclude(kind__in=elsewhere)
    if container.parent_id is None and wanted.is_narrowed:
        items = items.filter(workspace_id=container.pk, parent__isnull=False)
    elif wanted.is_narrowed:
        items = items.filter(pk__in=ids_below(container.pk))
    else:
        items = items.filter(parent_id=container.pk)
    place = items
    items = items.annotate(has_tags=Exists(ItemTag.objects.filter(item__in=place.values("pk"))))
    if wanted.tag:
        items = items.filter(tags__key=wanted.tag)
    items = _sorted(search_items(items, wanted.text), wanted.sort)
    number = int(wanted.page) if wanted.page.isdecimal() and len(wanted.page) < 7 else 1
    rows, total = _page_of(items, number)
    if not rows and number > 1:
        _first, total = _page_of(items, 1)
        rows, total = _page_of(items, number := max(1, -(-total // PAGE)))
    return Listing(
        rows=rows_of(actor, rows, with_place=wanted.is_narrowed),
        page=Paginator(range(total), PAGE).get_page(number),
        tags=_tags(place) if any(row.has_tags for row in rows[:1]) else [],
        wanted=wanted,
        summary=count_phrase(total),
    )


def _page_of(items: QuerySet[Any], number: int) -> tuple[list[Any], int]:
    """Return the items of a page with what each holds, and how many there are, in one query."""
    start = max(0, number - 1) * PAGE
    below = Item.objects.filter(
        Q(access_root=OuterRef("access_root"))
        | Q(access_root__isnull=True, parent__access_root__isnull=True),
        parent=OuterRef("pk"),
        trashed_at__isnull=True,
    )
    counted = below.order_by().values("parent").annotate(n=Count("pk")).values("n")
    rows: list[Any] = list(
        items.select_related("parent").annotate(
            total=Window(Count("pk")), **{COUNT: Coalesce(Subquery(counted), 0)}
        )[start : start + PAGE]
    )
    return rows, rows[0].total if rows else 0


def _sorted(items: QuerySet[Item], sort: str) -> QuerySet[Item]:
    folders_first = Case(
        When(kind=FOLDER, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    order = SORTS.get(sort, SORTS["name"])
    if sort.endswith("size"):
        items = items.annotate(size=Coalesce("file__current__size", 0))
    return items.annotate(rank=folders_first).order_by("rank", *order, "pk")


def _tags(items: QuerySet[Item]) -> list[tuple[str, str]]:
    rows = ItemTag.objects.filter(item__in=items).order_by("key").values_list("key", "label")
    return list({key: (key, label) for key, label in rows}.values())[:40]


def rows_of(actor: Actor, items: list[Item], *, with_place: bool = False) -> list[Row]:
    """Return the rows of items of any kinds: each kind says its own icons and contexts."""
    known = kinds()
    by_kind: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_kind[item.kind].append(item)
    icons: dict[UUID, str] = {}
    contexts: dict[UUID, str] = {}
    for name, group in by_kind.items():
        if name in known:
            icons |= {item.pk: known[name].icon for item in group}
            icons |= known[name].icons(group)
            contexts |= known[name].contexts(group)
    ids = [item.pk for item in items]
    holds = holds_of(ids)
    files = files_of(items)
    return [
        Row(
            item=item,
            url=item_url(item),
            icon=icons.get(item.pk, "file"),
            context=_context(item, contexts, with_place=with_place),
            hold=holds.get(item.pk),
            is_mine=item.pk in holds and is_in_hands_of(actor, holds[item.pk]),
            lock=held_lock(files[item.pk]) if item.pk in files else None,
        )
        for item in items
    ]


def _context(item: Item, contexts: Mapping[UUID, str], *, with_place: bool) -> str:
    context = contexts.get(item.pk, "")
    if with_place and item.parent is not None:
        return f"{item.parent.title} · {context}" if context else item.parent.title
    return context
