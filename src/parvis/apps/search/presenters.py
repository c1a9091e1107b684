"""What pages and the API show of what was found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.models import Party
from parvis.apps.search.documents import PARTY, body_of
from parvis.apps.search.extracts import extract, highlighted
from parvis.apps.search.models import Document
from parvis.apps.search.queries import Typed
from parvis.apps.search.selectors import Line
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.presenters import item_url
from parvis.apps.workspaces.registry import kinds, text_sources

PARTY_ICONS = {
    PartyKind.PERSON: "person",
    PartyKind.DEPARTMENT: "building",
    PartyKind.GROUP: "group",
    PartyKind.FUNCTION: "approve",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One line of what was found; `title_html` and `extract` hold no HTML but <mark>."""

    source_id: UUID
    kind: str
    kind_label: str
    icon: str
    url: str
    title: str
    title_html: SafeString
    extract: SafeString
    where: str
    space_id: UUID | None
    item_id: UUID | None
    who: str
    at: datetime | None
    is_restricted: bool
    party: Party | None

    @property
    def why_url(self) -> str:
        return reverse("search:why", args=[self.source_id])


def kind_label(kind: str) -> str:
    """Return what a kind of document is called on the page."""
    if kind.startswith(PARTY):
        return str(PartyKind(kind.removeprefix(PARTY)).label)
    source = text_sources().get(kind)
    if source is not None:
        return str(source.label)
    known = kinds().get(kind)
    return str(known.label) if known else kind


def names_of(item_ids: Iterable[UUID], party_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the titles of things and the names of parties, in one query."""
    titles = Item.objects.filter(pk__in=set(item_ids)).values_list("pk", "title")
    names = Party.objects.filter(pk__in=set(party_ids)).order_by().values_list("pk", "name")
    return dict(titles.union(names, all=True))


def results_of(lines: Sequence[Line], typed: Typed, names: Mapping[UUID, str]) -> list[Result]:
    """Return the lines as they are shown, in the same order; `names` holds their authors'."""
    documents = (
        Document.objects.filter(pk__in=[line.id for line in lines])
        .select_related("item__workspace__item", "party")
        .defer("party__photo", "party__search_text", "item__description")
        .in_bulk()
    )
    shown = [documents[line.id] for line in lines if line.id in documents]
    icons = _icons([document.item for document in shown if document.item])
    return [
        _of_item(document, document.item, typed, names, icons)
        if document.item
        else _of_party(document, typed)
        for document in shown
        if document.item or document.party
    ]


def _icons(items: Sequence[Item]) -> Mapping[UUID, str]:
    """Return the icon of each thing, asked of its kind for all its things at once."""
    icons: dict[UUID, str] = {}
    for name, kind in kinds().items():
        of_kind = [item for item in items if item.kind == name]
        if of_kind:
            icons |= {item.pk: kind.icon for item in of_kind} | dict(kind.icons(of_kind))
    return icons


def _of_item(
    document: Document,
    item: Item,
    typed: Typed,
    names: Mapping[UUID, str],
    icons: Mapping[UUID, str],
) -> Result:
    source = text_sources().get(document.kind)
    url = item_url(item)
    if source is not None and source.anchor(document.source_id):
        url = f"{url}#{source.anchor(document.source_id)}"
    is_space = item.pk == item.workspace_id
    return Result(
        source_id=document.source_id,
        kind=document.kind,
        kind_label=kind_label(document.kind),
        icon=source.icon if source else icons.get(item.pk, "file"),
        url=url,
        title=item.title,
        title_html=highlighted(item.title, typed),
        extract=extract(body_of(document), typed),
        where="" if is_space and source is None else item.workspace.item.title,
        space_id=item.workspace_id,
        item_id=item.pk,
        who=names.get(document.author_id, "") if document.author_id else "",
        at=document.happened_at,
        is_restricted=item.access_root_id is not None,
        party=None,
    )


def _of_party(document: Document, typed: Typed) -> Result:
    party = document.party
    if party is None:
        raise RuntimeError("a document is an item's or a party's")
    return Result(
        source_id=document.source_id,
        kind=document.kind,
        kind_label=kind_label(document.kind),
        icon=PARTY_ICONS[PartyKind(party.kind)],
        url=reverse("directory:party", args=[party.pk]),
        title=party.name,
        title_html=highlighted(party.name, typed),
        extract=highlighted(party.line, typed),
        where=_("Directory"),
        space_id=None,
        item_id=None,
        who="",
        at=None,
        is_restricted=False,
        party=party,
    )
