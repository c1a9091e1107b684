"""Reads for the page of people and roles."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.models import Department, Function, Invitation, Person
from parvis.kernel.actors import Actor, OrganisationRole
from parvis.kernel.texts import folded

STATES = {
    "waiting": _("Invited, not come yet"),
    "never": _("Never invited"),
    "suspended": _("Suspended"),
    "left": _("Gone"),
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as the list shows them; `tone` colours their state."""

    id: UUID
    name: str
    email: str
    subtitle: str
    role: str | Promise
    state: str | Promise = ""
    tone: str = ""
    is_administrator: bool = False


def people(actor: Actor, *, text: str = "", role: str = "", state: str = "") -> QuerySet[Person]:
    """Return the organisation's persons that match, in the order of names."""
    rows = (
        Person.objects.filter(organisation_id=actor.organisation_id)
        .select_related("party")
        .defer("party__photo")
        .annotate(is_invited=Exists(Invitation.objects.filter(person=OuterRef("pk"))))
        .order_by("party__sort_name", "party_id")
    )
    for word in folded(text).split():
        rows = rows.filter(party__search_text__contains=word)
    if role in OrganisationRole:
        rows = rows.filter(role=role)
    return rows.filter(_filter_of(state))


def _filter_of(state: str) -> Q:
    current = Q(party__left_at__isnull=True, suspended_at__isnull=True)
    return {
        "waiting": current & Q(user__isnull=True, is_invited=True),
        "never": current & Q(user__isnull=True, is_invited=False),
        "suspended": Q(suspended_at__isnull=False),
        "left": Q(party__left_at__isnull=False),
    }.get(state, Q(party__left_at__isnull=True))


def row_of(person: Person) -> PersonRow:
    """Return how the list shows a person of `people`."""
    state, tone = _state_of(person)
    return PersonRow(
        id=person.pk,
        name=person.party.name,
        email=person.email,
        subtitle=person.party.subtitle or person.employer,
        role=OrganisationRole(person.role).label,
        state=state,
        tone=tone,
        is_administrator=person.role == OrganisationRole.ADMINISTRATOR,
    )


def _state_of(person: Person) -> tuple[str | Promise, str]:
    if person.party.left_at:
        return STATES["left"], ""
    if person.suspended_at:
        return STATES["suspended"], "late"
    if person.ends_on and person.ends_on < timezone.localdate():
        return _("Access ended"), "soon"
    if person.user_id:
        return "", ""
    return (STATES["waiting"], "soon") if _was_invited(person) else (STATES["never"], "")


def _was_invited(person: Person) -> bool:
    return bool(getattr(person, "is_invited", False))


def holdings(person: Person) -> list[str]:
    """Name the functions that a person holds and the departments that they head."""
    functions = Function.objects.filter(holder=person, party__left_at__isnull=True)
    departments = Department.objects.filter(head=person, party__left_at__isnull=True)
    names = [*functions.values_list("party__name", flat=True)]
    return names + list(departments.values_list("party__name", flat=True))
