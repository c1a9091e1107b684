"""Persons of the directory: added, changed, invited, gone."""

from dataclasses import replace
from uuid import UUID

from ninja import Router, Status

from parvis.apps.directory import profiles, services
from parvis.apps.directory.api.schemas import (
    DepartureIn,
    InvitationIn,
    PartyCardOut,
    PersonChange,
    PersonIn,
    changed,
    show_card,
)
from parvis.apps.directory.models import Party
from parvis.apps.directory.requests import ActorRequest
from parvis.apps.directory.services import PersonCard
from parvis.kernel.errors import NotFoundError

router = Router(tags=["Directory"])


def _person(request: ActorRequest, person_id: UUID) -> Party:
    party = profiles.get_party(request.actor, person_id)
    if not hasattr(party, "person"):
        raise NotFoundError
    return party


@router.post("/persons", response={201: PartyCardOut}, summary="Add a person")
def create_person(request: ActorRequest, payload: PersonIn) -> Status[PartyCardOut]:
    """Add somebody of the town; invite them at `/persons/{id}/invitation` for them to sign in.

    An outside partner comes in through a space: `/workspaces/{id}/invitations`.
    """
    person = services.add_person(actor=request.actor, **payload.model_dump())
    return Status(201, show_card(request.actor, _person(request, person.pk)))


@router.patch("/persons/{uuid:person_id}", response={200: PartyCardOut}, summary="Change a person")
def change_person(request: ActorRequest, person_id: UUID, payload: PersonChange) -> PartyCardOut:
    card = PersonCard.of(_person(request, person_id).person)
    values = changed(payload)
    services.change_person(actor=request.actor, person_id=person_id, card=replace(card, **values))
    return show_card(request.actor, _person(request, person_id))


@router.post(
    "/persons/{uuid:person_id}/invitation",
    response={204: None},
    summary="Invite a person to sign in",
)
def invite_person(request: ActorRequest, person_id: UUID, payload: InvitationIn) -> Status[None]:
    """Send a letter with a link, good for 14 days; whoever comes proves the address by a code."""
    services.invite_person(actor=request.actor, person_id=person_id, message=payload.message)
    return Status(204, None)


@router.delete(
    "/persons/{uuid:person_id}/invitation",
    response={204: None},
    summary="Take the invitations of a person back",
)
def take_back_invitation(request: ActorRequest, person_id: UUID) -> Status[None]:
    services.take_back_invitations(actor=request.actor, person_id=person_id)
    return Status(204, None)


@router.post(
    "/persons/{uuid:person_id}/end",
    response={200: PartyCardOut},
    summary="Record that a person has left",
)
def end_person(request: ActorRequest, person_id: UUID, payload: DepartureIn) -> PartyCardOut:
    """End their access at once, and pass what they hold on; their past stays readable."""
    _person(request, person_id)
    services.end_person(actor=request.actor, person_id=person_id, successors=payload.successors)
    return show_card(request.actor, _person(request, person_id))


@router.post(
    "/persons/{uuid:person_id}/return",
    response={200: PartyCardOut},
    summary="Record that a person is back",
)
def return_person(request: ActorRequest, person_id: UUID) -> PartyCardOut:
    _person(request, person_id)
    services.return_person(actor=request.actor, person_id=person_id)
    return show_card(request.actor, _person(request, person_id))
