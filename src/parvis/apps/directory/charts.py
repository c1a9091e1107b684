"""The organisation chart: departments with their heads and persons, functions with holders."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from parvis.apps.directory.models import Delegation, Department, Function, Party, Person
from parvis.apps.directory.profiles import is_past
from parvis.kernel.actors import Actor, OrganisationRole

_COLUMNS = ("photo", "search_text")


@dataclass(kw_only=True)
class Seat:
    """A function with its present holder, if any."""

    party: Party
    holder: Person | None
    delegations: list[Delegation] = field(default_factory=list)


@dataclass(kw_only=True)
class Branch:
    """A department in the tree; `count` is of all persons in it and below."""

    party: Party
    head: Person | None
    seats: list[Seat] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    below: list["Branch"] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.persons) + sum(branch.count for branch in self.below)


@dataclass(frozen=True, kw_only=True)
class Elected:
    """An elected official without a function in the chart, with their delegations."""

    person: Person
    delegations: list[Delegation]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """The two sides of a town: elected officials, and administration."""

    elected_seats: list[Seat]
    elected: list[Elected]
    branches: list[Branch]
    seats: list[Seat]
    loose: list[Person]

    @property
    def is_empty(self) -> bool:
        return not (self.elected_seats or self.elected or self.branches or self.seats or self.loose)

    @property
    def shows_persons(self) -> bool:
        """Tell whether the tree opens on persons: not when it would be endless."""
        return sum(branch.count for branch in self.branches) <= 60


def _persons(actor: Actor) -> list[Person]:
    persons = (
        Person.objects.filter(
            organisation_id=actor.organisation_id,
            party__left_at__isnull=True,
            suspended_at__isnull=True,
        )
        .exclude(role=OrganisationRole.GUEST)
        .select_related("party")
        .defer("in_charge_of", *(f"party__{column}" for column in _COLUMNS))
    )
    return list(persons.order_by("party__sort_name"))


def _functions(actor: Actor) -> list[Function]:
    functions = Function.objects.filter(
        party__organisation_id=actor.organisation_id, party__left_at__isnull=True
    ).select_related("party")
    functions = functions.defer("description", *(f"party__{column}" for column in _COLUMNS))
    return list(functions.order_by("position", "party__sort_name"))


def _departments(actor: Actor) -> list[Department]:
    departments = Department.objects.filter(
        party__organisation_id=actor.organisation_id, party__left_at__isnull=True
    ).select_related("party")
    departments = departments.defer("description", *(f"party__{column}" for column in _COLUMNS))
    return list(departments.order_by("party__sort_name"))


def _delegations(actor: Actor) -> dict[UUID, list[Delegation]]:
    today = timezone.localdate()
    rows = Delegation.objects.filter(person__organisation_id=actor.organisation_id)
    found: dict[UUID, list[Delegation]] = defaultdict(list)
    for delegation in rows.order_by(F("starts_on").asc(nulls_first=True), "subject"):
        if not is_past(delegation, today):
            found[delegation.person_id].append(delegation)
    return found


def _tree(
    departments: list[Department],
    persons: dict[UUID, Person],
    seats: dict[UUID | None, list[Seat]],
) -> list[Branch]:
    branches = {
        one.pk: Branch(
            party=one.party,
            head=persons.get(one.head_id) if one.head_id else None,
            seats=seats.get(one.pk, []),
        )
        for one in departments
    }
    for person in persons.values():
        branch = branches.get(person.department_id) if person.department_id else None
        if branch:
            branch.persons.append(person)
    roots: list[Branch] = []
    for one in departments:
        above = branches.get(one.parent_id) if one.parent_id else None
        (above.below if above else roots).append(branches[one.pk])
    return roots


def read_chart(actor: Actor) -> Chart:
    """Return the chart in four queries, whatever the size of the town."""
    persons = {person.pk: person for person in _persons(actor)}
    delegations = _delegations(actor)
    departments = _departments(actor)
    known = {one.pk for one in departments}
    elected_seats: list[Seat] = []
    seats: dict[UUID | None, list[Seat]] = defaultdict(list)
    seated: set[UUID] = set()
    for function in _functions(actor):
        holder = persons.get(function.holder_id) if function.holder_id else None
        seat = Seat(party=function.party, holder=holder)
        if holder and function.is_elected:
            seat.delegations = [] if holder.pk in seated else delegations.get(holder.pk, [])
            seated.add(holder.pk)
        if function.is_elected:
            elected_seats.append(seat)
        else:
            place = function.department_id if function.department_id in known else None
            seats[place].append(seat)
    return Chart(
        elected_seats=elected_seats,
        elected=[
            Elected(person=person, delegations=delegations.get(person.pk, []))
            for person in persons.values()
            if person.is_elected and person.pk not in seated
        ],
        branches=_tree(departments, persons, seats),
        seats=seats.get(None, []),
        loose=[
            person
            for person in persons.values()
            if person.department_id not in known and not person.is_elected
        ],
    )
