"""A small town for tests: one organisation, a person per persona, a space with things in it."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from parvis.apps.accounts.models import User
from parvis.apps.accounts.services import create_user
from parvis.apps.directory import selectors as directory
from parvis.apps.directory import services as directory_services
from parvis.apps.directory.models import Department, Function, Group, Organisation, Person
from parvis.apps.workspaces.models import Workspace
from parvis.apps.workspaces.services import spaces
from parvis.kernel.actors import Actor, OrganisationRole, Role, system_actor
from parvis.kernel.texts import folded

PASSWORD = "une phrase longue et sure"


@dataclass
class Town:
    """The organisation, its persons by persona, and a closed space.

    In the space: `manager` (manager), `agent` (editor), `councillor` (commenter), `mayor` (reader)
    and `partner`, a guest (editor). Not in it: `admin`, `stranger` (a member of the town) and
    `outsider` (another organisation).
    """

    organisation: Organisation
    other: Organisation
    persons: dict[str, Person]
    department: Department
    group: Group
    function: Function
    space: Workspace

    def actor(self, persona: str) -> Actor:
        person = Person.objects.select_related("party").get(pk=self.persons[persona].pk)
        return directory.actor_of(person)

    def user(self, persona: str) -> User:
        return User.objects.get(pk=self.persons[persona].user_id)

    @property
    def system(self) -> Actor:
        return system_actor("tests", organisation_id=self.organisation.pk)


PERSONAS = {
    "admin": ("Ada", "Martin", OrganisationRole.ADMINISTRATOR),
    "manager": ("Michel", "Durand", OrganisationRole.MANAGER),
    "agent": ("Agnès", "Petit", OrganisationRole.MEMBER),
    "councillor": ("Chloé", "Roux", OrganisationRole.MEMBER),
    "mayor": ("Maud", "Lefèvre", OrganisationRole.MEMBER),
    "stranger": ("Serge", "Moreau", OrganisationRole.MEMBER),
}


def make_person(
    organisation: Organisation, given: str, family: str, role: OrganisationRole
) -> Person:
    email = f"{folded(given)}.{folded(family)}@{organisation.slug}.test"
    user = create_user(email=email, password=PASSWORD, is_proven=True)
    return directory_services.add_person(
        actor=system_actor("tests", organisation_id=organisation.pk),
        given_name=given,
        family_name=family,
        email=email,
        user_id=user.pk,
        role=role,
    )


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


def make_town() -> Town:
    """Make the town in whatever database is in use."""
    organisation = directory_services.create_organisation(name="Bourg-Témoin", insee_code="99001")
    other = directory_services.create_organisation(name="Ailleurs", insee_code="99002")
    system = system_actor("tests", organisation_id=organisation.pk)
    persons = {persona: make_person(organisation, *values) for persona, values in PERSONAS.items()}
    persons["outsider"] = make_person(other, "Omar", "Blanc", OrganisationRole.ADMINISTRATOR)
    department = directory_services.add_department(actor=system, name="Urbanisme")
    Person.objects.filter(pk=persons["agent"].pk).update(department=department)
    group = directory_services.add_group(actor=system, name="Comité de pilotage")
    function = directory_services.add_function(
        actor=system, name="Adjointe à l’urbanisme", holder_id=persons["councillor"].pk
    )
    guest_user = create_user(email="paule@architecte.test", is_proven=True)
    partner = directory_services.add_guest(
        actor=system,
        email="paule@architecte.test",
        name="Paule Archi",
        employer="Atelier Archi",
        ends_on=timezone.localdate() + timedelta(days=90),
    )
    directory_services.connect_user(user_id=guest_user.pk, email="paule@architecte.test")
    partner.refresh_from_db()
    persons["partner"] = partner
    directory_services.rebuild_party_users(organisation_id=organisation.pk)
    manager = directory.actor_of(persons["manager"])
    space = spaces.create_workspace(actor=manager, title="Rénovation de la halle")
    for persona, role in [
        ("agent", Role.EDITOR),
        ("councillor", Role.COMMENTER),
        ("mayor", Role.READER),
        ("partner", Role.EDITOR),
    ]:
        spaces.add_member(
            actor=manager, workspace_id=space.pk, party_id=persons[persona].pk, role=role
        )
    return Town(organisation, other, persons, department, group, function, space)
