"""Delegations of elected officials (CGCT L2122-18)."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.apps.directory import access
from parvis.apps.directory.events import DelegationChanged, DelegationGiven, DelegationRemoved
from parvis.apps.directory.models import Delegation
from parvis.apps.directory.services.checks import cleaned_values, known_person
from parvis.apps.directory.services.indexing import refresh_parties
from parvis.kernel.actors import Actor
from parvis.kernel.errors import InvalidError, NotFoundError
from parvis.kernel.events import emit


def _cleaned(
    subject: str, order_reference: str, starts_on: date | None, ends_on: date | None
) -> dict[str, object]:
    texts = {"subject": subject, "order_reference": order_reference}
    values = cleaned_values(Delegation, texts)
    if not values["subject"]:
        raise InvalidError(fields={"subject": [_("Say what is delegated.")]})
    if starts_on and ends_on and ends_on < starts_on:
        raise InvalidError(fields={"ends_on": [_("The last day comes before the first.")]})
    return {**values, "starts_on": starts_on, "ends_on": ends_on}


def _lock(actor: Actor, delegation_id: UUID) -> Delegation:
    found = Delegation.objects.filter(
        pk=delegation_id, person__organisation_id=actor.organisation_id
    ).first()
    if found is None:
        raise NotFoundError
    access.lock_party(actor, found.person_id, to="change_directory")
    return found


@transaction.atomic
def give_delegation(
    *,
    actor: Actor,
    person_id: UUID,
    subject: str,
    order_reference: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Delegation:
    """Record what is delegated to an elected official, by which order, for which days.

    Raises InvalidError for somebody who is not elected.
    """
    access.lock_party(actor, person_id, to="change_directory")
    person = known_person(actor, person_id)
    if person is None:
        raise NotFoundError
    if not person.is_elected:
        message = _("Only an elected official receives a delegation: tick “elected” first.")
        raise InvalidError(fields={"subject": [message]})
    values = _cleaned(subject, order_reference, starts_on, ends_on)
    delegation = Delegation.objects.create(person=person, **values)
    refresh_parties([person.pk])
    emit(DelegationGiven(party_id=person.pk, delegation_id=str(delegation.pk)), actor=actor)
    return delegation


@transaction.atomic
def change_delegation(
    *,
    actor: Actor,
    delegation_id: UUID,
    subject: str,
    order_reference: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Delegation:
    """Correct or end a delegation: one whose last day is past stays known."""
    delegation = _lock(actor, delegation_id)
    for name, value in _cleaned(subject, order_reference, starts_on, ends_on).items():
        setattr(delegation, name, value)
    delegation.save()
    refresh_parties([delegation.person_id])
    event = DelegationChanged(party_id=delegation.person_id, delegation_id=str(delegation.pk))
    emit(event, actor=actor)
    return delegation


@transaction.atomic
def remove_delegation(*, actor: Actor, delegation_id: UUID) -> None:
    """Remove a delegation that was recorded by mistake."""
    delegation = _lock(actor, delegation_id)
    person_id, removed_id = delegation.person_id, str(delegation.pk)
    delegation.delete()
    refresh_parties([person_id])
    emit(DelegationRemoved(party_id=person_id, delegation_id=removed_id), actor=actor)
