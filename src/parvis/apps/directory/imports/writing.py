"""A plan written into the directory, in bulk: the caller has authorised, and holds the lock."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Max

from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.events import FunctionPassed, PartyAdded, PartyChanged
from parvis.apps.directory.imports.plans import LinePlan, Plan, Status
from parvis.apps.directory.imports.snapshots import read_snapshot
from parvis.apps.directory.models import (
    Delegation,
    Department,
    Function,
    Group,
    GroupMember,
    Party,
    Person,
)
from parvis.apps.directory.services.flattening import rebuild_party_users
from parvis.apps.directory.services.indexing import refresh_parties
from parvis.kernel.actors import Actor
from parvis.kernel.events import DomainEvent, emit_all
from parvis.kernel.ids import uuid7
from parvis.kernel.texts import folded

BATCH = 200


@dataclass
class Written:
    """The ids that a plan's names stand for, and what happened, for the journal."""

    departments: dict[str, UUID]
    functions: dict[str, UUID]
    groups: dict[str, UUID]
    holders: dict[UUID, UUID | None]
    persons: dict[int, UUID] = field(default_factory=dict)
    events: list[DomainEvent] = field(default_factory=list)
    touched: set[UUID] = field(default_factory=set)


def _parties(actor: Actor, kind: PartyKind, names: Iterable[tuple[str, str]]) -> list[Party]:
    return Party.objects.bulk_create(
        (
            Party(
                id=uuid7(),
                organisation_id=actor.organisation_id,
                kind=kind,
                name=name[:160],
                sort_name=folded(sort_name)[:160],
                search_text=folded(name),
            )
            for name, sort_name in names
        ),
        batch_size=BATCH,
    )


def _note_added(written: Written, parties: Iterable[Party]) -> None:
    for party in parties:
        written.events.append(PartyAdded(party_id=party.pk, kind=party.kind))
        written.touched.add(party.pk)


def _write_structure(actor: Actor, plan: Plan, written: Written) -> None:
    """Make the departments, groups and functions that are missing."""
    made = _parties(actor, PartyKind.DEPARTMENT, ((n, n) for n in plan.departments.values()))
    Department.objects.bulk_create(Department(party=party) for party in made)
    written.departments |= dict(zip(plan.departments, (one.pk for one in made), strict=True))
    _note_added(written, made)
    for below, above in plan.parents.items():
        pk = written.departments[below]
        Department.objects.filter(pk=pk).update(parent_id=written.departments[above])
        written.touched.add(pk)
    made = _parties(actor, PartyKind.GROUP, ((n, n) for n in plan.groups.values()))
    Group.objects.bulk_create(Group(party=party) for party in made)
    written.groups |= dict(zip(plan.groups, (one.pk for one in made), strict=True))
    _note_added(written, made)
    elected = {key for line in plan.lines if line.is_elected for key in line.functions}
    last = Function.objects.filter(party__organisation_id=actor.organisation_id).aggregate(
        last=Max("position")
    )["last"]
    made = _parties(actor, PartyKind.FUNCTION, ((n, n) for n in plan.functions.values()))
    Function.objects.bulk_create(
        Function(party=party, is_elected=key in elected, position=min((last or 0) + at, 9_999))
        for at, (key, party) in enumerate(zip(plan.functions, made, strict=True), start=1)
    )
    written.functions |= dict(zip(plan.functions, (one.pk for one in made), strict=True))
    _note_added(written, made)


def _write_new(actor: Actor, lines: list[LinePlan], written: Written) -> None:
    names = [
        (
            line.name,
            f"{line.texts.get('family_name', '')} {line.texts.get('given_name', '')}",
        )
        for line in lines
    ]
    made = _parties(actor, PartyKind.PERSON, names)
    persons = []
    for line, party in zip(lines, made, strict=True):
        written.persons[line.number] = party.pk
        persons.append(
            Person(
                party=party,
                organisation_id=actor.organisation_id,
                department_id=written.departments.get(line.department),
                is_elected=bool(line.is_elected),
                **line.texts,
            )
        )
    Person.objects.bulk_create(persons, batch_size=BATCH)
    _note_added(written, made)


def _write_changed(lines: list[LinePlan], written: Written) -> None:
    ids = [UUID(line.person) for line in lines]
    persons: dict[UUID, Person] = {}
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        found = Person.objects.filter(pk__in=batch).select_related("party").defer("party__photo")
        persons |= {person.pk: person for person in found}
    renamed = []
    for line in lines:
        person = persons[UUID(line.person)]
        written.persons[line.number] = person.pk
        for key, text in line.texts.items():
            setattr(person, key, text)
        if line.is_elected is not None:
            person.is_elected = line.is_elected
        if line.department:
            person.department_id = written.departments[line.department]
        if {"given_name", "family_name"} & set(line.texts):
            party = person.party
            party.name = f"{person.given_name} {person.family_name}".strip()[:160]
            party.sort_name = folded(f"{person.family_name} {person.given_name}")[:160]
            renamed.append(party)
        fields = sorted({one.key for one in line.differences})
        written.events.append(PartyChanged(party_id=person.pk, fields=fields))
        written.touched.add(person.pk)
    columns = ["given_name", "family_name", "email", "phone", "mobile", "job_title"]
    columns += ["in_charge_of", "office", "external_id", "is_elected", "department"]
    Person.objects.bulk_update(persons.values(), columns, batch_size=50)
    Party.objects.bulk_update(renamed, ["name", "sort_name"], batch_size=BATCH)


def _write_around(lines: list[LinePlan], written: Written) -> None:
    """Give the persons of lines their groups, delegations, functions and departments to head."""
    members, delegations = [], []
    for line in lines:
        pk = written.persons[line.number]
        members += [GroupMember(group_id=written.groups[key], person_id=pk) for key in line.groups]
        delegations += [
            Delegation(person_id=pk, subject=subject[:200]) for subject in line.delegations
        ]
        for key in line.functions:
            desk = written.functions[key]
            before = written.holders.get(desk)
            Function.objects.filter(pk=desk).update(holder_id=pk)
            written.events.append(
                FunctionPassed(party_id=desk, from_id=str(before or ""), to_id=str(pk))
            )
            written.touched |= {desk, pk} | ({before} if before else set())
        if line.heads:
            department = written.departments[line.heads]
            Department.objects.filter(pk=department).update(head_id=pk)
            written.touched.add(department)
    GroupMember.objects.bulk_create(members, batch_size=500, ignore_conflicts=True)
    Delegation.objects.bulk_create(delegations, batch_size=500)


def write_plan(*, actor: Actor, plan: Plan) -> None:
    """Write all that a plan says, and tell it to the journal, person by person."""
    snapshot = read_snapshot(actor.organisation_id)
    written = Written(
        departments=dict(snapshot.department_ids),
        functions={key: desk.pk for key, desk in snapshot.functions.items()},
        groups=dict(snapshot.groups),
        holders={desk.pk: desk.holder for desk in snapshot.functions.values()},
    )
    new = [line for line in plan.lines if line.status == Status.NEW]
    changed = [line for line in plan.lines if line.status == Status.CHANGED]
    _write_structure(actor, plan, written)
    _write_new(actor, new, written)
    _write_changed(changed, written)
    _write_around([*new, *changed], written)
    emit_all(written.events, actor=actor)
    refresh_parties(written.touched)
    rebuild_party_users(organisation_id=actor.organisation_id)
