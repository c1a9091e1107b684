"""The directory for programs."""

from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema

from parvis.apps.directory import access, selectors
from parvis.apps.directory.models import Party
from parvis.apps.directory.requests import ActorRequest
from parvis.kernel.actors import NOWHERE
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of
from parvis.kernel.api.problems import Problem

router = Router(tags=["Directory"])


Words = Annotated[str, Query("", max_length=200, description="words, accents forgiven")]


class PartyOut(Schema):
    """Whoever can hold something."""

    id: UUID
    kind: Literal["person", "department", "group", "function"]
    name: str
    subtitle: str = Field(description="function, department or employer, as shown below the name")


class PersonOut(PartyOut):
    """How to reach a person; empty when the directory doesn't say."""

    email: str = ""
    phone: str = ""
    mobile: str = ""
    office: str = ""
    job_title: str = ""
    in_charge_of: str = ""
    role: str = ""
    department_id: UUID | None = None
    is_elected: bool = False


class MeOut(PartyOut):
    organisation_id: UUID
    organisation: str
    role: str


def show_parties(rows: Sequence[Party]) -> list[PartyOut]:
    """Return parties as the API shows them."""
    return [PartyOut.model_validate(row, from_attributes=True) for row in rows]


@router.get("/me", response={200: MeOut, 401: Problem}, summary="Who the token speaks for")
def read_me(request: ActorRequest) -> dict[str, object]:
    party = access.get_party(request.actor, request.actor.party_id or NOWHERE)
    return {
        "id": party.pk,
        "kind": party.kind,
        "name": party.name,
        "subtitle": party.subtitle,
        "organisation_id": party.organisation_id,
        "organisation": party.organisation.name,
        "role": request.actor.role,
    }


@router.get(
    "/parties", response={200: Page[PartyOut], 401: Problem}, summary="Search the directory"
)
def list_parties(
    request: ActorRequest,
    q: Words = "",
    kind: Literal["", "person", "department", "group", "function"] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> dict[str, object]:
    parties = access.visible_parties(request.actor).filter(left_at__isnull=True).defer("photo")
    if kind:
        parties = parties.filter(kind=kind)
    if q:
        parties = selectors.search_parties(parties, q)
    return page_of(parties, cursor=cursor, limit=limit, show=show_parties)


@router.get("/parties/{uuid:party_id}", response={200: PersonOut, 404: Problem}, summary="A party")
def read_party(request: ActorRequest, party_id: UUID) -> dict[str, object]:
    party = access.get_party(request.actor, party_id)
    person = getattr(party, "person", None)
    shown: dict[str, object] = {
        "id": party.pk,
        "kind": party.kind,
        "name": party.name,
        "subtitle": party.subtitle,
    }
    if person is not None:
        fields = PersonOut.model_fields.keys() - shown.keys()
        shown |= {name: getattr(person, name) for name in fields}
    return shown
