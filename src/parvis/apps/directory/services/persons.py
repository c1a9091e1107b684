"""Persons change: their card, their photo, their leaving."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.apps.directory import access
from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.events import PartyChanged, PersonLeft, PersonReturned
from parvis.apps.directory.models import Absence, Department, Function, Party, Person
from parvis.apps.directory.photos import photo_digest, prepare_photo
from parvis.apps.directory.services.checks import (
    check_email_is_free,
    cleaned_values,
    known_party,
)
from parvis.apps.directory.services.flattening import rebuild_party_users
from parvis.apps.directory.services.indexing import refresh_around, refresh_parties
from parvis.apps.directory.services.structure import change_head, hand_over
from parvis.kernel.actors import Actor, OrganisationRole
from parvis.kernel.errors import ConflictError, InvalidError
from parvis.kernel.events import emit
from parvis.kernel.texts import folded


@dataclass(frozen=True, kw_only=True)
class PersonCard:
    """What a manager may change of a person; `of` reads it, `replace` changes a part."""

    given_name: str
    family_name: str
    email: str = ""
    phone: str = ""
    mobile: str = ""
    office: str = ""
    job_title: str = ""
    in_charge_of: str = ""
    employer: str = ""
    external_id: str = ""
    is_elected: bool = False
    department_id: UUID | None = None
    ends_on: date | None = None

    @classmethod
    def of(cls, person: Person) -> "PersonCard":
        return cls(**{name: getattr(person, name) for name in cls.__dataclass_fields__})


@transaction.atomic
def change_person(*, actor: Actor, person_id: UUID, card: PersonCard) -> Person:
    """Make a person's card say `card` (raises RefusedError, InvalidError).

    The e-mail address and the end date of somebody of a higher role are for that role to change.
    """
    access.lock_party(actor, person_id, to="change_directory")
    return _change(actor, Person.objects.select_related("party").get(pk=person_id), card)


@transaction.atomic
def change_own_card(
    *,
    actor: Actor,
    person_id: UUID,
    phone: str,
    mobile: str,
    office: str,
    in_charge_of: str,
) -> Person:
    """Change what everybody may say of themselves; a manager may for anybody."""
    access.lock_party(actor, person_id, to="change_self")
    person = Person.objects.select_related("party").get(pk=person_id)
    card = replace(
        PersonCard.of(person), phone=phone, mobile=mobile, office=office, in_charge_of=in_charge_of
    )
    return _change(actor, person, card)


def _change(actor: Actor, person: Person, card: PersonCard) -> Person:
    values = cleaned_values(Person, asdict(card))
    before = asdict(PersonCard.of(person))
    changed = sorted(name for name, value in values.items() if value != before[name])
    if not changed:
        return person
    if {"email", "ends_on"} & set(changed):
        access.require_rank(actor, person)
    known_party(actor, card.department_id, PartyKind.DEPARTMENT)
    check_email_is_free(actor, values["email"], but=person.pk)
    if not folded(values["given_name"] + values["family_name"]):
        raise InvalidError(fields={"family_name": [_("Give a name.")]})
    for name in changed:
        setattr(person, name, values[name])
    person.save(update_fields=changed)
    if {"given_name", "family_name"} & set(changed):
        party = person.party
        party.name = f"{person.given_name} {person.family_name}".strip()[:160]
        party.sort_name = folded(f"{person.family_name} {person.given_name}")[:160]
        party.save(update_fields=["name", "sort_name"])
        refresh_around(party)
    refresh_parties([person.pk])
    if {"department_id", "ends_on"} & set(changed):
        rebuild_party_users(organisation_id=person.organisation_id)
    emit(PartyChanged(party_id=person.pk, fields=changed), actor=actor)
    return person


@transaction.atomic
def set_photo(*, actor: Actor, party_id: UUID, data: bytes) -> Party:
    """Give a party its photo: checked, cut square, made a small WebP (raises InvalidError)."""
    party = access.lock_party(actor, party_id, to="change_self")
    party.photo = prepare_photo(data)
    party.photo_digest = photo_digest(party.photo)
    party.has_photo = True
    party.save(update_fields=["photo", "photo_digest", "has_photo"])
    emit(PartyChanged(party_id=party.pk, fields=["photo"]), actor=actor)
    return party


@transaction.atomic
def remove_photo(*, actor: Actor, party_id: UUID) -> Party:
    """Take a party's photo away; its initials show again."""
    party = access.lock_party(actor, party_id, to="change_self")
    if party.has_photo:
        party.photo, party.photo_digest, party.has_photo = None, "", False
        party.save(update_fields=["photo", "photo_digest", "has_photo"])
        emit(PartyChanged(party_id=party.pk, fields=["photo"]), actor=actor)
    return party


@transaction.atomic
def end_person(
    *, actor: Actor, person_id: UUID, successors: Mapping[UUID, UUID | None] | None = None
) -> Person:
    """Record that a person has left: they hold nothing more, and their access ends at once.

    `successors` maps each function that they hold and department that they head to whom it passes;
    what it leaves out becomes vacant. Raises ConflictError for oneself, or the last administrator.
    """
    party = access.lock_party(actor, person_id, to="change_directory")
    person = Person.objects.get(pk=person_id)
    access.require_rank(actor, person)
    if party.left_at:
        return person
    if person.pk == actor.party_id:
        raise ConflictError(_("You can't record your own leaving. Ask another manager."))
    if person.role == OrganisationRole.ADMINISTRATOR:
        keep_an_administrator(person)
    passed = dict(successors or {})
    for function in Function.objects.filter(holder=person):
        hand_over(actor=actor, function=function, to_id=passed.get(function.pk))
    for department in Department.objects.filter(head=person):
        change_head(actor=actor, department=department, head_id=passed.get(department.pk))
    current = Q(ends_on__gte=timezone.localdate())
    Absence.objects.filter(current, stand_in=person).update(stand_in=None)
    party.left_at = timezone.now()
    party.save(update_fields=["left_at"])
    rebuild_party_users(organisation_id=party.organisation_id)
    emit(PersonLeft(party_id=party.pk), actor=actor)
    return person


def keep_an_administrator(person: Person) -> None:
    """Refuse to lose the last administrator of an organisation (raises ConflictError)."""
    others = Person.objects.filter(
        organisation_id=person.organisation_id,
        role=OrganisationRole.ADMINISTRATOR,
        party__left_at__isnull=True,
        suspended_at__isnull=True,
        user__isnull=False,
    ).exclude(pk=person.pk)
    if not others.exists():
        raise ConflictError(_("This is the last administrator. Name another one first."))


@transaction.atomic
def return_person(*, actor: Actor, person_id: UUID) -> Person:
    """Record that a person who had left is back, with the access that they had."""
    party = access.lock_party(actor, person_id, to="change_directory")
    person = Person.objects.get(pk=person_id)
    access.require_rank(actor, person)
    if party.left_at:
        party.left_at = None
        party.save(update_fields=["left_at"])
        rebuild_party_users(organisation_id=party.organisation_id)
        emit(PersonReturned(party_id=party.pk), actor=actor)
    return person
