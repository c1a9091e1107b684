"""Fields are defined, put in order and retired; things answer them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.choosing import as_uuid
from parvis.apps.fields import access
from parvis.apps.fields.events import (
    FieldChanged,
    FieldDefined,
    FieldRestored,
    FieldRetired,
    ItemFilled,
)
from parvis.apps.fields.models import Field, FieldValue
from parvis.apps.fields.registry import type_named, type_of
from parvis.apps.fields.selectors import asked_of
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.holders import parties_in_space
from parvis.apps.workspaces.models import Item, Workspace
from parvis.apps.workspaces.registry import WorkspaceTemplate, kinds
from parvis.apps.workspaces.services.items import touch_item
from parvis.kernel.actors import Actor
from parvis.kernel.errors import ConflictError, InvalidError, Text
from parvis.kernel.events import emit
from parvis.kernel.texts import clean_line, folded

MAX_FIELDS = 50
MAX_CHOICES = 100
MAX_LABEL = 60
MAX_HELP = 200
NOBODY = _("Choose somebody of this space.")
AboutField = FieldDefined | FieldChanged | FieldRetired | FieldRestored


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What defines a field; `kinds` empty: all kinds of things."""

    label: str
    type: str = "text"
    help: str = ""
    kinds: Sequence[str] = ()
    choices: Sequence[str] = ()
    is_required: bool = False


@transaction.atomic
def define_field(*, actor: Actor, workspace_id: UUID | None, definition: Definition) -> Field:
    """Ask one thing more of the things of a space, or of the whole town (`workspace_id` None).

    Raises RefusedError, NotFoundError, InvalidError, ConflictError past 50 fields in one place.
    """
    access.require_define(actor, workspace_id)
    present = Field.objects.filter(
        organisation_id=actor.organisation_id, workspace_id=workspace_id, retired_at__isnull=True
    )
    if present.count() >= MAX_FIELDS:
        raise ConflictError(_("There are 50 fields here already: retire one first."))
    field = Field(organisation_id=actor.organisation_id, workspace_id=workspace_id)
    field.type = definition.type
    _write(field, definition)
    last: int | None = present.aggregate(last=Max("position"))["last"]
    field.position = 0 if last is None else last + 1
    field.save(force_insert=True)
    _tell(FieldDefined, field, actor)
    return field


@transaction.atomic
def change_field(*, actor: Actor, field_id: UUID, definition: Definition) -> Field:
    """Change how a field is asked; its type stays, so that its answers keep their sense."""
    field = access.lock_field(actor, field_id)
    _write(field, definition)
    field.save()
    _tell(FieldChanged, field, actor)
    return field


@transaction.atomic
def retire_field(*, actor: Actor, field_id: UUID) -> Field:
    """Ask a field no more; what things answered is kept, and comes back with it."""
    field = access.lock_field(actor, field_id)
    if field.retired_at is None:
        field.retired_at = timezone.now()
        field.save(update_fields=["retired_at"])
        _tell(FieldRetired, field, actor)
    return field


@transaction.atomic
def restore_field(*, actor: Actor, field_id: UUID) -> Field:
    """Ask a retired field again, with all that was answered (raises ConflictError)."""
    field = access.lock_field(actor, field_id)
    if field.retired_at is not None:
        _check_free(field)
        field.retired_at = None
        field.save(update_fields=["retired_at"])
        _tell(FieldRestored, field, actor)
    return field


@transaction.atomic
def move_field(*, actor: Actor, field_id: UUID, step: int) -> Field:
    """Put a field one place up (-1) or down (1) among those asked beside it."""
    field = access.lock_field(actor, field_id)
    rows = list(
        Field.objects.filter(
            organisation_id=field.organisation_id,
            workspace_id=field.workspace_id,
            retired_at__isnull=True,
        ).order_by("position", "id")
    )
    order = [row.pk for row in rows]
    if field.pk in order:
        at = order.index(field.pk)
        rows.insert(max(0, min(len(rows) - 1, at + step)), rows.pop(at))
        for place, row in enumerate(rows):
            row.position = place
        Field.objects.bulk_update(rows, ["position"])
    return field


@transaction.atomic
def fill_item(
    *,
    actor: Actor,
    item_id: UUID,
    answers: Mapping[UUID, str],
    version: int | None = None,
) -> Item:
    """Make a thing answer fields: the text of each, the id of a party, or nothing.

    What isn't named stays. Raises InvalidError (by the id of the field), VersionMismatchError.
    """
    item = items_access.lock_item(actor, item_id, to=access.FILL, version=version)
    rows = FieldValue.objects.filter(item=item, field_id__in=answers)
    present = {row.field_id: row for row in rows}
    asked = {field.pk: field for field in asked_of(item)}
    errors: dict[str, list[Text]] = {}
    wanted: dict[UUID, tuple[str, UUID | None]] = {}
    for field_id, text in answers.items():
        field = asked.get(field_id)
        if field is None:
            raise InvalidError(fields={str(field_id): [_("This field is not asked here.")]})
        try:
            wanted[field_id] = _answer(field, item, text, present.get(field_id))
        except InvalidError as refusal:
            errors[str(field_id)] = [one for many in refusal.fields.values() for one in many]
    if errors:
        raise InvalidError(fields=errors)
    changed = _keep(item, wanted, present)
    if changed:
        touch_item(item)
        emit(
            ItemFilled(
                item_id=item.pk,
                workspace_id=item.workspace_id,
                field_ids=[str(pk) for pk in changed],
            ),
            actor=actor,
        )
    return item


