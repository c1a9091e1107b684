"""The flattened table equals what a slow and simple reader of the directory would say."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.apps.accounts.models import User
from parvis.apps.directory import services
from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.models import (
    Absence,
    Department,
    Function,
    Group,
    GroupMember,
    Organisation,
    Party,
    PartyUser,
    Person,
)

TODAY = date(2026, 11, 23)


@dataclass
class Shape:
    """A random directory, by numbers; None is nobody or nowhere."""

    persons: list[tuple[bool, bool, bool, int | None, int | None]]
    departments: list[tuple[int | None, int | None, bool]]
    groups: list[set[int]]
    functions: list[tuple[int | None, tuple[str, int] | None, bool]]
    absences: list[tuple[int, int | None, int, int]] = field(default_factory=list)


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    count, places, groups, desks = (draw(st.integers(1, top)) for top in (5, 4, 2, 4))
    person, place = st.integers(0, count - 1), st.integers(0, places - 1)
    rare = st.sampled_from([True, False, False, False])
    fallback = st.one_of(
        st.tuples(st.just("person"), person),
        st.tuples(st.just("department"), place),
        st.tuples(st.just("group"), st.integers(0, groups - 1)),
        st.tuples(st.just("function"), st.integers(0, desks - 1)),
    )
    return Shape(
        persons=[
            (
                not draw(rare),
                draw(rare),
                draw(rare),
                draw(st.none() | place),
                draw(st.none() | st.integers(-3, 20)),
            )
            for _ in range(count)
        ],
        departments=[
            (draw(st.none() | place), draw(st.none() | person), draw(rare)) for _ in range(places)
        ],
        groups=[draw(st.sets(person)) for _ in range(groups)],
        functions=[
            (draw(st.none() | person), draw(st.none() | fallback), draw(rare)) for _ in range(desks)
        ],
        absences=draw(
            st.lists(
                st.tuples(person, st.none() | person, st.integers(-5, 5), st.integers(0, 9)),
                max_size=3,
            )
        ),
    )


@dataclass
class Built:
    organisation: Organisation
    persons: list[Person]
    departments: list[Department]
    groups: list[Group]
    functions: list[Function]

    def party(self, reference: tuple[str, int] | None) -> UUID | None:
        if reference is None:
            return None
        kind, number = reference
        return getattr(self, f"{kind}s")[number].pk


def build(shape: Shape) -> Built:
    organisation = services.create_organisation(name="Au hasard")
    number = iter(range(1000))

    def party(kind: PartyKind, has_left: bool) -> Party:
        return Party.objects.create(
            organisation=organisation,
            kind=kind,
            name=f"{kind} {next(number)}",
            sort_name="x",
            left_at=timezone.now() if has_left else None,
        )

    departments = [
        Department.objects.create(party=party(PartyKind.DEPARTMENT, has_left))
        for _parent, _head, has_left in shape.departments
    ]
    persons = []
    for has_user, has_left, is_suspended, place, days in shape.persons:
        one = party(PartyKind.PERSON, has_left)
        user = User.objects.create_user(f"{one.pk}@hasard.test") if has_user else None
        persons.append(
            Person.objects.create(
                party=one,
                organisation=organisation,
                user=user,
                department=None if place is None else departments[place],
                suspended_at=timezone.now() if is_suspended else None,
                ends_on=None if days is None else TODAY + timedelta(days=days),
            )
        )
    for department, (parent, head, _left) in zip(departments, shape.departments, strict=True):
        department.parent = None if parent is None else departments[parent]
        department.head = None if head is None else persons[head]
        department.save()
    groups = []
    for members in shape.groups:
        group = Group.objects.create(party=party(PartyKind.GROUP, False))
        for member in members:
            GroupMember.objects.create(group=group, person=persons[member])
        groups.append(group)
    functions = [
        Function.objects.create(
            party=party(PartyKind.FUNCTION, has_left),
            holder=None if holder is None else persons[holder],
        )
        for holder, _fallback, has_left in shape.functions
    ]
    built = Built(organisation, persons, departments, groups, functions)
    for function, (_holder, fallback, _left) in zip(functions, shape.functions, strict=True):
        function.fallback_id = built.party(fallback)
        function.save()
    for who, stand_in, start, length in shape.absences:
        first = TODAY + timedelta(days=start)
        Absence.objects.create(
            person=persons[who],
            stand_in=None if stand_in is None else persons[stand_in],
            starts_on=first,
            ends_on=first + timedelta(days=length),
        )
    return built


class Naive:
    """Answers, for one person and one party at a time, why the person is behind the party."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape

    def is_here(self, person: int) -> bool:
        _user, has_left, is_suspended, _place, _days = self.shape.persons[person]
        return not has_left and not is_suspended

    def is_in(self, person: int, department: int) -> bool:
        if self.shape.departments[department][2]:
            return False
        places = {self.shape.persons[person][3]}
        places |= {
            number
            for number, (_parent, head, has_left) in enumerate(self.shape.departments)
            if head == person and not has_left
        }
        for place in places - {None}:
            above, seen = place, set()
            while above is not None and above not in seen:
                if self.shape.departments[above][2]:
                    break
                if above == department:
                    return True
                seen.add(above)
                above = self.shape.departments[above][0]
        return False

    def holds(self, person: int, function: int, seen: frozenset[int] = frozenset()) -> bool:
        holder, fallback, has_left = self.shape.functions[function]
        if has_left or function in seen:
            return False
        if holder is not None and self.is_here(holder):
            return holder == person
        if fallback is None:
            return False
        kind, number = fallback
        return {
            "person": lambda: number == person,
            "department": lambda: self.is_in(person, number),
            "group": lambda: person in self.shape.groups[number],
            "function": lambda: self.holds(person, number, seen | {function}),
        }[kind]()

    def expected(self, built: Built) -> set[tuple[object, ...]]:
        rows: set[tuple[object, ...]] = set()
        for person in range(len(self.shape.persons)):
            if self.is_here(person) and self.shape.persons[person][0]:
                rows |= self.rows_of(person, built)
        return rows

    def rows_of(self, person: int, built: Built) -> set[tuple[object, ...]]:
        me = built.persons[person].pk
        last = built.persons[person].ends_on
        found: set[tuple[object, ...]] = {(me, me, "self", None, last)}
        for number, department in enumerate(built.departments):
            if self.is_in(person, number):
                found.add((department.pk, me, "member", None, last))
        for number, group in enumerate(built.groups):
            if person in self.shape.groups[number]:
                found.add((group.pk, me, "member", None, last))
        for number, function in enumerate(built.functions):
            if self.holds(person, number):
                found.add((function.pk, me, "holder", None, last))
        for absent, stand_in, start, length in self.shape.absences:
            if stand_in != person or not self.is_here(absent):
                continue
            first = TODAY + timedelta(days=start)
            end = min(day for day in (first + timedelta(days=length), last) if day)
            if end < first:
                continue
            stood = [built.persons[absent].pk]
            stood += [
                function.pk
                for number, function in enumerate(built.functions)
                if self.holds(absent, number)
            ]
            found |= {(party, me, "stand_in", first, end) for party in stood}
        return found


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(shape=shapes())
def test_flattened_table_equals_a_naive_reading(shape: Shape) -> None:
    built = build(shape)
    services.rebuild_party_users(organisation_id=built.organisation.pk)
    rows = PartyUser.objects.filter(party__organisation=built.organisation)
    columns = ("party_id", "person_id", "belonging", "starts_on", "ends_on")
    first = sorted(rows.values_list("pk", flat=True))
    written = list(rows.values_list(*columns))
    assert len(written) == len(set(written))
    assert set(written) == Naive(shape).expected(built)
    services.rebuild_party_users(organisation_id=built.organisation.pk)
    assert sorted(rows.values_list("pk", flat=True)) == first
