"""The page of a party: what the directory says of it, and the parts that other apps add.

An app adds a part in its module `kinds` or `handlers`:

    register_profile_section(ProfileSection(name="spaces", label=_("Spaces in common"), …))
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from parvis.apps.directory import access
from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.events import FunctionPassed
from parvis.apps.directory.listings import absences_today
from parvis.apps.directory.models import Absence, Delegation, Party, Person
from parvis.apps.directory.selectors import parties_by_id
from parvis.kernel.actors import Actor, OrganisationRole
from parvis.kernel.errors import NotFoundError, Text
from parvis.kernel.events import event_types
from parvis.kernel.models import Event
from parvis.kernel.registries import declare

MEMBERS_SHOWN = 100
HISTORY_SHOWN = 20
_PARTY = ("id", "kind", "name", "sort_name", "subtitle", "has_photo", "photo_digest", "left_at")


@dataclass(frozen=True, kw_only=True)
class ProfileSection:
    """A part of the pages of parties: `context` feeds `template`; None: nothing to show."""

    name: str
    label: Text
    icon: str
    template: str
    context: Callable[[HttpRequest, Party], Mapping[str, object] | None]
    position: int = 50
    is_aside: bool = False


@dataclass(frozen=True, kw_only=True)
class Departure:
    """What somebody who leaves still holds, to be passed on first: lines with their address."""

    name: str
    label: Text
    icon: str
    lines: Callable[[Actor, Party], list[tuple[str, str]]]


_sections: dict[str, ProfileSection] = {}
_departures: dict[str, Departure] = {}


def register_profile_section(section: ProfileSection) -> ProfileSection:
    """Declare a part of the pages of parties, once."""
    return declare(_sections, section.name, section)


def profile_sections() -> list[ProfileSection]:
    """Return the parts in order."""
    return sorted(_sections.values(), key=lambda section: section.position)


def register_departure(departure: Departure) -> Departure:
    """Declare what else somebody may leave behind, once."""
    return declare(_departures, departure.name, departure)


def departures() -> list[Departure]:
    """Return what else somebody may leave behind."""
    return list(_departures.values())


@dataclass(frozen=True, kw_only=True)
class Handover:
    """A function changed hands: from whom, to whom (None: vacant), when."""

    event: Event
    before: Party | None
    after: Party | None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What the page of a party says; what does not apply to its kind is empty.

    `away` is the absence of today, `coming` the later ones, `stands_in` those in which the person
    replaces somebody, now or later.
    """

    party: Party
    functions: list[Party] = field(default_factory=list)
    headed: list[Party] = field(default_factory=list)
    groups: list[Party] = field(default_factory=list)
    delegations: list[Delegation] = field(default_factory=list)
    past_delegations: list[Delegation] = field(default_factory=list)
    away: Absence | None = None
    coming: list[Absence] = field(default_factory=list)
    stands_in: list[Absence] = field(default_factory=list)
    members: list[Person] = field(default_factory=list)
    away_members: dict[UUID, Absence] = field(default_factory=dict)
    has_more_members: bool = False
    below: list[Party] = field(default_factory=list)
    history: list[Handover] = field(default_factory=list)


def get_party(actor: Actor, party_id: UUID) -> Party:
    """Return a visible party with all that its page says of it in one query (NotFoundError)."""
    party = (
        access.visible_parties(actor)
        .select_related(
            "person__department__party",
            "person__department__head__party",
            "department__parent__party",
            "department__head__party",
            "function__holder__party",
            "function__fallback",
            "function__department__party",
            "group",
        )
        .defer(
            "photo",
            "search_text",
            *(
                f"{way}__{column}"
                for way in (
                    "person__department__party",
                    "person__department__head__party",
                    "department__parent__party",
                    "department__head__party",
                    "function__holder__party",
                    "function__fallback",
                    "function__department__party",
                )
                for column in ("photo", "search_text")
            ),
        )
        .filter(pk=party_id)
        .first()
    )
    if party is None:
        raise NotFoundError
    return party


def read_profile(actor: Actor, party: Party) -> Profile:
    """Return what the page of a party says, in a number of queries that its kind alone sets.

    A guest reads of no department, function, group or person that they don't meet.
    """
    match party.kind:
        case PartyKind.PERSON:
            return _person(actor, party)
        case PartyKind.DEPARTMENT:
            return _department(actor, party)
        case PartyKind.GROUP:
            persons = _persons(actor).filter(groups__group_id=party.pk)
            return _with_members(Profile(party=party), persons)
        case _:
            return Profile(party=party, history=_history(party))


