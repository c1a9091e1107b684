"""Reads of fields: which are asked of a thing, and what it answers."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from parvis.apps.directory.models import Party
from parvis.apps.fields.models import Field, FieldValue
from parvis.apps.fields.registry import FieldType, type_named, type_of
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.models import Item, Workspace
from parvis.apps.workspaces.registry import ItemKind, ItemText, kinds
from parvis.apps.workspaces.switches import is_tool_on
from parvis.kernel.actors import Actor

_ASKED = "_asked_fields"
SPACE_KIND = "workspaces.space"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A field of a thing with what it answers, as people read it; empty when it says nothing."""

    field: Field
    type: FieldType
    value: FieldValue | None = None

    @property
    def party(self) -> Party | None:
        return self.value.party if self.value else None

    @property
    def kept(self) -> str:
        """Return the answer as programs read it: the text that is kept, or the id of a party."""
        if self.value is None:
            return ""
        return str(self.value.party_id) if self.type.is_party else self.value.text

    @property
    def text(self) -> str:
        """Return the answer as people read it."""
        if self.value is None:
            return ""
        if self.type.is_party:
            return self.value.party.name if self.value.party else ""
        return str(self.type.shown(self.value.text))

    @property
    def plain(self) -> str:
        """Return the answer as a file holds it."""
        if self.value is None or self.type.is_party:
            return self.text
        return str(self.type.plain(self.value.text))

    @property
    def link(self) -> str:
        return self.type.link(self.value.text) if self.value else ""

    @property
    def is_missing(self) -> bool:
        return self.field.is_required and self.value is None


def fields_in(organisation_id: UUID, workspace_id: UUID) -> QuerySet[Field]:
    """Return the fields that are asked in a space: the town's, then its own."""
    return Field.objects.filter(
        Q(workspace__isnull=True) | Q(workspace_id=workspace_id),
        organisation_id=organisation_id,
        retired_at__isnull=True,
    ).order_by("workspace_id", "position", "id")


def in_order(rows: Iterable[Field]) -> list[Field]:
    """Put the fields of the town first, each in its place, whatever the database says of NULL."""
    known = [field for field in rows if type_named(field.type)]
    return sorted(known, key=lambda one: (one.workspace_id is not None, one.position, one.pk))


def asked_of(item: Item) -> list[Field]:
    """Return the fields that are asked of a thing, read once for the object that is shown."""
    known: list[Field] | None = item.__dict__.get(_ASKED)
    if known is None:
        rows = in_order(fields_in(item.organisation_id, item.workspace_id))
        known = [field for field in rows if not field.kinds or item.kind in field.kinds]
        item.__dict__[_ASKED] = known
    return known


def is_asked(item: Item) -> bool:
    """Tell whether a thing has fields to answer."""
    return item.parent_id is not None and bool(asked_of(item))


def answers_of(item: Item) -> list[Answer]:
    """Return the fields of a thing with what it answers, in order."""
    asked = asked_of(item)
    rows = FieldValue.objects.filter(item=item, field__in=asked).select_related("party")
    values = {row.field_id: row for row in rows.defer("party__photo")}
    return [Answer(field=field, type=type_of(field), value=values.get(field.pk)) for field in asked]


def kinds_asked(actor: Actor, workspace: Workspace | None) -> list[ItemKind]:
    """Return the kinds of things that may bear fields, where their tools are on."""
    return [
        kind
        for kind in kinds().values()
        if kind.name != SPACE_KIND
        and (
            kind.tool not in actor.tools_off
            if workspace is None
            else not kind.tool or is_tool_on(actor, workspace, kind.tool)
        )
    ]


def texts_of(item_ids: Collection[UUID]) -> Iterator[ItemText]:
    """Return what things answer, as texts that search finds."""
    rows = FieldValue.objects.filter(
        item_id__in=item_ids, field__retired_at__isnull=True
    ).select_related("field", "party")
    for row in rows.defer("party__photo"):
        if type_named(row.field.type) is None:
            continue
        answer = Answer(field=row.field, type=type_of(row.field), value=row)
        yield ItemText(
            id=row.pk,
            item_id=row.item_id,
            text=f"{row.field.label} : {answer.text}",
            author_id=None,
            at=row.updated_at,
        )


def lines_of(actor: Actor, workspace: Workspace) -> tuple[list[str], Iterator[list[str]]]:
    """Return the headers and the lines of a space's things that answer a field, for a file."""
    fields = in_order(fields_in(workspace.organisation_id, workspace.pk))
    return [field.label for field in fields], _lines(actor, workspace, fields)


def _lines(actor: Actor, workspace: Workspace, fields: list[Field]) -> Iterator[list[str]]:
    rows = (
        FieldValue.objects.filter(
            items_access.is_visible(actor, "item__"),
            field__in=fields,
            item__workspace=workspace,
        )
        .select_related("item", "party")
        .defer("party__photo")
        .order_by("item__sort_title", "item_id")
    )
    known = kinds()
    place = {field.pk: number for number, field in enumerate(fields)}
    item: Item | None = None
    line: list[str] = []
    for row in rows.iterator(chunk_size=1_000):
        if item is None or row.item_id != item.pk:
            if line:
                yield line
            item = row.item
            kind = known.get(item.kind)
            line = [item.title, str(kind.label) if kind else "", *[""] * len(fields)]
        field = fields[place[row.field_id]]
        line[2 + place[row.field_id]] = Answer(field=field, type=type_of(field), value=row).plain
    if line:
        yield line
