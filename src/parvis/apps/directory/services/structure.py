"""Departments, groups and functions change: names, places, members, holders."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.apps.directory import access
from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.events import FunctionPassed, GroupChanged, PartyChanged, PartyClosed
from parvis.apps.directory.models import Department, Function, Group, GroupMember, Party, Person
from parvis.apps.directory.services.checks import cleaned_values, known_party, known_person
from parvis.apps.directory.services.flattening import rebuild_party_users
from parvis.apps.directory.services.following import check_kept_by_hand
from parvis.apps.directory.services.indexing import refresh_around, refresh_parties
from parvis.kernel.actors import Actor
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError
from parvis.kernel.events import emit
from parvis.kernel.texts import folded

DEEPEST = 12


def _lock(actor: Actor, party_id: UUID, kind: PartyKind) -> Party:
    party = access.lock_party(actor, party_id, to="change_directory")
    if party.kind != kind:
        raise NotFoundError
    return party


def _rename(party: Party, name: str) -> bool:
    name = cleaned_values(Party, {"name": name})["name"]
    if not folded(name):
        raise InvalidError(fields={"name": [_("Give a name.")]})
    if name == party.name:
        return False
    party.name, party.sort_name = name, folded(name)[:160]
    party.save(update_fields=["name", "sort_name"])
    return True


def _loop(parents: Mapping[UUID, UUID | None], start: UUID, parent_id: UUID | None) -> list[UUID]:
    """Return the way from `start` up through `parent_id` back to `start`, or nothing."""
    way, above = [start], parent_id
    while above and above not in way:
        way.append(above)
        above = parents.get(above)
    return [*way, start] if above == start else []


def _check_parent(department: Department, parent_id: UUID | None) -> None:
    organisation_id = department.party.organisation_id
    rows = Department.objects.filter(party__organisation_id=organisation_id)
    parents = dict(rows.values_list("pk", "parent_id"))
    way = _loop(parents, department.pk, parent_id)
    if way:
        names = dict(Party.objects.filter(pk__in=way).values_list("pk", "name"))
        path = " › ".join(names[pk] for pk in reversed(way))
        message = _("A department can't be below itself: %(path)s. Choose another one.")
        raise InvalidError(fields={"parent": [message % {"path": path}]})
    depth, above = 1, parent_id
    while above:
        depth, above = depth + 1, parents.get(above)
    if depth > DEEPEST:
        message = _("Departments may be nested %(count)s deep at most.") % {"count": DEEPEST}
        raise InvalidError(fields={"parent": [message]})


@transaction.atomic
def change_department(
    *,
    actor: Actor,
    department_id: UUID,
    name: str,
    parent_id: UUID | None,
    head_id: UUID | None,
    email: str = "",
    phone: str = "",
    description: str = "",
) -> Department:
    """Change a department; a parent that is below it is refused, with the way shown."""
    party = _lock(actor, department_id, PartyKind.DEPARTMENT)
    department = Department.objects.select_related("party").get(pk=party.pk)
    known_party(actor, parent_id, PartyKind.DEPARTMENT)
    known_person(actor, head_id)
    _check_parent(department, parent_id)
    texts = {"email": email, "phone": phone, "description": description}
    values: dict[str, Any] = cleaned_values(Department, texts)
    values |= {"parent_id": parent_id, "head_id": head_id}
    changed = [field for field, value in values.items() if getattr(department, field) != value]
    for field in changed:
        setattr(department, field, values[field])
    if changed:
        department.save(update_fields=changed)
    if _rename(party, name):
        changed.append("name")
        refresh_around(party)
    if changed:
        refresh_parties([party.pk])
        if {"parent_id", "head_id"} & set(changed):
            rebuild_party_users(organisation_id=party.organisation_id)
        emit(PartyChanged(party_id=party.pk, fields=sorted(changed)), actor=actor)
    return department


def change_head(*, actor: Actor, department: Department, head_id: UUID | None) -> None:
    """Name the head of a department; the caller has locked and authorised."""
    known_person(actor, head_id)
    department.head_id = head_id
    department.save(update_fields=["head"])
    refresh_parties([department.pk])
    emit(PartyChanged(party_id=department.pk, fields=["head"]), actor=actor)


@transaction.atomic
def set_department_members(
    *, actor: Actor, department_id: UUID, person_ids: Iterable[UUID]
) -> None:
    """Make these persons, and no others, belong to a department; others go to none."""
    party = _lock(actor, department_id, PartyKind.DEPARTMENT)
    wanted = _present_persons(actor, person_ids)
    here = set(Person.objects.filter(department_id=party.pk).values_list("pk", flat=True))
    Person.objects.filter(pk__in=here - wanted).update(department=None)
    Person.objects.filter(pk__in=wanted - here).update(department_id=party.pk)
    if here != wanted:
        refresh_parties(here ^ wanted)
        rebuild_party_users(organisation_id=party.organisation_id)
        emit(PartyChanged(party_id=party.pk, fields=["members"]), actor=actor)


@transaction.atomic
def change_group(*, actor: Actor, group_id: UUID, name: str, description: str = "") -> Group:
    """Change a group's name and what it is for."""
    party = _lock(actor, group_id, PartyKind.GROUP)
    group = Group.objects.select_related("party").get(pk=party.pk)
    description = cleaned_values(Group, {"description": description})["description"]
    changed = ["name"] if _rename(party, name) else []
    if description != group.description:
        group.description = description
        group.save(update_fields=["description"])
        changed.append("description")
    if changed:
        refresh_parties([party.pk])
        emit(PartyChanged(party_id=party.pk, fields=changed), actor=actor)
    return group


