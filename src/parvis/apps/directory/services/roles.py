"""Who may do what in an organisation: roles, and access cut off for a while."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory import access
from parvis.apps.directory.events import PersonResumed, PersonSuspended, RoleChanged
from parvis.apps.directory.models import Invitation, Person
from parvis.apps.directory.services.flattening import rebuild_party_users
from parvis.apps.directory.services.persons import keep_an_administrator
from parvis.kernel.actors import Actor, OrganisationRole
from parvis.kernel.errors import ConflictError, InvalidError
from parvis.kernel.events import emit


def _lock(actor: Actor, person_id: UUID) -> Person:
    party = access.lock_party(actor, person_id, to="change_roles")
    return Person.objects.select_for_update(of=("self",)).get(pk=party.pk)


@transaction.atomic
def change_role(*, actor: Actor, person_id: UUID, role: str) -> Person:
    """Give a person another role (raises RefusedError, ConflictError for the last administrator).

    Nobody changes their own role: two people stand behind every change of rights.
    """
    person = _lock(actor, person_id)
    if role not in OrganisationRole:
        raise InvalidError(fields={"role": [_("Choose one of the list.")]})
    if person.role == role:
        return person
    if person.pk == actor.party_id:
        raise ConflictError(_("You can’t change your own role. Ask another administrator."))
    if person.role == OrganisationRole.ADMINISTRATOR:
        keep_an_administrator(person)
    before = person.role
    person.role = role
    person.save(update_fields=["role"])
    emit(RoleChanged(party_id=person.pk, before=before, after=role), actor=actor)
    return person


@transaction.atomic
def suspend_person(*, actor: Actor, person_id: UUID) -> Person:
    """Cut a person's access at once; they keep what they hold (raises ConflictError)."""
    person = _lock(actor, person_id)
    if person.suspended_at:
        return person
    if person.pk == actor.party_id:
        raise ConflictError(_("You can’t suspend yourself. Ask another administrator."))
    if person.role == OrganisationRole.ADMINISTRATOR:
        keep_an_administrator(person)
    person.suspended_at = timezone.now()
    person.save(update_fields=["suspended_at"])
    Invitation.objects.filter(person=person, revoked_at__isnull=True).update(
        revoked_at=timezone.now()
    )
    rebuild_party_users(organisation_id=person.organisation_id)
    emit(PersonSuspended(party_id=person.pk), actor=actor)
    return person


@transaction.atomic
def resume_person(*, actor: Actor, person_id: UUID) -> Person:
    """Give a suspended person their access back."""
    person = _lock(actor, person_id)
    if person.suspended_at is None:
        return person
    person.suspended_at = None
    person.save(update_fields=["suspended_at"])
    rebuild_party_users(organisation_id=person.organisation_id)
    emit(PersonResumed(party_id=person.pk), actor=actor)
    return person
