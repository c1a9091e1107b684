"""Persons, departments, groups and functions come to be."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory import access
from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.events import PartyAdded
from parvis.apps.directory.models import Department, Function, Group, GroupMember, Party, Person
from parvis.apps.directory.services.flattening import rebuild_party_users
from parvis.kernel.actors import Actor, OrganisationRole
from parvis.kernel.errors import InvalidError, NotFoundError
from parvis.kernel.events import emit
from parvis.kernel.texts import folded


def _add_party(
    *,
    actor: Actor,
    kind: PartyKind,
    name: str,
    sort_name: str = "",
    subtitle: str = "",
    more: str = "",
) -> Party:
    if not name.strip():
        raise InvalidError(fields={"name": [_("Give a name.")]})
    party = Party.objects.create(
        organisation_id=actor.organisation_id,
        kind=kind,
        name=name.strip()[:160],
        sort_name=folded(sort_name or name)[:160],
        subtitle=subtitle[:200],
        search_text=folded(f"{name} {subtitle} {more}"),
    )
    emit(PartyAdded(party_id=party.pk, kind=kind), actor=actor)
    return party


def _check_same_organisation(actor: Actor, *party_ids: UUID | None) -> None:
    wanted = {party_id for party_id in party_ids if party_id}
    known = Party.objects.filter(pk__in=wanted, organisation_id=actor.organisation_id).count()
    if known != len(wanted):
        raise NotFoundError


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
    _check_same_organisation(actor, department_id)
    email = email.strip().lower()
    if (
        email
        and Person.objects.filter(
            organisation_id=actor.organisation_id, email__iexact=email
        ).exists()
    ):
        raise InvalidError(fields={"email": [_("Somebody in the directory has this address.")]})
    party = _add_party(
        actor=actor,
        kind=PartyKind.PERSON,
        name=f"{given_name} {family_name}",
        sort_name=f"{family_name} {given_name}",
        subtitle=job_title,
        more=f"{email} {in_charge_of}",
    )
    person = Person.objects.create(
        party=party,
        organisation_id=party.organisation_id,
        user_id=user_id,
        given_name=given_name,
        family_name=family_name,
        email=email,
        phone=phone,
        mobile=mobile,
        office=office,
        job_title=job_title,
        in_charge_of=in_charge_of,
        external_id=external_id,
        is_elected=is_elected,
        department_id=department_id,
        role=role,
    )
    rebuild_party_users(organisation_id=party.organisation_id)
    return person


@transaction.atomic
def add_guest(
    *, actor: Actor, email: str, name: str = "", employer: str = "", ends_on: date | None = None
) -> Person:
    """Return the organisation's person of this address, made a guest if there is none.

    The caller has authorised the invitation (a manager of a space). An address that the directory
    knows stays what it is there; a guest's end date is only ever moved later from here.
    """
    email = email.strip().lower()
    found = Person.objects.filter(
        organisation_id=actor.organisation_id, email__iexact=email
    ).first()
    if found:
        is_shorter = found.ends_on and (ends_on is None or ends_on > found.ends_on)
        if found.role == OrganisationRole.GUEST and is_shorter:
            found.ends_on = ends_on
            found.save(update_fields=["ends_on"])
        return found
    shown = name.strip() or email.split("@", maxsplit=1)[0]
    given_name, _space, family_name = shown.partition(" ")
    party = _add_party(
        actor=actor,
        kind=PartyKind.PERSON,
        name=shown,
        sort_name=f"{family_name} {given_name}",
        subtitle=employer,
        more=email,
    )
    return Person.objects.create(
        party=party,
        organisation_id=party.organisation_id,
        given_name=given_name,
        family_name=family_name,
        email=email,
        employer=employer,
        role=OrganisationRole.GUEST,
        ends_on=ends_on,
    )


@transaction.atomic
def connect_user(*, user_id: UUID, email: str) -> int:
    """Give a user whose address is proven every person of that address; return how many."""
    persons = list(
        Person.objects.select_for_update().filter(email__iexact=email, user__isnull=True)
    )
    for person in persons:
        person.user_id = user_id
        person.save(update_fields=["user"])
        rebuild_party_users(organisation_id=person.organisation_id)
    return len(persons)


@transaction.atomic
def add_department(
    *, actor: Actor, name: str, parent_id: UUID | None = None, head_id: UUID | None = None
) -> Department:
    """Add a department below `parent_id`, answered for by `head_id`."""
    access.require(actor, "change_directory")
    _check_same_organisation(actor, parent_id, head_id)
    party = _add_party(actor=actor, kind=PartyKind.DEPARTMENT, name=name)
    department = Department.objects.create(party=party, parent_id=parent_id, head_id=head_id)
    if head_id:
        rebuild_party_users(organisation_id=party.organisation_id)
    return department


@transaction.atomic
def add_group(*, actor: Actor, name: str, description: str = "") -> Group:
    """Add an empty group."""
    access.require(actor, "change_directory")
    party = _add_party(actor=actor, kind=PartyKind.GROUP, name=name, more=description)
    return Group.objects.create(party=party, description=description)


@transaction.atomic
def add_group_member(*, actor: Actor, group_id: UUID, person_id: UUID) -> None:
    """Put a person in a group; nothing happens if they are in it."""
    party = access.lock_party(actor, group_id, to="change_directory")
    _check_same_organisation(actor, person_id)
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
) -> Function:
    """Add a function (a desk), held by `holder_id`, falling to `fallback_id` when vacant."""
    access.require(actor, "change_directory")
    _check_same_organisation(actor, holder_id, fallback_id, department_id)
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
    )
    rebuild_party_users(organisation_id=party.organisation_id)
    return function
