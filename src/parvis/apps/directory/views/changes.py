"""Holders, members, absences, delegations, leaving: what changes around a party."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parvis.apps.directory import access, profiles, services
from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.forms.cards import (
    AbsenceForm,
    DelegationForm,
    HolderForm,
    LeavingForm,
    MembersForm,
)
from parvis.apps.directory.models import Absence, Delegation, Party
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.directory.selectors import absence_of, delegation_of, member_ids
from parvis.apps.directory.views.editing import address, pk_of, run_form
from parvis.kernel.errors import NotFoundError, RefusedError

READ_AND_SEND = require_http_methods(["GET", "HEAD", "POST"])


def _managed(request: ActorRequest, party_id: UUID, *kinds: PartyKind) -> Party:
    party = profiles.get_party(request.actor, party_id)
    access.require(request.actor, "change_directory")
    if kinds and party.kind not in kinds:
        raise NotFoundError
    return party


@READ_AND_SEND
@signed_in
def pass_function(request: ActorRequest, party_id: UUID) -> HttpResponseBase:
    """Give a function another holder."""
    party = _managed(request, party_id, PartyKind.FUNCTION)
    form = HolderForm(
        request.POST or None, actor=request.actor, initial={"holder": party.function.holder_id}
    )
    return run_form(
        request,
        form,
        lambda data: (
            services.pass_function(
                actor=request.actor, function_id=party.pk, holder_id=pk_of(data["holder"])
            ).party
        ),
        title=_("Holder of “%(name)s”") % {"name": party.name},
        back=address(party.pk),
        verb=_("Change the holder"),
        said=_("The holder is changed; what waits for the function follows."),
    )


@READ_AND_SEND
@signed_in
def members(request: ActorRequest, party_id: UUID) -> HttpResponseBase:
    """Say who is in a department or a group."""
    party = _managed(request, party_id, PartyKind.DEPARTMENT, PartyKind.GROUP)
    initial = {"members": member_ids(party)}
    form = MembersForm(request.POST or None, actor=request.actor, initial=initial)

    def save(data: dict[str, Any]) -> Party:
        person_ids = [person.pk for person in data["members"]]
        if party.kind == PartyKind.GROUP:
            services.set_group_members(
                actor=request.actor, group_id=party.pk, person_ids=person_ids
            )
        else:
            services.set_department_members(
                actor=request.actor, department_id=party.pk, person_ids=person_ids
            )
        return party

    return run_form(
        request,
        form,
        save,
        title=_("Members of “%(name)s”") % {"name": party.name},
        back=address(party.pk),
    )


@READ_AND_SEND
@signed_in
def declare_absence(request: ActorRequest, party_id: UUID) -> HttpResponseBase:
    """Declare days away, and who stands in."""
    party = profiles.get_party(request.actor, party_id)
    if party.kind != PartyKind.PERSON:
        raise NotFoundError
    if not profiles.may_edit_own(request.actor, party):
        raise RefusedError(_("Only a manager of the directory may change this."))
    initial = {"starts_on": timezone.localdate()}
    form = AbsenceForm(request.POST or None, actor=request.actor, initial=initial)

    def save(data: dict[str, Any]) -> Party:
        services.declare_absence(
            actor=request.actor,
            person_id=party.pk,
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            stand_in_id=pk_of(data["stand_in"]),
            note=data["note"],
        )
        return party

    return run_form(
        request,
        form,
        save,
        title=_("Declare an absence"),
        back=address(party.pk),
        verb=_("Declare the absence"),
        said=_("The absence is declared."),
    )


@require_POST
@signed_in
def withdraw_absence(request: ActorRequest, absence_id: UUID) -> HttpResponse:
    """Take an absence back, or end it today."""
    absence: Absence = absence_of(request.actor, absence_id)
    services.withdraw_absence(actor=request.actor, absence_id=absence.pk)
    messages.success(request, _("The absence is withdrawn."))
    return redirect("directory:party", party_id=absence.person_id)


@READ_AND_SEND
@signed_in
def give_delegation(request: ActorRequest, party_id: UUID) -> HttpResponseBase:
    """Record a delegation to an elected official."""
    party = _managed(request, party_id, PartyKind.PERSON)
    form = DelegationForm(request.POST or None, actor=request.actor)

    def save(data: dict[str, Any]) -> Party:
        services.give_delegation(actor=request.actor, person_id=party.pk, **data)
        return party

    return run_form(
        request,
        form,
        save,
        title=_("Delegation to %(name)s") % {"name": party.name},
        back=address(party.pk),
        verb=_("Record the delegation"),
    )


@READ_AND_SEND
@signed_in
def change_delegation(request: ActorRequest, delegation_id: UUID) -> HttpResponseBase:
    """Correct or end a delegation."""
    access.require(request.actor, "change_directory")
    delegation: Delegation = delegation_of(request.actor, delegation_id)
    initial = {
        "subject": delegation.subject,
        "order_reference": delegation.order_reference,
        "starts_on": delegation.starts_on,
        "ends_on": delegation.ends_on,
    }
    form = DelegationForm(request.POST or None, actor=request.actor, initial=initial)

    def save(data: dict[str, Any]) -> None:
        services.change_delegation(actor=request.actor, delegation_id=delegation.pk, **data)

    return run_form(
        request,
        form,
        save,
        title=_("Delegation to %(name)s") % {"name": delegation.person.party.name},
        back=address(delegation.person_id),
        remove_url=request.path + "supprimer/",
        remove_verb=_("Remove it, it was a mistake"),
    )


@require_POST
@signed_in
def remove_delegation(request: ActorRequest, delegation_id: UUID) -> HttpResponse:
    """Remove a delegation that was a mistake."""
    delegation = delegation_of(request.actor, delegation_id)
    services.remove_delegation(actor=request.actor, delegation_id=delegation.pk)
    messages.success(request, _("The delegation is removed."))
    return redirect("directory:party", party_id=delegation.person_id)


@READ_AND_SEND
@signed_in
def leave(request: ActorRequest, party_id: UUID) -> HttpResponseBase:
    """Record that a person has left, after passing on what they hold."""
    party = _managed(request, party_id, PartyKind.PERSON)
    profile = profiles.read_profile(request.actor, party)
    held = {str(one.pk): one.name for one in [*profile.functions, *profile.headed]}
    form = LeavingForm(request.POST or None, actor=request.actor, held=held)

    def save(data: dict[str, Any]) -> Party:
        successors = {UUID(key): pk_of(value) for key, value in data.items()}
        services.end_person(actor=request.actor, person_id=party.pk, successors=successors)
        return party

    lines = [
        (departure, departure.lines(request.actor, party)) for departure in profiles.departures()
    ]
    return run_form(
        request,
        form,
        save,
        title=_("Record that %(name)s has left") % {"name": party.name},
        back=address(party.pk),
        verb=_("Record the leaving"),
        said=_("%(name)s has left: their access is closed.") % {"name": party.name},
        party=party,
        held=held,
        departures=[(departure, found) for departure, found in lines if found],
        is_leaving=True,
    )


@require_POST
@signed_in
def come_back(request: ActorRequest, party_id: UUID) -> HttpResponse:
    """Record that a person is back."""
    services.return_person(actor=request.actor, person_id=party_id)
    messages.success(request, _("Their return is recorded."))
    return redirect("directory:party", party_id=party_id)


@require_POST
@signed_in
def close(request: ActorRequest, party_id: UUID) -> HttpResponse:
    """Close a department, a group or a function."""
    services.close_party(actor=request.actor, party_id=party_id)
    messages.success(request, _("It is closed."))
    return redirect("directory:party", party_id=party_id)
