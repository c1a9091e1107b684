"""Flattening of parties to users: one table answers “mine” in one query."""

from collections.abc import Iterator
from dataclasses import dataclass, field
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
from parvis.apps.directory.services.following import follow_roles

Row = tuple[UUID, UUID, UUID, str, date | None, date | None]


@dataclass
class _Town:
    """The present directory of an organisation, by ids; `users` holds who can sign in."""

    users: dict[UUID, UUID] = field(default_factory=dict)
    ends: dict[UUID, date] = field(default_factory=dict)
    present: set[UUID] = field(default_factory=set)
    parents: dict[UUID, UUID | None] = field(default_factory=dict)
    places: list[tuple[UUID, UUID]] = field(default_factory=list)
    groups: list[tuple[UUID, UUID]] = field(default_factory=list)
    functions: dict[UUID, tuple[UUID | None, UUID | None]] = field(default_factory=dict)
    absences: list[tuple[UUID, UUID, date, date]] = field(default_factory=list)


def _read(organisation_id: UUID) -> _Town:
    town = _Town()
    persons = Person.objects.filter(
        organisation_id=organisation_id, party__left_at__isnull=True, suspended_at__isnull=True
    )
    columns = ("pk", "user_id", "department_id", "ends_on")
    for pk, user_id, department_id, ends_on in persons.values_list(*columns):
        town.present.add(pk)
        if user_id:
            town.users[pk] = user_id
        if ends_on:
            town.ends[pk] = ends_on
        if department_id:
            town.places.append((pk, department_id))
    here = Q(party__organisation_id=organisation_id, party__left_at__isnull=True)
    for pk, parent_id, head_id in Department.objects.filter(here).values_list(
        "pk", "parent_id", "head_id"
    ):
        town.parents[pk] = parent_id
        if head_id:
            town.places.append((head_id, pk))
    in_group = GroupMember.objects.filter(
        group__party__organisation_id=organisation_id, group__party__left_at__isnull=True
    )
    town.groups = list(in_group.values_list("person_id", "group_id"))
    for pk, holder_id, fallback_id in Function.objects.filter(here).values_list(
        "pk", "holder_id", "fallback_id"
    ):
        town.functions[pk] = (holder_id, fallback_id)
    town.absences = [
        (person_id, stand_in_id, starts_on, ends_on)
        for person_id, stand_in_id, starts_on, ends_on in Absence.objects.filter(
            person__organisation_id=organisation_id, stand_in__isnull=False
        ).values_list("person_id", "stand_in_id", "starts_on", "ends_on")
        if stand_in_id
    ]
    return town


def _members(town: _Town) -> Iterator[tuple[UUID, UUID]]:
    """Yield (party, person): departments with those below them, their heads, and groups."""
    for person_id, department_id in town.places:
        above: UUID | None = department_id
        seen: set[UUID] = set()
        while above in town.parents and above not in seen:
            seen.add(above)
            yield above, person_id
            above = town.parents[above]
    for person_id, group_id in town.groups:
        yield group_id, person_id


def _holders(
    town: _Town, behind: dict[UUID, set[UUID]], function_id: UUID, above: frozenset[UUID]
) -> set[UUID]:
    """Return who holds a function; without a present holder, who is behind its fallback."""
    holder_id, fallback_id = town.functions[function_id]
    if holder_id in town.present:
        return {holder_id}
    if fallback_id is None or fallback_id in above:
        return set()
    if fallback_id in town.functions:
        return _holders(town, behind, fallback_id, above | {function_id})
    return behind.get(fallback_id, set())


def _belongings(town: _Town) -> Iterator[tuple[UUID, UUID, str, date | None, date | None]]:
    behind: dict[UUID, set[UUID]] = {pk: {pk} for pk in town.present}
    for party_id, person_id in _members(town):
        behind.setdefault(party_id, set()).add(person_id)
        yield party_id, person_id, Belonging.MEMBER, None, None
    held: dict[UUID, set[UUID]] = {}
    for function_id in town.functions:
        for person_id in _holders(town, behind, function_id, frozenset({function_id})):
            held.setdefault(person_id, set()).add(function_id)
            yield function_id, person_id, Belonging.HOLDER, None, None
    for person_id in town.present:
        yield person_id, person_id, Belonging.SELF, None, None
    for absent, stand_in, starts_on, ends_on in town.absences:
        if absent in town.present:
            for party_id in {absent} | held.get(absent, set()):
                yield party_id, stand_in, Belonging.STAND_IN, starts_on, ends_on


@transaction.atomic
def rebuild_party_users(*, organisation_id: UUID) -> None:
    """Make the flattened table say what the directory says; write only what differs.

    A person who has left or is suspended is behind nothing; one with an end date, until that day.
    A vacant function, or one whose holder has left, falls to whoever is behind its fallback.
    """
    follow_roles(organisation_id=organisation_id)
    town = _read(organisation_id)
    wanted: set[Row] = set()
    for party_id, person_id, belonging, starts_on, ends_on in _belongings(town):
        user_id = town.users.get(person_id)
        if user_id is None:
            continue
        last = min((day for day in (ends_on, town.ends.get(person_id)) if day), default=None)
        if last and starts_on and last < starts_on:
            continue
        wanted.add((party_id, user_id, person_id, belonging, starts_on, last))
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
    for start_at in range(0, len(surplus), 500):
        PartyUser.objects.filter(pk__in=surplus[start_at : start_at + 500]).delete()
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
