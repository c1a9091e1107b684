"""What the API sends and takes about the directory."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Schema

from parvis.apps.directory.models import Department, Function, Group, Party, Person
from parvis.apps.directory.profiles import shows_private
from parvis.kernel.actors import Actor
from parvis.kernel.api.values import Day
from parvis.kernel.errors import InvalidError

Words = Annotated[str, Query("", max_length=200, description="words, accents forgiven")]
PartyKindName = Literal["person", "department", "group", "function"]


class PartyOut(Schema):
    """Whoever can hold something."""

    id: UUID
    kind: PartyKindName
    name: str
    subtitle: str = Field(description="function, department or employer, as shown below the name")


class MeOut(PartyOut):
    organisation_id: UUID
    organisation: str
    role: str


class PartyCardOut(PartyOut):
    """What the directory says of a party; what doesn’t apply to its kind is empty."""

    has_left: bool = False
    email: str = ""
    phone: str = ""
    mobile: str = Field("", description="a person’s; for people of the town only")
    office: str = Field("", description="a person’s; for people of the town only")
    given_name: str = ""
    family_name: str = ""
    job_title: str = ""
    in_charge_of: str = ""
    employer: str = ""
    role: str = Field("", description="a person’s: guest, member, manager or administrator")
    ends_on: date | None = None
    is_elected: bool = False
    department_id: UUID | None = Field(None, description="of a person, of a function")
    parent_id: UUID | None = Field(None, description="of a department: the one above")
    head_id: UUID | None = Field(None, description="of a department: who answers for it")
    holder_id: UUID | None = Field(None, description="of a function: who holds it")
    fallback_id: UUID | None = Field(None, description="of a function: who acts while it is vacant")
    description: str = ""


class PersonIn(Schema):
    given_name: str = Field("", max_length=80)
    family_name: str = Field("", max_length=80)
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=40)
    mobile: str = Field("", max_length=40)
    office: str = Field("", max_length=120)
    job_title: str = Field("", max_length=160)
    in_charge_of: str = Field("", max_length=5_000)
    external_id: str = Field("", max_length=80, description="its id in your own register")
    is_elected: bool = False
    department_id: UUID | None = None


class PersonChange(PersonIn):
    """What changes; a field left out stays."""

    employer: str = Field("", max_length=160)
    ends_on: Day | None = Field(None, description="the last day of a partner’s access")


class OwnCardIn(Schema):
    """What changes of one’s own card; a field left out stays."""

    phone: str = Field("", max_length=40)
    mobile: str = Field("", max_length=40)
    office: str = Field("", max_length=120)
    in_charge_of: str = Field("", max_length=5_000)


class InvitationIn(Schema):
    message: str = Field("", max_length=1_000, description="a word of yours in the letter")


class DepartureIn(Schema):
    successors: dict[UUID, UUID | None] = Field(
        default_factory=dict,
        max_length=100,
        description="who takes each function held and department headed, by its id; "
        "what is left out becomes vacant",
    )


class DepartmentIn(Schema):
    name: str = Field(min_length=1, max_length=160)
    parent_id: UUID | None = Field(None, description="the department above")
    head_id: UUID | None = Field(None, description="the person who answers for it")
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=40)
    description: str = Field("", max_length=5_000)


class DepartmentChange(DepartmentIn):
    """What changes; a field left out stays."""

    name: str = Field(default_factory=str, min_length=1, max_length=160)


class GroupIn(Schema):
    name: str = Field(min_length=1, max_length=160)
    description: str = Field("", max_length=5_000)


class GroupChange(GroupIn):
    """What changes; a field left out stays."""

    name: str = Field(default_factory=str, min_length=1, max_length=160)


class MembersIn(Schema):
    person_ids: list[UUID] = Field(max_length=2_000, description="all of them: others go")


class FunctionIn(Schema):
    name: str = Field(min_length=1, max_length=160)
    holder_id: UUID | None = None
    fallback_id: UUID | None = Field(None, description="who acts while nobody holds it")
    department_id: UUID | None = None
    is_elected: bool = False
    description: str = Field("", max_length=5_000)


class FunctionChange(Schema):
    """What changes; a field left out stays. The holder changes at `/functions/{id}/holder`."""

    name: str = Field(default_factory=str, min_length=1, max_length=160)
    fallback_id: UUID | None = Field(None, description="who acts while nobody holds it")
    department_id: UUID | None = None
    is_elected: bool = False
    description: str = Field("", max_length=5_000)


class HolderIn(Schema):
    person_id: UUID | None = Field(description="null: the function is vacant")


class AbsenceIn(Schema):
    starts_on: Day
    ends_on: Day = Field(description="the last day away")
    stand_in_id: UUID | None = Field(None, description="who has the ball meanwhile")
    note: str = Field("", max_length=200)


class AbsenceOut(Schema):
    id: UUID
    person_id: UUID
    starts_on: date
    ends_on: date
    stand_in: PartyOut | None
    note: str = Field("", description="for people of the town only")


class DelegationIn(Schema):
    subject: str = Field(min_length=1, max_length=200, description="what is delegated")
    order_reference: str = Field("", max_length=80, description="number of the mayor’s order")
    starts_on: Day | None = None
    ends_on: Day | None = None


class DelegationOut(DelegationIn):
    id: UUID
    person_id: UUID


def show_parties(rows: Sequence[Party]) -> list[PartyOut]:
    """Return parties as the API shows them."""
    return [PartyOut.model_validate(row, from_attributes=True) for row in rows]


def show_card(actor: Actor, party: Party) -> PartyCardOut:
    """Return all that the directory tells the actor of a party."""
    values: dict[str, object] = {}
    for kind in ("person", "department", "group", "function"):
        own: Person | Department | Group | Function | None = getattr(party, kind, None)
        if own is not None:
            names = {field.attname for field in own._meta.concrete_fields}  # noqa: SLF001
            values |= {
                name: getattr(own, name) for name in names & PartyCardOut.model_fields.keys()
            }
    if not shows_private(actor, party):
        values |= {"mobile": "", "office": ""}
    values |= {name: getattr(party, name) for name in ("name", "kind", "subtitle", "has_left")}
    return PartyCardOut.model_validate({**values, "id": party.pk})


def changed(payload: Schema) -> dict[str, Any]:
    """Return what a partial change names (raises InvalidError when it names nothing)."""
    values = payload.model_dump(exclude_unset=True)
    if not values:
        raise InvalidError(_("Name at least one field to change."))
    return values
