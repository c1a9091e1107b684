"""First steps in a young town, for each kind of person, until done or put away."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.models import Organisation, Person
from parvis.apps.workspaces.models import Item, Workspace
from parvis.kernel.actors import Actor, OrganisationRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something to do first, where, and whether it is done."""

    label: str | Promise
    text: str | Promise
    icon: str
    url: str
    is_done: bool


def _facts(actor: Actor) -> dict[str, bool]:
    """Return what there is already, in one query."""
    persons = Person.objects.filter(organisation_id=OuterRef("pk"))
    spaces = Workspace.objects.filter(organisation_id=OuterRef("pk"))
    mine = spaces.filter(memberships__party_id__in=actor.party_ids)
    added = Item.objects.filter(
        organisation_id=OuterRef("pk"), author_id=actor.party_id, parent__isnull=False
    )
    row = (
        Organisation.objects.filter(pk=actor.organisation_id)
        .annotate(
            people=Exists(persons.exclude(pk=actor.party_id)),
            spaces=Exists(spaces),
            mine=Exists(mine),
            guests=Exists(persons.filter(role=OrganisationRole.GUEST)),
            added=Exists(added),
        )
        .values("people", "spaces", "mine", "guests", "added")
        .first()
    )
    return {name: bool(value) for name, value in row.items()} if row else {}


def first_steps(actor: Actor) -> list[Step]:
    """Return the first steps of the actor; none once all are done."""
    facts = _facts(actor)
    if not facts:
        return []
    if actor.is_guest:
        steps = [_contribute(facts)]
    elif actor.has_role(OrganisationRole.ADMINISTRATOR):
        steps = [_people(facts), _open_space(facts), _invite(facts)]
    else:
        steps = [_join(facts), _contribute(facts)]
    return [] if all(step.is_done for step in steps) else steps


def _people(facts: dict[str, bool]) -> Step:
    return Step(
        label=_("Import the directory"),
        text=_("From a table of your agents and elected officials: Parvis checks it first."),
        icon="people",
        url=reverse("directory:index"),
        is_done=facts["people"],
    )


def _open_space(facts: dict[str, bool]) -> Step:
    return Step(
        label=_("Open a first space"),
        text=_("A project, a committee, a department: choose a template, it’s ready."),
        icon="space",
        url=reverse("workspaces:new"),
        is_done=facts["spaces"],
    )


def _invite(facts: dict[str, bool]) -> Step:
    return Step(
        label=_("Invite a partner"),
        text=_("From the members of a space, by an e-mail address: no account to make."),
        icon="partner",
        url=reverse("workspaces:index"),
        is_done=facts["guests"],
    )


def _join(facts: dict[str, bool]) -> Step:
    return Step(
        label=_("Find your spaces"),
        text=_("Open those of your projects, or ask to join one."),
        icon="space",
        url=reverse("workspaces:index"),
        is_done=facts["mine"],
    )


def _contribute(facts: dict[str, bool]) -> Step:
    return Step(
        label=_("Add a document"),
        text=_("In a space, drag it into the documents: everybody there finds one version."),
        icon="file-plus",
        url=reverse("workspaces:index"),
        is_done=facts["added"],
    )