def template_fields(_actor: Actor, workspace: Workspace) -> list[dict[str, object]]:
    """Return what defines the fields of a space, for a template."""
    rows = Field.objects.filter(workspace=workspace, retired_at__isnull=True)
    names = ("label", "type", "help", "kinds", "choices", "is_required")
    return [{name: getattr(row, name) for name in names} for row in rows]


def make_template_fields(actor: Actor, workspace: Workspace, template: WorkspaceTemplate) -> None:
    """Give a new space the fields of its template; it may have no manager to act for yet."""
    for place, values in enumerate(template.parts.get("fields", ())):
        field = Field(organisation_id=workspace.organisation_id, workspace=workspace)
        field.type, field.position = values["type"], place
        _write(field, Definition(**values))
        field.save(force_insert=True)
        _tell(FieldDefined, field, actor)


def _answer(
    field: Field, item: Item, sent: str, present: FieldValue | None
) -> tuple[str, UUID | None]:
    text = sent.strip()
    if not text:
        if field.is_required:
            raise InvalidError(fields={"value": [_("This has to be answered.")]})
        return "", None
    if not type_of(field).is_party:
        return type_of(field).clean(field, text), None
    party_id = as_uuid(text)
    if party_id is None:
        raise InvalidError(fields={"value": [NOBODY]})
    is_same = present is not None and present.party_id == party_id
    if not is_same and not parties_in_space(item.workspace_id).filter(pk=party_id).exists():
        raise InvalidError(fields={"value": [NOBODY]})
    return "", party_id


def _keep(
    item: Item,
    wanted: Mapping[UUID, tuple[str, UUID | None]],
    present: Mapping[UUID, FieldValue],
) -> list[UUID]:
    """Write answers, and return the fields whose answer changed."""
    changed = []
    for field_id, (text, party_id) in wanted.items():
        row = present.get(field_id)
        if (text, party_id) == ((row.text, row.party_id) if row else ("", None)):
            continue
        changed.append(field_id)
        if not text and party_id is None and row:
            row.delete()
        else:
            FieldValue.objects.update_or_create(
                item=item, field_id=field_id, defaults={"text": text, "party_id": party_id}
            )
    return changed


def _write(field: Field, definition: Definition) -> None:
    """Check a definition and put it into a field, unsaved (raises InvalidError)."""
    errors: dict[str, list[Text]] = {}
    kind = type_named(field.type)
    if kind is None:
        raise InvalidError(fields={"type": [_("Choose one of the types.")]})
    field.label, field.help = clean_line(definition.label), clean_line(definition.help)
    field.key = folded(field.label)[:MAX_LABEL]
    if not field.label or len(field.label) > MAX_LABEL:
        errors["label"] = [_("Name the field in 60 signs at most.")]
    if len(field.help) > MAX_HELP:
        errors["help"] = [_("Keep it under 200 signs.")]
    if any(name not in kinds() for name in definition.kinds):
        errors["kinds"] = [_("Choose among the kinds of things.")]
    field.kinds = list(dict.fromkeys(definition.kinds))
    field.choices = []
    if kind.has_choices:
        lines = [clean_line(one) for one in definition.choices]
        field.choices = list(dict.fromkeys(one for one in lines if one))
        if not 2 <= len(field.choices) <= MAX_CHOICES or any(len(one) > 120 for one in lines):
            errors["choices"] = [_("Give 2 to 100 answers, one a line, of 120 signs at most.")]
    field.is_required = definition.is_required
    if errors:
        raise InvalidError(fields=errors)
    _check_free(field)


def _check_free(field: Field) -> None:
    """Refuse a second field of one name in one place (raises InvalidError)."""
    others = Field.objects.filter(
        organisation_id=field.organisation_id,
        workspace_id=field.workspace_id,
        key=field.key,
        retired_at__isnull=True,
    ).exclude(pk=field.pk)
    if others.exists():
        raise InvalidError(fields={"label": [_("A field has this name here: choose another.")]})


def _tell(event: type[AboutField], field: Field, actor: Actor) -> None:
    emit(
        event(
            item_id=field.workspace_id,
            workspace_id=field.workspace_id,
            field_id=str(field.pk),
            label=field.label,
        ),
        actor=actor,
    )
