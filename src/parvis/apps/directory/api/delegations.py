"""What the mayor delegates to elected officials (CGCT L2122-18)."""

from collections.abc import Sequence
from uuid import UUID

from ninja import Field, Router, Status

from parvis.apps.directory import access, selectors, services
from parvis.apps.directory.api.schemas import DelegationIn, DelegationOut, changed
from parvis.apps.directory.models import Delegation
from parvis.apps.directory.requests import ActorRequest
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of

router = Router(tags=["Directory"])


class DelegationChange(DelegationIn):
    """What changes; a field left out stays."""

    subject: str = Field(default_factory=str, min_length=1, max_length=200)


def _show(rows: Sequence[Delegation]) -> list[DelegationOut]:
    return [DelegationOut.model_validate(row, from_attributes=True) for row in rows]


@router.get(
    "/persons/{uuid:person_id}/delegations",
    response={200: Page[DelegationOut]},
    summary="What is delegated to an elected official",
)
def list_delegations(
    request: ActorRequest, person_id: UUID, cursor: Cursor = "", limit: Limit = 50
) -> dict[str, object]:
    rows = selectors.delegations_to(access.get_party(request.actor, person_id))
    return page_of(rows, cursor=cursor, limit=limit, show=_show)


@router.post(
    "/persons/{uuid:person_id}/delegations",
    response={201: DelegationOut},
    summary="Record a delegation",
)
def give_delegation(
    request: ActorRequest, person_id: UUID, payload: DelegationIn
) -> Status[DelegationOut]:
    row = services.give_delegation(actor=request.actor, person_id=person_id, **payload.model_dump())
    return Status(201, _show([row])[0])


@router.patch(
    "/delegations/{uuid:delegation_id}",
    response={200: DelegationOut},
    summary="Correct or end a delegation",
)
def change_delegation(
    request: ActorRequest, delegation_id: UUID, payload: DelegationChange
) -> DelegationOut:
    found = selectors.delegation_of(request.actor, delegation_id)
    kept = {name: getattr(found, name) for name in DelegationIn.model_fields}
    row = services.change_delegation(
        actor=request.actor, delegation_id=delegation_id, **{**kept, **changed(payload)}
    )
    return _show([row])[0]


@router.delete(
    "/delegations/{uuid:delegation_id}",
    response={204: None},
    summary="Remove a delegation recorded by mistake",
)
def remove_delegation(request: ActorRequest, delegation_id: UUID) -> Status[None]:
    services.remove_delegation(actor=request.actor, delegation_id=delegation_id)
    return Status(204, None)
