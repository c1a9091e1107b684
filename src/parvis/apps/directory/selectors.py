"""Reads about organisations and parties."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from parvis.apps.directory.enums import Belonging, PartyKind
from parvis.apps.directory.models import (
    Absence,
    Delegation,
    Organisation,
    Party,
    PartyUser,
    Person,
)
from parvis.kernel.actors import ANONYMOUS, Actor, OrganisationRole
from parvis.kernel.errors import NotFoundError
from parvis.kernel.texts import folded


def current_persons(user_id: UUID) -> QuerySet[Person]:
    """Return the persons that a user is today: not gone, not suspended, not past their end date."""
    today = timezone.localdate()
    return (
        Person.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today),
            user_id=user_id,
            user__is_active=True,
            suspended_at__isnull=True,
            party__left_at__isnull=True,
        )
        .select_related("party", "organisation")
        .defer("party__photo", "organisation__logo")
        .order_by("organisation__name", "organisation_id")
    )


@dataclass(slots=True)
class Standing:
    """A person that a user is today, and the parties behind which they stand: theirs, others'."""

    person: Person
    mine: set[UUID] = field(default_factory=set)
    stand_in: set[UUID] = field(default_factory=set)


def standings_among(persons: QuerySet[Person]) -> list[Standing]:
    """Return each of `persons` with their parties of today, in one query."""
    today = timezone.localdate()
    is_today = Q(party_users__starts_on__isnull=True) | Q(party_users__starts_on__lte=today)
    is_today &= Q(party_users__ends_on__isnull=True) | Q(party_users__ends_on__gte=today)
    rows = persons.annotate(
        behind=FilteredRelation("party_users", condition=is_today),
        behind_party=F("behind__party_id"),
        behind_how=F("behind__belonging"),
        behind_left_at=F("behind__party__left_at"),
    )
    found: dict[UUID, Standing] = {}
    for person in rows:
        standing = found.setdefault(person.pk, Standing(person))
        row = vars(person)
        if row["behind_party"] is not None and row["behind_left_at"] is None:
            is_stand_in = row["behind_how"] == Belonging.STAND_IN
            (standing.stand_in if is_stand_in else standing.mine).add(row["behind_party"])
    return list(found.values())


def standings_of(user_id: UUID) -> list[Standing]:
    """Return whom a user is today, by the name of the organisation, in one query."""
    return standings_among(current_persons(user_id))


def current_person(party_id: UUID) -> Person | None:
    """Return a person with an account who is there today, None when they have gone: for jobs."""
    user_id = Person.objects.filter(pk=party_id).values_list("user_id", flat=True).first()
    return current_persons(user_id).filter(pk=party_id).first() if user_id else None


def actor_of(
    person: Person, *, has_second_factor: bool = False, scopes: frozenset[str] | None = None
) -> Actor:
    """Return the actor that a current person is, with the parties behind which they stand today."""
    (standing,) = standings_among(Person.objects.filter(pk=person.pk).only("party_id"))
    standing.person = person
    return actor_standing(standing, has_second_factor=has_second_factor, scopes=scopes)


def actor_standing(
    standing: Standing, *, has_second_factor: bool = False, scopes: frozenset[str] | None = None
) -> Actor:
    """Return the actor of a person whose parties are known."""
    person, mine = standing.person, standing.mine
    return Actor(
        user_id=person.user_id,
        organisation_id=person.organisation_id,
        party_id=person.pk,
        name=person.party.name,
        role=OrganisationRole(person.role),
        party_ids=frozenset(mine | {person.pk}),
        stand_in_party_ids=frozenset(standing.stand_in - mine),
        has_second_factor=has_second_factor,
        scopes=scopes,
        tools_off=frozenset(person.organisation.tools_off),
    )


def actor_for(
    *,
    user_id: UUID,
    organisation_id: UUID | None = None,
    has_second_factor: bool = False,
    scopes: frozenset[str] | None = None,
) -> Actor:
    """Return a user's actor in an organisation (or their first), else ANONYMOUS."""
    standing = standing_in(standings_of(user_id), organisation_id)
    if standing is None or organisation_id not in {None, standing.person.organisation_id}:
        return ANONYMOUS
    return actor_standing(standing, has_second_factor=has_second_factor, scopes=scopes)


def standing_in(standings: Iterable[Standing], organisation_id: UUID | None) -> Standing | None:
    """Return the one of an organisation, else the first."""
    standings = list(standings)
    there = (one for one in standings if one.person.organisation_id == organisation_id)
    return next(there, standings[0] if standings else None)


def organisation_of(actor: Actor) -> Organisation | None:
    """Return the actor's organisation, its logo left out."""
    return Organisation.objects.defer("logo").filter(pk=actor.organisation_id).first()


def organisation_named(organisation_id: UUID) -> Organisation | None:
    """Return an organisation with its logo: how it shows itself is no secret."""
    return Organisation.objects.filter(pk=organisation_id).first()


def only_organisation() -> Organisation | None:
    """Return the organisation when there is one only: it dresses the pages of the signed-out."""
    found = list(Organisation.objects.defer("logo").order_by("id")[:2])
    return found[0] if len(found) == 1 else None


def has_organisations() -> bool:
    """Tell whether this installation has been set up."""
    return Organisation.objects.exists()


def organisations_of_user(user_id: UUID) -> list[Organisation]:
    """Return the organisations where a user is somebody today, by name."""
    return [person.organisation for person in current_persons(user_id)]