def _parties(actor: Actor) -> QuerySet[Party]:
    return access.visible_parties(actor).filter(left_at__isnull=True).only(*_PARTY)


def _persons(actor: Actor) -> QuerySet[Person]:
    persons = Person.objects.filter(party__left_at__isnull=True)
    if actor.is_guest:
        persons = persons.filter(pk__in=access.visible_parties(actor).values("pk"))
    return (
        persons.select_related("party")
        .defer("party__photo", "party__search_text")
        .order_by("party__sort_name")
    )


def _person(actor: Actor, party: Party) -> Profile:
    today = timezone.localdate()
    rule = (
        Q(function__holder_id=party.pk)
        | Q(department__head_id=party.pk)
        | Q(group__members__person_id=party.pk)
    )
    around = _parties(actor).filter(rule)
    related = list(around.order_by("function__position", "sort_name"))
    absences = list(
        Absence.objects.filter(Q(person_id=party.pk) | Q(stand_in_id=party.pk), ends_on__gte=today)
        .select_related("person__party", "stand_in__party")
        .defer(
            "person__party__photo",
            "stand_in__party__photo",
            "person__party__search_text",
            "stand_in__party__search_text",
        )
        .order_by("starts_on")
    )
    mine = [absence for absence in absences if absence.person_id == party.pk]
    delegations = list(
        Delegation.objects.filter(person_id=party.pk).order_by(
            F("starts_on").asc(nulls_first=True), "subject"
        )
    )
    return Profile(
        party=party,
        functions=[one for one in related if one.kind == PartyKind.FUNCTION],
        headed=[one for one in related if one.kind == PartyKind.DEPARTMENT],
        groups=[one for one in related if one.kind == PartyKind.GROUP],
        delegations=[one for one in delegations if not is_past(one, today)],
        past_delegations=[one for one in delegations if is_past(one, today)],
        away=next((absence for absence in mine if absence.starts_on <= today), None),
        coming=[absence for absence in mine if absence.starts_on > today],
        stands_in=[absence for absence in absences if absence.stand_in_id == party.pk],
    )


def is_past(delegation: Delegation, today: date) -> bool:
    """Tell whether a delegation has ended."""
    return delegation.ends_on is not None and delegation.ends_on < today


def _with_members(profile: Profile, persons: QuerySet[Person]) -> Profile:
    shown = list(persons[: MEMBERS_SHOWN + 1])
    return replace(
        profile,
        members=shown[:MEMBERS_SHOWN],
        has_more_members=len(shown) > MEMBERS_SHOWN,
        away_members=absences_today(person.pk for person in shown),
    )


def _department(actor: Actor, party: Party) -> Profile:
    rule = Q(department__parent_id=party.pk) | Q(function__department_id=party.pk)
    around = _parties(actor).filter(rule)
    related = list(around.order_by("function__position", "sort_name"))
    profile = Profile(
        party=party,
        below=[one for one in related if one.kind == PartyKind.DEPARTMENT],
        functions=[one for one in related if one.kind == PartyKind.FUNCTION],
    )
    return _with_members(profile, _persons(actor).filter(department_id=party.pk))


def _history(party: Party) -> list[Handover]:
    name = next(n for n, kind in event_types().items() if kind.payload is FunctionPassed)
    events = list(Event.objects.filter(party_id=party.pk, type=name)[:HISTORY_SHOWN])
    ends = [
        (UUID(text) if text else None)
        for event in events
        for text in (event.payload.get("from_id"), event.payload.get("to_id"))
    ]
    names = parties_by_id(ends)
    return [
        Handover(
            event=event,
            before=names.get(ends[2 * place] or event.pk),
            after=names.get(ends[2 * place + 1] or event.pk),
        )
        for place, event in enumerate(events)
    ]


def may_edit_own(actor: Actor, party: Party) -> bool:
    """Tell whether the actor may change their own part of a card."""
    return actor.has_scope("write") and (
        party.pk == actor.party_id or access.may(actor, "change_directory")
    )


def shows_private(actor: Actor, party: Party) -> bool:
    """Tell whether the actor sees mobile, office and notes: everybody of the town, not guests."""
    return party.pk == actor.party_id or actor.has_role(OrganisationRole.MEMBER)
