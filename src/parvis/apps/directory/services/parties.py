"""Persons, departments, groups and functions come to be."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from parvis.apps.directory import access
from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.events import PartyAdded
from parvis.apps.directory.models import Department, Function, Group, GroupMember, Party, Person
from parvis.apps.directory.services.checks import (
    check_email_is_free,
    cleaned_values,
    known_party,
    known_person,
)
from parvis.apps.directory.services.flattening import rebuild_party_users
from parvis.apps.directory.services.indexing import refresh_parties
from parvis.kernel.actors import Actor, OrganisationRole
from parvis.kernel.errors import InvalidError
from parvis.kernel.events import emit
from parvis.kernel.texts import folded


def _add_party(*, actor: Actor, kind: PartyKind, name: str, sort_name: str = "") -> Party:
    name = cleaned_values(Party, {"name": name})["name"]
    if not folded(name):
        raise InvalidError(fields={"name": [_("Give a name.")]})
    party = Party.objects.create(
        organisation_id=actor.organisation_id,
        kind=kind,
        name=name,
        sort_name=folded(sort_name or name)[:160],
        search_text=folded(name),
    )
    emit(PartyAdded(party_id=party.pk, kind=kind), actor=actor)
    return party


def _add_person_party(actor: Actor, given: str, family: str) -> Party:
    return _add_party(
        actor=actor,
        kind=PartyKind.PERSON,
        name=f"{given} {family}",
        sort_name=f"{family} {given}",
    )


@transaction.atomic
def add_person(
    *,
    actor: Actor,
    given_name: str,
    family_name: str,
    email: str = "",
    phone: str = "",
    mobile: str = "",
    office: str = "",
    job_title: str = "",
    in_charge_of: str = "",
    external_id: str = "",
    is_elected: bool = False,
    department_id: UUID | None = None,
    user_id: UUID | None = None,
    role: OrganisationRole = OrganisationRole.MEMBER,
) -> Person:
    """Add a person to the actor's directory (raises RefusedError, InvalidError)."""
    access.require(actor, "change_directory" if role == OrganisationRole.MEMBER else "change_roles")
    known_party(actor, department_id, PartyKind.DEPARTMENT)
    values = cleaned_values(
        Person,
        {
            "given_name": given_name,
            "family_name": family_name,
            "email": email,
            "phone": phone,
            "mobile": mobile,
            "office": office,
            "job_title": job_title,
            "in_charge_of": in_charge_of,
            "external_id": external_id,
        },
    )
    check_email_is_free(actor, values["email"])
    party = _add_person_party(actor, values["given_name"], values["family_name"])
    person = Person.objects.create(
        party=party,
        organisation_id=party.organisation_id,
        user_id=user_id,
        is_elected=is_elected,
        department_id=department_id,
        role=role,
        **values,
    )
    refresh_parties([party.pk])
    if user_id:
        rebuild_party_users(organisation_id=party.organisation_id)
    return person


@transaction.atomic
def add_guest(
    *, actor: Actor, email: str, name: str = "", employer: str = "", ends_on: date | None = None
) -> Person:
    """Return the organisation's person of this address, made a guest if there is none.

    The caller has authorised the invitation (a manager of a space). An address that the directory
    knows stays what it is there; a guest's end date is only ever moved later from here, and a
    guest who had left is back.
    """
    values = cleaned_values(Person, {"email": email, "employer": employer})
    found = (
        Person.objects.select_related("party")
        .defer("party__photo")
        .filter(organisation_id=actor.organisation_id, email__iexact=values["email"])
        .first()
    )
    if found:
        _welcome_again(found, ends_on)
        return found
    shown = name.strip() or values["email"].split("@", maxsplit=1)[0]
    given_name, _space, family_name = shown.partition(" ")
    party = _add_party(
        actor=actor,
        kind=PartyKind.PERSON,
        name=shown,
        sort_name=f"{family_name} {given_name}",
    )
    person = Person.objects.create(
        party=party,
        organisation_id=party.organisation_id,
        role=OrganisationRole.GUEST,
        ends_on=ends_on,
        **values,
        **cleaned_values(Person, {"given_name": given_name, "family_name": family_name}),
    )
    refresh_parties([party.pk])
    return person


