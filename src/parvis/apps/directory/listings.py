"""The directory as a list: who is found, and what each row says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.apps.directory.access import visible_parties
from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.models import Absence, Department, GroupMember, Party, Person
from parvis.apps.directory.selectors import search_parties
from parvis.kernel.actors import Actor, OrganisationRole

WHO = ("elected", "agents", "partners", "left")
_SHOWN = (
    "kind",
    "name",
    "sort_name",
    "subtitle",
    "has_photo",
    "photo_digest",
    "left_at",
    "organisation_id",
    "person__email",
    "person__phone",
    "person__mobile",
    "person__role",
    "person__employer",
    "person__is_elected",
    "person__department__party__name",
    "department__email",
    "department__phone",
    "department__head__party__name",
    "function__is_elected",
    "function__holder__party__name",
    "function__holder__party__left_at",
    "function__department__party__name",
    "group__description",
)


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What is looked for: words, a kind, a department (with those below it), who (see `WHO`)."""

    text: str = ""
    kind: str = ""
    department_id: UUID | None = None
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A department in a list of choices, `depth` levels down."""

    pk: UUID
    name: str
    depth: int

    @property
    def label(self) -> str:
        return "\u00a0\u00a0\u00a0" * self.depth + self.name


@dataclass(frozen=True, kw_only=True)
class PartyRow:
    """A party as a list shows it; `away` is its absence today."""

    party: Party
    context: str = ""
    phone: str = ""
    email: str = ""
    tags: list[str] = field(default_factory=list)
    away: Absence | None = None


def below(parents: Mapping[UUID, UUID | None], department_id: UUID) -> set[UUID]:
    """Return a department and those below it."""
    found, waiting = set[UUID](), [department_id]
    children: dict[UUID | None, list[UUID]] = {}
    for pk, parent_id in parents.items():
        children.setdefault(parent_id, []).append(pk)
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += children.get(here, [])
    return found


def places_of(actor: Actor) -> tuple[list[Place], dict[UUID, UUID | None]]:
    """Return the departments that the actor sees, in the order of the tree, and their parents."""
    rows = list(
        Department.objects.filter(
            party__in=visible_parties(actor).values("pk"), party__left_at__isnull=True
        )
        .order_by("party__sort_name")
        .values_list("pk", "parent_id", "party__name")
    )
    parents: dict[UUID, UUID | None] = {pk: parent_id for pk, parent_id, _name in rows}
    names = {pk: name for pk, _parent_id, name in rows}
    children: dict[UUID | None, list[UUID]] = {}
    for pk, parent_id, _name in rows:
        children.setdefault(parent_id if parent_id in parents else None, []).append(pk)
    places: list[Place] = []

    def walk(above: UUID | None, depth: int) -> None:
        for pk in children.get(above, []):
            places.append(Place(pk=pk, name=names[pk], depth=depth))
            walk(pk, depth + 1)

    walk(None, 0)
    return places, parents


def _who(who: str) -> Q:
    match who:
        case "elected":
            return Q(person__is_elected=True) | Q(function__is_elected=True)
        case "agents":
            is_guest = Q(person__role=OrganisationRole.GUEST)
            return Q(person__isnull=False, person__is_elected=False) & ~is_guest
        case "partners":
            return Q(person__role=OrganisationRole.GUEST)
    return Q()


def find_parties(
    actor: Actor, filters: Filters, parents: Mapping[UUID, UUID | None]
) -> QuerySet[Party]:
    """Return the parties that the actor may see and that answer to the filters but the kind's."""
    has_left = filters.who == "left"
    parties = visible_parties(actor).filter(left_at__isnull=not has_left)
    parties = search_parties(parties.filter(_who(filters.who)), filters.text)
    if filters.department_id:
        inside = below(parents, filters.department_id)
        parties = parties.filter(
            Q(person__department_id__in=inside)
            | Q(function__department_id__in=inside)
            | Q(pk__in=inside)
        )
    return parties


