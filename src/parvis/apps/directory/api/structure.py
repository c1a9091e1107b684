"""Departments, groups and functions: made, changed, filled."""

from uuid import UUID

from ninja import Router, Schema, Status

from parvis.apps.directory import access, profiles, services
from parvis.apps.directory.api.schemas import (
    DepartmentChange,
    DepartmentIn,
    FunctionChange,
    FunctionIn,
    GroupChange,
    GroupIn,
    HolderIn,
    MembersIn,
    PartyCardOut,
    changed,
    show_card,
)
from parvis.apps.directory.requests import ActorRequest
from parvis.kernel.errors import NotFoundError

router = Router(tags=["Directory"])


def _show(request: ActorRequest, party_id: UUID) -> PartyCardOut:
    return show_card(request.actor, profiles.get_party(request.actor, party_id))


def _merged(request: ActorRequest, party_id: UUID, kind: str, payload: Schema) -> dict[str, object]:
    """Return the values that a partial change leads to (raises NotFoundError for another kind)."""
    party = access.get_party(request.actor, party_id)
    if party.kind != kind:
        raise NotFoundError
    own = getattr(party, kind)
    kept = {
        name: party.name if name == "name" else getattr(own, name)
        for name in type(payload).model_fields
    }
    return {**kept, **changed(payload)}


@router.post("/departments", response={201: PartyCardOut}, summary="Add a department")
def create_department(request: ActorRequest, payload: DepartmentIn) -> Status[PartyCardOut]:
    made = services.add_department(actor=request.actor, **payload.model_dump())
    return Status(201, _show(request, made.pk))


@router.patch(
    "/departments/{uuid:department_id}", response={200: PartyCardOut}, summary="Change a department"
)
def change_department(
    request: ActorRequest, department_id: UUID, payload: DepartmentChange
) -> PartyCardOut:
    values = _merged(request, department_id, "department", payload)
    services.change_department(actor=request.actor, department_id=department_id, **values)  # type: ignore[arg-type]
    return _show(request, department_id)


@router.put(
    "/departments/{uuid:department_id}/members",
    response={204: None},
    summary="Say who is in a department",
)
def put_department_members(
    request: ActorRequest, department_id: UUID, payload: MembersIn
) -> Status[None]:
    services.set_department_members(
        actor=request.actor, department_id=department_id, person_ids=payload.person_ids
    )
    return Status(204, None)


@router.post("/groups", response={201: PartyCardOut}, summary="Add a group")
def create_group(request: ActorRequest, payload: GroupIn) -> Status[PartyCardOut]:
    made = services.add_group(actor=request.actor, **payload.model_dump())
    return Status(201, _show(request, made.pk))


@router.patch("/groups/{uuid:group_id}", response={200: PartyCardOut}, summary="Change a group")
def change_group(request: ActorRequest, group_id: UUID, payload: GroupChange) -> PartyCardOut:
    values = _merged(request, group_id, "group", payload)
    services.change_group(actor=request.actor, group_id=group_id, **values)  # type: ignore[arg-type]
    return _show(request, group_id)


@router.put(
    "/groups/{uuid:group_id}/members", response={204: None}, summary="Say who is in a group"
)
def put_group_members(request: ActorRequest, group_id: UUID, payload: MembersIn) -> Status[None]:
    services.set_group_members(
        actor=request.actor, group_id=group_id, person_ids=payload.person_ids
    )
    return Status(204, None)


@router.post("/functions", response={201: PartyCardOut}, summary="Add a function")
def create_function(request: ActorRequest, payload: FunctionIn) -> Status[PartyCardOut]:
    """Add a desk, such as “deputy mayor for planning”, which passes to whoever holds it."""
    made = services.add_function(actor=request.actor, **payload.model_dump())
    return Status(201, _show(request, made.pk))


@router.patch(
    "/functions/{uuid:function_id}", response={200: PartyCardOut}, summary="Change a function"
)
def change_function(
    request: ActorRequest, function_id: UUID, payload: FunctionChange
) -> PartyCardOut:
    values = _merged(request, function_id, "function", payload)
    services.change_function(actor=request.actor, function_id=function_id, **values)  # type: ignore[arg-type]
    return _show(request, function_id)


@router.put(
    "/functions/{uuid:function_id}/holder",
    response={200: PartyCardOut},
    summary="Pass a function to somebody",
)
def pass_function(request: ActorRequest, function_id: UUID, payload: HolderIn) -> PartyCardOut:
    """What waits for the function waits for its new holder from now on."""
    services.pass_function(
        actor=request.actor, function_id=function_id, holder_id=payload.person_id
    )
    return _show(request, function_id)
