"""Flattening of parties to users: one table answers “mine” in one query."""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from parvis.apps.directory.enums import Belonging
from parvis.apps.directory.models import (
    Absence,
    Department,
    Function,
    GroupMember,
    PartyUser,
    Person,
)

Row = tuple[UUID, UUID, UUID, str, date | None, date | None]


def _memberships(
    persons: dict[UUID, UUID], departments: Mapping[UUID, UUID | None]
) -> Iterator[Row]:
    """Yield who is behind departments (persons there and in departments below) and groups."""
    in_department = Person.objects.filter(pk__in=persons, department__isnull=False)
    for person_id, department_id in in_department.values_list("pk", "department_id"):
        above: UUID | None = department_id
        seen: set[UUID] = set()
        while above and above not in seen:
            seen.add(above)
            yield above, persons[person_id], person_id, Belonging.MEMBER, None, None
            above = departments.get(above)
    heads = Department.objects.filter(head_id__in=persons).values_list("pk", "head_id")
    for department_id, person_id in heads:
        yield department_id, persons[person_id], person_id, Belonging.MEMBER, None, None
    in_group = GroupMember.objects.filter(person_id__in=persons)
    for group_id, person_id in in_group.values_list("group_id", "person_id"):
        yield group_id, persons[person_id], person_id, Belonging.MEMBER, None, None


def _functions(persons: dict[UUID, UUID], behind: dict[UUID, set[UUID]]) -> Iterator[Row]:
    """Yield holders of functions; a vacant function falls to whoever is behind its fallback."""
    rows = Function.objects.filter(
        Q(holder_id__in=persons) | Q(holder__isnull=True, fallback__isnull=False)
    )
    for function_id, holder_id, fallback_id in rows.values_list("pk", "holder_id", "fallback_id"):
        holders = {holder_id} if holder_id else behind.get(fallback_id, set())
        for person_id in holders:
            yield function_id, persons[person_id], person_id, Belonging.HOLDER, None, None


def _stand_ins(persons: dict[UUID, UUID], held: dict[UUID, set[UUID]]) -> Iterator[Row]:
    """Yield stand-ins behind the absent person and the functions that the person holds."""
    absences = Absence.objects.filter(
        person_id__in=persons, stand_in_id__in=persons, stand_in__isnull=False
    )
    for absence in absences:
        stand_in = absence.stand_in_id
        if stand_in is None:
            continue
        for party_id in {absence.person_id} | held.get(absence.person_id, set()):
            yield (
                party_id,
                persons[stand_in],
                stand_in,
                Belonging.STAND_IN,
                absence.starts_on,
                absence.ends_on,
            )


@transaction.atomic
def rebuild_party_users(*, organisation_id: UUID) -> None:
    """Make the flattened table say what the directory says; write only what differs."""
    persons: dict[UUID, UUID] = {
        person_id: user_id
        for person_id, user_id in Person.objects.filter(
            organisation_id=organisation_id,
            user__isnull=False,
            party__left_at__isnull=True,
            suspended_at__isnull=True,
        ).values_list("pk", "user_id")
        if user_id
    }
    departments = dict(
        Department.objects.filter(party__organisation_id=organisation_id).values_list(
            "pk", "parent_id"
        )
    )
    wanted: set[Row] = {
        (pk, user_id, pk, Belonging.SELF, None, None) for pk, user_id in persons.items()
    }
    wanted.update(_memberships(persons, departments))
    behind: dict[UUID, set[UUID]] = {}
    for party_id, _user, person_id, *_rest in wanted:
        behind.setdefault(party_id, set()).add(person_id)
    functions = set(_functions(persons, behind))
    wanted |= functions
    held: dict[UUID, set[UUID]] = {}
    for function_id, _user, person_id, *_rest in functions:
        held.setdefault(person_id, set()).add(function_id)
    wanted.update(_stand_ins(persons, held))
    _write(organisation_id, wanted)


def _write(organisation_id: UUID, wanted: set[Row]) -> None:
    present: dict[Row, int] = {}
    surplus: list[int] = []
    rows = PartyUser.objects.filter(party__organisation_id=organisation_id)
    columns = ("party_id", "user_id", "person_id", "belonging", "starts_on", "ends_on")
    for pk, party, user, person, belonging, start, end in rows.values_list("pk", *columns):
        row: Row = (party, user, person, belonging, start, end)
        if row in present or row not in wanted:
            surplus.append(pk)
        else:
            present[row] = pk
    PartyUser.objects.filter(pk__in=surplus).delete()
    PartyUser.objects.bulk_create(
        (
            PartyUser(
                party_id=party_id,
                user_id=user_id,
                person_id=person_id,
                belonging=belonging,
                starts_on=starts_on,
                ends_on=ends_on,
            )
            for party_id, user_id, person_id, belonging, starts_on, ends_on in wanted
            - present.keys()
        ),
        batch_size=500,
    )
