"""Persons are away, and somebody stands in."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.apps.directory import access
from parvis.apps.directory.events import AbsenceDeclared, AbsenceWithdrawn
from parvis.apps.directory.models import Absence, Person
from parvis.apps.directory.services.checks import cleaned_values, known_person
from parvis.apps.directory.services.flattening import rebuild_party_users
from parvis.kernel.actors import Actor, OrganisationRole
from parvis.kernel.errors import InvalidError, NotFoundError, RefusedError
from parvis.kernel.events import emit

LONGEST = timedelta(days=2 * 366)


def _check_days(person: Person, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise InvalidError(fields={"ends_on": [_("The last day comes before the first.")]})
    if ends_on < timezone.localdate():
        raise InvalidError(fields={"ends_on": [_("This is past. Give a day from today on.")]})
    if ends_on - starts_on > LONGEST:
        raise InvalidError(fields={"ends_on": [_("An absence lasts two years at most.")]})
    other = person.absences.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if other:
        days = {
            "first": date_format(other.starts_on, "j F Y"),
            "last": date_format(other.ends_on, "j F Y"),
        }
        message = _("An absence from %(first)s to %(last)s is declared already: withdraw it first.")
        raise InvalidError(fields={"starts_on": [message % days]})


def _check_stand_in(person: Person, stand_in: Person | None) -> None:
    if stand_in is None:
        return
    if stand_in.pk == person.pk:
        raise InvalidError(fields={"stand_in": [_("Choose somebody else to stand in.")]})
    if stand_in.role == OrganisationRole.GUEST:
        message = _("An outside partner can't stand in. Choose somebody of the town.")
        raise InvalidError(fields={"stand_in": [message]})


@transaction.atomic
def declare_absence(
    *,
    actor: Actor,
    person_id: UUID,
    starts_on: date,
    ends_on: date,
    stand_in_id: UUID | None = None,
    note: str = "",
) -> Absence:
    """Declare days away, both included; from the first to the last, the stand-in has the ball.

    Everybody declares their own; a manager declares anybody's (raises InvalidError, RefusedError).
    """
    access.lock_party(actor, person_id, to="change_self")
    person = known_person(actor, person_id)
    if person is None:
        raise NotFoundError
    if person.role == OrganisationRole.GUEST:
        raise RefusedError(_("Only the people of the town declare absences here."))
    stand_in = known_person(actor, stand_in_id)
    _check_days(person, starts_on, ends_on)
    _check_stand_in(person, stand_in)
    values = cleaned_values(Absence, {"note": note})
    absence = Absence.objects.create(
        person=person, stand_in=stand_in, starts_on=starts_on, ends_on=ends_on, **values
    )
    rebuild_party_users(organisation_id=person.organisation_id)
    event = AbsenceDeclared(
        party_id=person.pk,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat(),
        stand_in_id=str(stand_in_id or ""),
    )
    emit(event, actor=actor)
    return absence


@transaction.atomic
def withdraw_absence(*, actor: Actor, absence_id: UUID) -> None:
    """Take an absence back; one that has begun ends yesterday, and its past days stay known."""
    absence = Absence.objects.filter(
        pk=absence_id, person__organisation_id=actor.organisation_id
    ).first()
    if absence is None:
        raise NotFoundError
    access.lock_party(actor, absence.person_id, to="change_self")
    today = timezone.localdate()
    if absence.starts_on < today <= absence.ends_on:
        absence.ends_on = today - timedelta(days=1)
        absence.save(update_fields=["ends_on"])
    elif absence.starts_on >= today:
        absence.delete()
    else:
        return
    rebuild_party_users(organisation_id=actor.organisation_id)
    event = AbsenceWithdrawn(party_id=absence.person_id, stand_in_id=str(absence.stand_in_id or ""))
    emit(event, actor=actor)
