"""What a person's home page shows, in as few queries as can be."""

from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from parvis.apps.cockpit.models import Visit
from parvis.apps.cockpit.steps import facts_for
from parvis.apps.directory.models import Department, Person
from parvis.apps.workspaces.models import Waiting
from parvis.apps.workspaces.selectors import visible_waiting
from parvis.kernel.actors import Actor, OrganisationRole

MINE, ASKED, OTHERS = 0, 1, 2
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Holds:
    """The most pressing holds: the actor's, those they wait for, and those of others."""

    mine: list[Waiting]
    asked: list[Waiting]
    others: list[Waiting]


def person_at_home(actor: Actor) -> Person | None:
    """Return the person, with their visits and how far they are with their first steps."""
    persons = Person.objects.select_related("home_visit").annotate(**facts_for(actor))
    return persons.filter(pk=actor.party_id).first()


def visit_of(person: Person) -> Visit | None:
    """Return a person's visits, read along with the person."""
    visit: Visit | None = getattr(person, "home_visit", None)
    return visit


def _others(actor: Actor, person: Person) -> Q:
    """Say whose holds one watches: elected see the town's, managers its late ones, heads a team's.

    All is held to what the actor may see.
    """
    late = Q(due_on__lt=timezone.localdate())
    if person.is_elected:
        return Q(pk__isnull=False)
    if actor.has_role(OrganisationRole.MANAGER):
        return late
    headed = Department.objects.filter(head_id=person.pk).values("pk")
    return late & (Q(party_id__in=headed) | Q(party__person__department_id__in=headed))


def pressing_holds(actor: Actor, person: Person) -> Holds:
    """Return the most pressing holds of each kind, in one query."""
    mine, asked = Q(party_id__in=actor.all_party_ids), Q(asked_by_id=actor.party_id)
    rank = Case(
        When(mine, then=Value(MINE)),
        When(asked, then=Value(ASKED)),
        default=Value(OTHERS),
        output_field=IntegerField(),
    )
    pressing = (F("due_on").asc(nulls_last=True), F("since").asc())
    number = Window(RowNumber(), partition_by=[F("rank")], order_by=list(pressing))
    rows: QuerySet[Waiting] = (
        visible_waiting(actor)
        .filter(mine | asked | _others(actor, person))
        .annotate(rank=rank)
        .annotate(number=number)
        .filter(number__lte=SHOWN)
        .order_by("rank", *pressing)
    )
    groups: dict[int, list[Waiting]] = {MINE: [], ASKED: [], OTHERS: []}
    for row in rows:
        groups[vars(row)["rank"]].append(row)
    return Holds(groups[MINE], groups[ASKED], groups[OTHERS])
