"""What a person's home page shows, in as few queries as can be."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, JSONField, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from parvis.apps.cockpit.models import Arrangement, ProfileArrangement, Visit
from parvis.apps.cockpit.steps import facts_for
from parvis.apps.directory.models import Department, Person
from parvis.apps.workspaces.holders import in_hands_of, is_in_hands_of
from parvis.apps.workspaces.models import Waiting
from parvis.apps.workspaces.selectors import one_of_each, visible_waiting, with_alike
from parvis.kernel.actors import Actor, OrganisationRole
from parvis.kernel.ui.blocks import HomeProfile

SHOWN = 8
MINE, ASKED, LATE, OTHERS = "mine", "asked", "late", "others"


@dataclass(frozen=True, slots=True)
class Holds:
    """The most pressing holds: the actor's, those they wait for, the late and all of others."""

    mine: list[Waiting] = field(default_factory=list)
    asked: list[Waiting] = field(default_factory=list)
    late: list[Waiting] = field(default_factory=list)
    others: list[Waiting] = field(default_factory=list)


def person_at_home(actor: Actor, profile: HomeProfile) -> Person | None:
    """Return the person, with their visits, first steps, and how their home is arranged."""
    of_profile = ProfileArrangement.objects.filter(
        organisation_id=OuterRef("organisation_id"), profile=profile
    )
    own = Arrangement.objects.filter(pk=OuterRef("pk"))
    persons = Person.objects.select_related("home_visit").annotate(
        **facts_for(actor),
        is_head=Exists(Department.objects.filter(head=OuterRef("pk"))),
        own_layout=Subquery(own.values("layout"), output_field=JSONField()),
        profile_layout=Subquery(of_profile.values("layout"), output_field=JSONField()),
    )
    return persons.filter(pk=actor.party_id).first()


def visit_of(person: Person) -> Visit | None:
    """Return a person's visits, read along with the person."""
    visit: Visit | None = getattr(person, "home_visit", None)
    return visit


def watches_all(actor: Actor, person: Person) -> bool:
    """Tell whether one watches over the holds of all whom one sees, or of one's team only."""
    return person.is_elected or actor.has_role(OrganisationRole.MANAGER)


def _late(actor: Actor, person: Person) -> Q:
    """Say whose late holds one watches: the elected and managers all, heads those of the team.

    All is held to what the actor may see.
    """
    late = Q(due_on__lt=timezone.localdate())
    if watches_all(actor, person):
        return late
    headed = Department.objects.filter(head_id=person.pk).values("pk")
    return late & (Q(party_id__in=headed) | Q(party__person__department_id__in=headed))


def pressing_holds(actor: Actor, person: Person, wanted: frozenset[str]) -> Holds:
    """Return the most pressing holds of each kind wanted, in one query.

    The few of each kind are found first, by their index, then read whole.
    """
    mine, asked = in_hands_of(actor), Q(asked_by_id=actor.party_id)
    seen = visible_waiting(actor)
    elsewhere = seen.exclude(asked).exclude(mine)
    kinds = {
        MINE: seen.filter(mine),
        ASKED: one_of_each(seen.filter(asked).exclude(mine)),
        LATE: elsewhere.filter(_late(actor, person)),
        OTHERS: elsewhere,
    }
    first, *more = [_first_ids(rows) for kind, rows in kinds.items() if kind in wanted] or [
        Waiting.objects.none().values("pk")
    ]
    found, today = Holds(), timezone.localdate()
    rows = seen.filter(pk__in=first.union(*more, all=True) if more else first)
    for row in with_alike(rows):
        if is_in_hands_of(actor, row):
            found.mine.append(row)
        elif row.asked_by_id == actor.party_id:
            found.asked.append(row)
        else:
            found.others.append(row)
            if row.due_on and row.due_on < today:
                found.late.append(row)
    return found


def _first_ids(holds: QuerySet[Waiting]) -> QuerySet[Waiting, Any]:
    """Return the ids of the first few; the limit stands within, for a union takes none."""
    few = holds.select_related(None).values("pk")[:SHOWN]
    return Waiting.objects.filter(pk__in=few).values("pk")
