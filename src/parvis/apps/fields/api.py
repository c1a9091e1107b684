"""Fields and what things answer to them, for programs."""

from collections.abc import Iterable
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field as SchemaField
from ninja import Router, Schema, Status

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.fields import access, services
from parvis.apps.fields.models import Field
from parvis.apps.fields.selectors import answers_of, in_order
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.api.schemas import ERRORS
from parvis.kernel.api.problems import Problem
from parvis.kernel.api.versions import expected_version, send_version

router = Router(tags=["Fields"])
TypeName = Literal["text", "number", "date", "choice", "yes-no", "person", "link"]


class FieldOut(Schema):
    """A field of the town (no `workspace_id`) or of a space."""

    id: UUID
    workspace_id: UUID | None
    label: str
    type: str
    help: str
    kinds: list[str] = SchemaField(description="of things that bear it; empty: all")
    choices: list[str]
    is_required: bool
    is_retired: bool


class FieldChange(Schema):
    label: str = SchemaField(min_length=1, max_length=60)
    help: str = SchemaField("", max_length=200)
    kinds: list[Annotated[str, SchemaField(max_length=40)]] = SchemaField(
        default_factory=list, max_length=50, description="of things that bear it; empty: all"
    )
    choices: list[Annotated[str, SchemaField(max_length=120)]] = SchemaField(
        default_factory=list, max_length=100, description="for a choice: its answers"
    )
    is_required: bool = False


class FieldIn(FieldChange):
    type: TypeName = "text"
    workspace_id: UUID | None = SchemaField(None, description="none: the whole town")


class AnswerOut(Schema):
    """What a thing answers to a field: `value` for programs, `text` for people."""

    field_id: UUID
    label: str
    type: str
    value: str = SchemaField(description="text, number with a point, day, yes, no or a party’s id")
    text: str
    is_missing: bool = SchemaField(description="it has to be answered, and is not")


class AnswersIn(Schema):
    values: dict[UUID, Annotated[str, SchemaField(max_length=2_000)]] = SchemaField(
        description="by the id of the field; empty: no answer; what is not named stays"
    )


def _show(rows: Iterable[Field]) -> list[FieldOut]:
    return [FieldOut.model_validate(row, from_attributes=True) for row in rows]


def _definition(payload: FieldChange, kind: str) -> services.Definition:
    names = FieldChange.model_fields
    return services.Definition(type=kind, **{name: getattr(payload, name) for name in names})


@router.get("/fields", response={200: list[FieldOut], **ERRORS}, summary="Fields that I may know")
def list_fields(request: ActorRequest, workspace_id: UUID | None = None) -> list[FieldOut]:
    """With `workspace_id`: those asked in that space, the town’s included."""
    rows = access.visible_fields(request.actor).order_by("position", "id")
    if workspace_id:
        space = items_access.get_workspace(request.actor, workspace_id)
        rows = rows.filter(workspace=space) | rows.filter(workspace__isnull=True)
    return _show(in_order(rows))


@router.post("/fields", response={201: FieldOut, **ERRORS}, summary="Define a field")
def create_field(request: ActorRequest, payload: FieldIn) -> Status[FieldOut]:
    field = services.define_field(
        actor=request.actor,
        workspace_id=payload.workspace_id,
        definition=_definition(payload, payload.type),
    )
    return Status(201, _show([field])[0])


@router.put("/fields/{uuid:field_id}", response={200: FieldOut, **ERRORS}, summary="Change a field")
def put_field(request: ActorRequest, field_id: UUID, payload: FieldChange) -> FieldOut:
    """Its type stays, so that its answers keep their sense."""
    field = services.change_field(
        actor=request.actor, field_id=field_id, definition=_definition(payload, "")
    )
    return _show([field])[0]


@router.post(
    "/fields/{uuid:field_id}/retire", response={200: FieldOut, **ERRORS}, summary="Retire a field"
)
def retire_field(request: ActorRequest, field_id: UUID) -> FieldOut:
    """It is asked no more; what it holds is kept."""
    return _show([services.retire_field(actor=request.actor, field_id=field_id)])[0]


@router.post(
    "/fields/{uuid:field_id}/restore",
    response={200: FieldOut, **ERRORS},
    summary="Ask a retired field again",
)
def restore_field(request: ActorRequest, field_id: UUID) -> FieldOut:
    return _show([services.restore_field(actor=request.actor, field_id=field_id)])[0]


@router.get(
    "/items/{uuid:item_id}/fields",
    response={200: list[AnswerOut], **ERRORS},
    summary="What a thing answers to its fields",
)
def list_answers(request: ActorRequest, response: HttpResponse, item_id: UUID) -> list[AnswerOut]:
    item = items_access.get_item(request.actor, item_id)
    send_version(response, item.version)
    return [
        AnswerOut(
            field_id=one.field.pk,
            label=one.field.label,
            type=one.field.type,
            value=one.kept,
            text=one.text,
            is_missing=one.is_missing,
        )
        for one in answers_of(item)
    ]


@router.put(
    "/items/{uuid:item_id}/fields",
    response={200: list[AnswerOut], 412: Problem, **ERRORS},
    summary="Fill in the fields of a thing (If-Match checks its version)",
)
def put_answers(
    request: ActorRequest, response: HttpResponse, item_id: UUID, payload: AnswersIn
) -> list[AnswerOut]:
    services.fill_item(
        actor=request.actor,
        item_id=item_id,
        answers=payload.values,
        version=expected_version(request),
    )
    return list_answers(request, response, item_id)
