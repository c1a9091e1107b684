"""First steps in a young town, for each kind of person, until done or put away."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.models import Person
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


def facts_for(actor: Actor) -> dict[str, Exists]:
    """Return what there is already, to be read along with the actor's person."""
    persons = Person.objects.filter(organisation_id=OuterRef("organisation_id"))
    spaces = Workspace.objects.filter(organisation_id=OuterRef("organisation_id"))
    mine = spaces.filter(memberships__party_id__in=actor.party_ids)
    added = Item.objects.filter(
        organisation_id=OuterRef("organisation_id"),
        author_id=actor.party_id,
        parent__isnull=False,
    )
    return {
        "has_people": Exists(persons.exclude(pk=actor.party_id)),
        "has_spaces": Exists(spaces),
        "has_own_spaces": Exists(mine),
        "has_guests": Exists(persons.filter(role=OrganisationRole.GUEST)),
        "has_added": Exists(added),
    }


def first_steps(actor: Actor, facts: Mapping[str, object]) -> list[Step]:
    """Return the first steps of the actor, by what `facts_for` found; none once all are done."""
    if actor.is_guest:
        steps = [_say_who(actor, facts), _contribute(facts)]
    elif actor.has_role(OrganisationRole.ADMINISTRATOR):
        steps = [_people(facts), _open_space(facts), _invite(facts)]
    else:
        steps = [_join(facts), _contribute(facts)]
    return [] if all(step.is_done for step in steps) else steps


def _people(facts: Mapping[str, object]) -> Step:
    return Step(
        label=_("Import the directory"),
        text=_("From a table of your agents and elected officials: Parvis checks it first."),
        icon="people",
        url=reverse("directory:import"),
        is_done=bool(facts["has_people"]),
    )


def _open_space(facts: Mapping[str, object]) -> Step:
    return Step(
        label=_("Open a first space"),
        text=_("A project, a committee, a department: choose a template, it’s ready."),
        icon="space",
        url=reverse("workspaces:new"),
        is_done=bool(facts["has_spaces"]),
    )


def _invite(facts: Mapping[str, object]) -> Step:
    return Step(
        label=_("Invite a partner"),
        text=_("From the members of a space, by an e-mail address: no account to make."),
        icon="partner",
        url=reverse("workspaces:index"),
        is_done=bool(facts["has_guests"]),
    )


def _join(facts: Mapping[str, object]) -> Step:
    return Step(
        label=_("Find your spaces"),
        text=_("Open those of your projects, or ask to join one."),
        icon="space",
        url=reverse("workspaces:index"),
        is_done=bool(facts["has_own_spaces"]),
    )


def _say_who(actor: Actor, facts: Mapping[str, object]) -> Step:
    return Step(
        label=_("Say who you are"),
        text=_("Your name, your job, your telephone: the others only know your address."),
        icon="person",
        url=reverse("directory:edit", args=[actor.party_id]),
        is_done=bool(facts["family_name"]),
    )


def _contribute(facts: Mapping[str, object]) -> Step:
    return Step(
        label=_("Add a document"),
        text=_("In a space, drag it into the documents: everybody there finds one version."),
        icon="file-plus",
        url=reverse("workspaces:index"),
        is_done=bool(facts["has_added"]),
    )