def _present_persons(actor: Actor, person_ids: Iterable[UUID]) -> set[UUID]:
    wanted = set(person_ids)
    known = Person.objects.filter(
        organisation_id=actor.organisation_id, pk__in=wanted, party__left_at__isnull=True
    )
    if known.count() != len(wanted):
        raise NotFoundError
    return wanted


@transaction.atomic
def set_group_members(*, actor: Actor, group_id: UUID, person_ids: Iterable[UUID]) -> None:
    """Make these persons, and no others, the members of a group."""
    party = _lock(actor, group_id, PartyKind.GROUP)
    check_kept_by_hand(party.pk)
    wanted = _present_persons(actor, person_ids)
    here = set(GroupMember.objects.filter(group_id=party.pk).values_list("person_id", flat=True))
    if here == wanted:
        return
    GroupMember.objects.filter(group_id=party.pk, person_id__in=here - wanted).delete()
    GroupMember.objects.bulk_create(
        GroupMember(group_id=party.pk, person_id=person_id) for person_id in wanted - here
    )
    rebuild_party_users(organisation_id=party.organisation_id)
    event = GroupChanged(
        party_id=party.pk,
        joined=sorted(str(pk) for pk in wanted - here),
        left=sorted(str(pk) for pk in here - wanted),
    )
    emit(event, actor=actor)


def _check_fallback(function: Function, fallback_id: UUID | None) -> None:
    rows = Function.objects.filter(party__organisation_id=function.party.organisation_id)
    way = _loop(dict(rows.values_list("pk", "fallback_id")), function.pk, fallback_id)
    if way:
        names = dict(Party.objects.filter(pk__in=way).values_list("pk", "name"))
        path = " › ".join(names[pk] for pk in way)
        message = _("A function can't fall back to itself: %(path)s. Choose another one.")
        raise InvalidError(fields={"fallback": [message % {"path": path}]})


@transaction.atomic
def change_function(
    *,
    actor: Actor,
    function_id: UUID,
    name: str,
    fallback_id: UUID | None,
    department_id: UUID | None,
    is_elected: bool,
    position: int | None = None,
    description: str = "",
) -> Function:
    """Change a function, but not its holder (see `pass_function`)."""
    party = _lock(actor, function_id, PartyKind.FUNCTION)
    function = Function.objects.select_related("party").get(pk=party.pk)
    known_party(actor, fallback_id)
    known_party(actor, department_id, PartyKind.DEPARTMENT)
    _check_fallback(function, fallback_id)
    values = cleaned_values(Function, {"description": description})
    values |= {
        "fallback_id": fallback_id,
        "department_id": department_id,
        "is_elected": is_elected,
        "position": function.position if position is None else max(0, min(position, 9_999)),
    }
    changed = [field for field, value in values.items() if getattr(function, field) != value]
    for field in changed:
        setattr(function, field, values[field])
    if changed:
        function.save(update_fields=changed)
    if _rename(party, name):
        changed.append("name")
        refresh_around(party)
    if changed:
        refresh_parties([party.pk])
        if "fallback_id" in changed:
            rebuild_party_users(organisation_id=party.organisation_id)
        emit(PartyChanged(party_id=party.pk, fields=sorted(changed)), actor=actor)
    return function


def hand_over(*, actor: Actor, function: Function, to_id: UUID | None) -> bool:
    """Write who holds a function and tell it; the caller has locked, and flattens after."""
    known_person(actor, to_id)
    if function.holder_id == to_id:
        return False
    before, function.holder_id = function.holder_id, to_id
    function.save(update_fields=["holder"])
    refresh_parties([function.pk, before, to_id])
    event = FunctionPassed(party_id=function.pk, from_id=str(before or ""), to_id=str(to_id or ""))
    emit(event, actor=actor)
    return True


@transaction.atomic
def pass_function(*, actor: Actor, function_id: UUID, holder_id: UUID | None) -> Function:
    """Pass a function to another person, or leave it vacant; what waits for it follows."""
    party = _lock(actor, function_id, PartyKind.FUNCTION)
    function = Function.objects.select_related("party").get(pk=party.pk)
    if hand_over(actor=actor, function=function, to_id=holder_id):
        rebuild_party_users(organisation_id=party.organisation_id)
    return function


@transaction.atomic
def close_party(*, actor: Actor, party_id: UUID) -> Party:
    """Close a department, a group or a function: it keeps its past and holds nothing new.

    Raises ConflictError for a department that still has persons or departments in it.
    """
    party = access.lock_party(actor, party_id, to="change_directory")
    if party.kind == PartyKind.PERSON:
        raise NotFoundError
    if party.left_at:
        return party
    check_kept_by_hand(party.pk)
    if party.kind == PartyKind.DEPARTMENT:
        _check_empty(party)
    if party.kind == PartyKind.FUNCTION:
        hand_over(actor=actor, function=Function.objects.get(pk=party.pk), to_id=None)
    party.left_at = timezone.now()
    party.save(update_fields=["left_at"])
    rebuild_party_users(organisation_id=party.organisation_id)
    emit(PartyClosed(party_id=party.pk, kind=party.kind), actor=actor)
    return party


def _check_empty(party: Party) -> None:
    persons = Person.objects.filter(department_id=party.pk, party__left_at__isnull=True).count()
    below = Department.objects.filter(parent_id=party.pk, party__left_at__isnull=True).count()
    if persons or below:
        text = ngettext(
            "%(count)s person or department is still in it. Move it elsewhere first.",
            "%(count)s persons or departments are still in it. Move them elsewhere first.",
            persons + below,
        )
        raise ConflictError(text % {"count": persons + below})
