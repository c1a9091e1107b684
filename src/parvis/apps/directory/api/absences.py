"""Who is away, and who stands in."""

from collections.abc import Sequence
from uuid import UUID

from ninja import Router, Status

from parvis.apps.directory import access, selectors, services
from parvis.apps.directory.api.schemas import AbsenceIn, AbsenceOut
from parvis.apps.directory.models import Absence
from parvis.apps.directory.profiles import shows_private
from parvis.apps.directory.requests import ActorRequest
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of

router = Router(tags=["Directory"])


def _show(rows: Sequence[Absence], *, with_notes: bool) -> list[AbsenceOut]:
    return [
        AbsenceOut.model_validate(
            {
                "id": row.pk,
                "person_id": row.person_id,
                "starts_on": row.starts_on,
                "ends_on": row.ends_on,
                "stand_in": row.stand_in.party if row.stand_in else None,
                "note": row.note if with_notes else "",
            },
            from_attributes=True,
        )
        for row in rows
    ]


@router.get(
    "/persons/{uuid:person_id}/absences",
    response={200: Page[AbsenceOut]},
    summary="When a person is away, from today on",
)
def list_absences(
    request: ActorRequest, person_id: UUID, cursor: Cursor = "", limit: Limit = 50
) -> dict[str, object]:
    party = access.get_party(request.actor, person_id)
    private = shows_private(request.actor, party)
    return page_of(
        selectors.absences_to_come(party),
        cursor=cursor,
        limit=limit,
        show=lambda rows: _show(rows, with_notes=private),
    )


@router.post(
    "/persons/{uuid:person_id}/absences", response={201: AbsenceOut}, summary="Declare an absence"
)
def declare_absence(
    request: ActorRequest, person_id: UUID, payload: AbsenceIn
) -> Status[AbsenceOut]:
    """Declare your own, or as a manager anybody’s; meanwhile the stand-in has the ball."""
    row = services.declare_absence(actor=request.actor, person_id=person_id, **payload.model_dump())
    return Status(201, _show([row], with_notes=True)[0])


@router.delete("/absences/{uuid:absence_id}", response={204: None}, summary="Take an absence back")
def withdraw_absence(request: ActorRequest, absence_id: UUID) -> Status[None]:
    """Remove one to come; one that has begun ends yesterday."""
    services.withdraw_absence(actor=request.actor, absence_id=absence_id)
    return Status(204, None)
