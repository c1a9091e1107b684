"""The people, departments and functions of the demonstration town come to be."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from parvis.apps.accounts.models import User
from parvis.apps.accounts.services import ensure_user, prove_email
from parvis.apps.directory import services
from parvis.apps.directory.enums import OrganisationKind
from parvis.apps.directory.models import Absence, Delegation, Department, Organisation, Person
from parvis.apps.directory.selectors import actor_of
from parvis.demonstration.people import (
    DELEGATIONS,
    DEPARTMENTS,
    FUNCTIONS,
    GROUPS,
    HEADS,
    NEIGHBOUR,
    PARTNERS,
    PASSWORD,
    PEOPLE,
    TOWN,
    Newcomer,
)
from parvis.kernel.actors import Actor, OrganisationRole, system_actor
from parvis.kernel.texts import folded


@dataclass
class DemonstrationTown:
    """What the story needs: party ids by key ("maire", "finances", "service:Finances"…)."""

    organisation: Organisation
    parties: dict[str, UUID] = field(default_factory=dict)

    @property
    def system(self) -> Actor:
        return system_actor("demonstration", organisation_id=self.organisation.pk)

    def actor(self, key: str) -> Actor:
        """Return the actor that the person `key` is now."""
        return actor_of(Person.objects.select_related("party").get(pk=self.parties[key]))


def _address(newcomer: Newcomer) -> str:
    local = folded(f"{newcomer.given_name} {newcomer.family_name}").replace(" ", ".")
    return f"{local}@bourg-la-halle.example"


def _account(email: str, *, has_password: bool) -> User:
    user = ensure_user(email=email)
    prove_email(user_id=user.pk, email=email)
    if has_password:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    return user


def create_town() -> DemonstrationTown:
    """Make the organisation and everybody in it."""
    organisation = services.create_organisation(
        name=TOWN,
        insee_code="12999",
        population=4_812,
        epci_name=NEIGHBOUR,
        is_demonstration=True,
    )
    town = DemonstrationTown(organisation)
    _add_departments(town)
    _add_people(town)
    _add_desks(town)
    _add_partners(town)
    services.rebuild_party_users(organisation_id=organisation.pk)
    return town


def _add_departments(town: DemonstrationTown) -> None:
    for name, above in DEPARTMENTS.items():
        department = services.add_department(
            actor=town.system, name=name, parent_id=town.parties.get(f"service:{above}")
        )
        town.parties[f"service:{name}"] = department.pk


def _add_people(town: DemonstrationTown) -> None:
    for newcomer in PEOPLE:
        email = _address(newcomer)
        person = services.add_person(
            actor=town.system,
            given_name=newcomer.given_name,
            family_name=newcomer.family_name,
            email=email,
            phone=newcomer.phone,
            office=newcomer.office,
            job_title=newcomer.job_title,
            in_charge_of=newcomer.in_charge_of,
            is_elected=newcomer.is_elected,
            department_id=town.parties.get(f"service:{newcomer.department}"),
            user_id=_account(email, has_password=bool(newcomer.persona)).pk,
            role=newcomer.role,
        )
        town.parties[newcomer.key] = person.pk
    for name, key in HEADS.items():
        Department.objects.filter(pk=town.parties[f"service:{name}"]).update(
            head_id=town.parties[key]
        )


def _add_desks(town: DemonstrationTown) -> None:
    for name, holder, department, is_elected in FUNCTIONS:
        function = services.add_function(
            actor=town.system,
            name=name,
            holder_id=town.parties[holder],
            department_id=town.parties.get(f"service:{department}"),
            is_elected=is_elected,
        )
        town.parties[f"fonction:{name}"] = function.pk
    for name, (description, members) in GROUPS.items():
        group = services.add_group(actor=town.system, name=name, description=description)
        town.parties[f"groupe:{name}"] = group.pk
        for key in members:
            services.add_group_member(
                actor=town.system, group_id=group.pk, person_id=town.parties[key]
            )
    today = timezone.localdate()
    for key, subject, reference in DELEGATIONS:
        Delegation.objects.create(
            person_id=town.parties[key],
            subject=subject,
            order_reference=reference,
            starts_on=today - timedelta(days=240),
        )
    Absence.objects.create(
        person_id=town.parties["adj_fin"],
        stand_in_id=town.parties["maire"],
        starts_on=today - timedelta(days=2),
        ends_on=today + timedelta(days=6),
        note="Congés",
    )
    Absence.objects.create(
        person_id=town.parties["urbanisme"],
        stand_in_id=town.parties["agent"],
        starts_on=today + timedelta(days=9),
        ends_on=today + timedelta(days=13),
        note="Formation",
    )


def _add_partners(town: DemonstrationTown) -> None:
    ends_on = timezone.localdate() + timedelta(days=200)
    for partner in PARTNERS:
        user = _account(partner.email, has_password=bool(partner.persona))
        person = services.add_guest(
            actor=town.system,
            email=partner.email,
            name=partner.name,
            employer=partner.employer,
            ends_on=ends_on,
        )
        services.connect_user(user_id=user.pk, email=partner.email)
        town.parties[partner.key] = person.pk


def create_neighbour() -> Person:
    """Make the other organisation, where the persona “outsider” works."""
    organisation = services.create_organisation(
        name=NEIGHBOUR, kind=OrganisationKind.EPCI, is_demonstration=True, colour="#3d6fa5"
    )
    email = "denis.cayla@val-aubrac.example"
    return services.add_person(
        actor=system_actor("demonstration", organisation_id=organisation.pk),
        given_name="Denis",
        family_name="Cayla",
        email=email,
        job_title="Directeur général adjoint",
        user_id=_account(email, has_password=True).pk,
        role=OrganisationRole.ADMINISTRATOR,
    )