def counts_by_kind(parties: QuerySet[Party]) -> dict[str, int]:
    """Return how many parties there are of each kind, in one query."""
    rows = parties.order_by().values_list("kind").annotate(count=Count("pk"))
    return dict.fromkeys(PartyKind.values, 0) | dict(rows)


def read_rows(parties: QuerySet[Party], start: int, end: int) -> list[PartyRow]:
    """Return a page of rows, in two queries."""
    members = (
        GroupMember.objects.filter(group_id=OuterRef("pk"), person__party__left_at__isnull=True)
        .order_by()
        .values("group")
        .annotate(count=Count("pk"))
        .values("count")
    )
    persons = (
        Person.objects.filter(department_id=OuterRef("pk"), party__left_at__isnull=True)
        .order_by()
        .values("department")
        .annotate(count=Count("pk"))
        .values("count")
    )
    shown = (
        parties.select_related(
            "person__department__party",
            "department__head__party",
            "function__holder__party",
            "function__department__party",
            "group",
        )
        .only(*_SHOWN)
        .annotate(headcount=Coalesce(Subquery(members), Subquery(persons), 0))
        .order_by("sort_name", "pk")[start:end]
    )
    page = list(shown)
    away = absences_today(party.pk for party in page if party.kind == PartyKind.PERSON)
    return [_row(party, away) for party in page]


def absences_today(person_ids: Iterable[UUID], *, day: date | None = None) -> dict[UUID, Absence]:
    """Return the absence of today of each person that is away, in one query."""
    today = day or timezone.localdate()
    absences = (
        Absence.objects.filter(
            person_id__in=list(person_ids), starts_on__lte=today, ends_on__gte=today
        )
        .select_related("stand_in__party")
        .defer("stand_in__party__photo", "stand_in__party__search_text")
    )
    return {absence.person_id: absence for absence in absences}


def joined(*words: str) -> str:
    """Return what there is of `words`, apart by a middle dot."""
    return " · ".join(word for word in words if word)


def _people(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def _row(party: Party, away: Mapping[UUID, Absence]) -> PartyRow:
    match party.kind:
        case PartyKind.PERSON:
            return _person_row(party, away)
        case PartyKind.DEPARTMENT:
            department = party.department
            head = department.head
            return PartyRow(
                party=party,
                context=joined(
                    party.subtitle,
                    _("answered for by %(name)s") % {"name": head.party.name} if head else "",
                    _people(getattr(party, "headcount", 0)),
                ),
                phone=department.phone,
                email=department.email,
                tags=[str(PartyKind.DEPARTMENT.label)],
            )
        case PartyKind.FUNCTION:
            return _function_row(party)
        case _:
            context = joined(_people(getattr(party, "headcount", 0)), party.group.description[:120])
            return PartyRow(party=party, context=context, tags=[str(PartyKind.GROUP.label)])


def _person_row(party: Party, away: Mapping[UUID, Absence]) -> PartyRow:
    person = party.person
    department = person.department
    tags = [_("Elected")] if person.is_elected else []
    if person.role == OrganisationRole.GUEST:
        tags.append(_("Partner"))
    return PartyRow(
        party=party,
        context=joined(
            party.subtitle,
            department.party.name if department else "",
            person.employer if person.employer != party.subtitle else "",
        ),
        phone=person.phone or person.mobile,
        email=person.email,
        tags=tags,
        away=away.get(party.pk),
    )


def _function_row(party: Party) -> PartyRow:
    function = party.function
    holder = function.holder
    is_held = holder is not None and not holder.party.has_left
    department = function.department
    tags = [str(PartyKind.FUNCTION.label)]
    if function.is_elected:
        tags.append(_("Elected"))
    return PartyRow(
        party=party,
        context=joined(
            holder.party.name if holder and is_held else _("vacant"),
            department.party.name if department else "",
        ),
        tags=tags,
    )