def parties_by_id(party_ids: Iterable[UUID | None]) -> dict[UUID, Party]:
    """Return parties by id in one query, photos left out; for showing who, not for deciding."""
    wanted = {party_id for party_id in party_ids if party_id}
    return Party.objects.defer("photo").in_bulk(wanted) if wanted else {}


def search_parties(parties: QuerySet[Party], text: str) -> QuerySet[Party]:
    """Keep the parties in which every word typed begins or is part of a word, accents forgiven."""
    for word in folded(text).split():
        parties = parties.filter(search_text__contains=word)
    return parties


def user_ids_behind(party_ids: Iterable[UUID], *, with_stand_ins: bool = True) -> set[UUID]:
    """Return the users who are behind any of the parties today."""
    today = timezone.localdate()
    rows = PartyUser.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today),
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        party_id__in=list(party_ids),
    )
    if not with_stand_ins:
        rows = rows.exclude(belonging=Belonging.STAND_IN)
    return set(rows.values_list("user_id", flat=True))


def person_ids_behind(party_ids: Iterable[UUID], *, with_stand_ins: bool = True) -> set[UUID]:
    """Return the persons (party ids) who are behind any of the parties today."""
    today = timezone.localdate()
    rows = PartyUser.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today),
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        party_id__in=list(party_ids),
    )
    if not with_stand_ins:
        rows = rows.exclude(belonging=Belonging.STAND_IN)
    return set(rows.values_list("person_id", flat=True))


def demonstration_persons() -> list[Person]:
    """Return the persons of a demonstration whom anybody may be: those who have a password.

    None as soon as one organisation of this installation is a real one.
    """
    organisations = Organisation.objects.aggregate(
        real=Count("pk", filter=Q(is_demonstration=False)),
        invented=Count("pk", filter=Q(is_demonstration=True)),
    )
    if organisations["real"] or not organisations["invented"]:
        return []
    persons = (
        Person.objects.filter(
            user__isnull=False,
            user__is_active=True,
            party__left_at__isnull=True,
            suspended_at__isnull=True,
        )
        .exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
        .select_related("party", "organisation")
        .defer("party__photo", "organisation__logo")
    )
    return list(persons.order_by("organisation_id", "party_id"))


def absence_of(actor: Actor, absence_id: UUID) -> Absence:
    """Return an absence of the actor's directory (raises NotFoundError)."""
    found = Absence.objects.filter(
        pk=absence_id, person__organisation_id=actor.organisation_id
    ).first()
    if found is None:
        raise NotFoundError
    return found


def delegation_of(actor: Actor, delegation_id: UUID) -> Delegation:
    """Return a delegation of the actor's directory (raises NotFoundError)."""
    found = (
        Delegation.objects.filter(pk=delegation_id, person__organisation_id=actor.organisation_id)
        .select_related("person__party")
        .defer("person__party__photo")
        .first()
    )
    if found is None:
        raise NotFoundError
    return found


def member_ids(party: Party) -> list[UUID]:
    """Return the present persons in a department or a group, by name."""
    persons = Person.objects.filter(party__left_at__isnull=True).order_by("party__sort_name")
    if party.kind == PartyKind.GROUP:
        persons = persons.filter(groups__group_id=party.pk)
    else:
        persons = persons.filter(department_id=party.pk)
    return list(persons.values_list("pk", flat=True))


def present_person_ids(person_ids: Iterable[UUID], *, organisation_id: UUID) -> set[UUID]:
    """Keep the persons who are in an organisation today: not gone, suspended or past their end."""
    today = timezone.localdate()
    rows = Person.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        pk__in=list(person_ids),
        organisation_id=organisation_id,
        suspended_at__isnull=True,
        party__left_at__isnull=True,
    )
    return set(rows.values_list("pk", flat=True))


def second_factor_figures(actor: Actor) -> tuple[int, int]:
    """Return how many people come in, and how many of them have a second factor."""
    rows = Person.objects.filter(
        organisation_id=actor.organisation_id,
        user__isnull=False,
        party__left_at__isnull=True,
        suspended_at__isnull=True,
    )
    having = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    protected = rows.filter(user_id__in=having.values("user_id"))
    return rows.count(), protected.count()


def foreign_addresses(actor: Actor, addresses: Iterable[str]) -> set[str]:
    """Return those of the addresses that are known in an organisation other than the actor's."""
    wanted = [address.lower() for address in addresses]
    others = Person.objects.exclude(organisation_id=actor.organisation_id)
    by_card = others.annotate(lower=Lower("email")).filter(lower__in=wanted)
    by_user = others.annotate(lower=Lower("user__email")).filter(lower__in=wanted)
    return set(by_card.values_list("lower", flat=True)) | set(
        by_user.values_list("lower", flat=True)
    )


def members_of(actor: Actor, party: Party) -> QuerySet[Person]:
    """Return the present persons in a department or a group; nobody for another party."""
    persons = (
        Person.objects.filter(organisation_id=actor.organisation_id, party__left_at__isnull=True)
        .select_related("party")
        .defer("party__photo")
    )
    if party.kind == PartyKind.GROUP:
        return persons.filter(groups__group_id=party.pk)
    return persons.filter(department_id=party.pk)


def absences_to_come(party: Party) -> QuerySet[Absence]:
    """Return when a person is away, today or later, with who stands in."""
    rows = Absence.objects.filter(person_id=party.pk, ends_on__gte=timezone.localdate())
    return rows.select_related("stand_in__party").defer("stand_in__party__photo")


def delegations_to(party: Party) -> QuerySet[Delegation]:
    """Return what was ever delegated to a person."""
    return Delegation.objects.filter(person_id=party.pk)