def _welcome_again(person: Person, ends_on: date | None) -> None:
    if person.role != OrganisationRole.GUEST:
        return
    if person.ends_on and (ends_on is None or ends_on > person.ends_on):
        person.ends_on = ends_on
        person.save(update_fields=["ends_on"])
    if person.party.left_at:
        Party.objects.filter(pk=person.pk).update(left_at=None)
    rebuild_party_users(organisation_id=person.organisation_id)


@transaction.atomic
def connect_user(*, user_id: UUID, email: str) -> int:
    """Give a user whose address is proven every person of that address; return how many.

    In an organisation where the user is somebody already, nothing changes.
    """
    there = Person.objects.filter(user_id=user_id).values("organisation_id")
    persons = list(
        Person.objects.select_for_update(of=("self",))
        .filter(email__iexact=email, user__isnull=True)
        .exclude(organisation_id__in=there)
    )
    for person in persons:
        person.user_id = user_id
        person.save(update_fields=["user"])
        rebuild_party_users(organisation_id=person.organisation_id)
    return len(persons)


@transaction.atomic
def add_department(
    *,
    actor: Actor,
    name: str,
    parent_id: UUID | None = None,
    head_id: UUID | None = None,
    email: str = "",
    phone: str = "",
    description: str = "",
) -> Department:
    """Add a department below `parent_id`, answered for by `head_id`."""
    access.require(actor, "change_directory")
    known_party(actor, parent_id, PartyKind.DEPARTMENT)
    known_person(actor, head_id)
    values = {"email": email, "phone": phone, "description": description}
    values = cleaned_values(Department, values)
    party = _add_party(actor=actor, kind=PartyKind.DEPARTMENT, name=name)
    department = Department.objects.create(
        party=party, parent_id=parent_id, head_id=head_id, **values
    )
    refresh_parties([party.pk])
    if head_id:
        rebuild_party_users(organisation_id=party.organisation_id)
    return department


@transaction.atomic
def add_group(*, actor: Actor, name: str, description: str = "") -> Group:
    """Add an empty group."""
    access.require(actor, "change_directory")
    values = cleaned_values(Group, {"description": description})
    party = _add_party(actor=actor, kind=PartyKind.GROUP, name=name)
    group = Group.objects.create(party=party, **values)
    refresh_parties([party.pk])
    return group


@transaction.atomic
def add_group_member(*, actor: Actor, group_id: UUID, person_id: UUID) -> None:
    """Put a person in a group; nothing happens if they are in it."""
    party = access.lock_party(actor, group_id, to="change_directory")
    known_person(actor, person_id)
    GroupMember.objects.get_or_create(group_id=party.pk, person_id=person_id)
    rebuild_party_users(organisation_id=party.organisation_id)


@transaction.atomic
def add_function(
    *,
    actor: Actor,
    name: str,
    holder_id: UUID | None = None,
    fallback_id: UUID | None = None,
    department_id: UUID | None = None,
    is_elected: bool = False,
    description: str = "",
) -> Function:
    """Add a function (a desk), held by `holder_id`, falling to `fallback_id` when vacant."""
    access.require(actor, "change_directory")
    known_person(actor, holder_id)
    known_party(actor, fallback_id)
    known_party(actor, department_id, PartyKind.DEPARTMENT)
    values = cleaned_values(Function, {"description": description})
    last = Function.objects.filter(party__organisation_id=actor.organisation_id).aggregate(
        last=Max("position")
    )["last"]
    party = _add_party(actor=actor, kind=PartyKind.FUNCTION, name=name)
    function = Function.objects.create(
        party=party,
        holder_id=holder_id,
        fallback_id=fallback_id,
        department_id=department_id,
        is_elected=is_elected,
        position=(last or 0) + 1,
        **values,
    )
    refresh_parties([party.pk, holder_id])
    if holder_id or fallback_id:
        rebuild_party_users(organisation_id=party.organisation_id)
    return function
