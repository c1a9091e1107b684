"""Who there is: oneself, and everybody whom one may know of."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from ninja import Router, Status

from parvis.apps.directory import access, profiles, selectors, services
from parvis.apps.directory.api.schemas import (
    MeOut,
    OwnCardIn,
    PartyCardOut,
    PartyOut,
    Words,
    changed,
    show_card,
    show_parties,
)
from parvis.apps.directory.models import Person
from parvis.apps.directory.requests import ActorRequest, organisation_shown
from parvis.kernel.actors import NOWHERE
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of

router = Router(tags=["Directory"])


@router.get("/me", response={200: MeOut}, summary="Who the token speaks for")
def read_me(request: ActorRequest) -> dict[str, object]:
    party = access.get_party(request.actor, request.actor.party_id or NOWHERE)
    organisation = organisation_shown(request)
    return {
        "id": party.pk,
        "kind": party.kind,
        "name": party.name,
        "subtitle": party.subtitle,
        "organisation_id": party.organisation_id,
        "organisation": organisation.name if organisation else "",
        "role": request.actor.role,
    }


@router.patch("/me", response={200: PartyCardOut}, summary="Change my own card")
def change_me(request: ActorRequest, payload: OwnCardIn) -> PartyCardOut:
    """Say how to reach you, and what you are in charge of; the rest is for the town’s managers."""
    me = profiles.get_party(request.actor, request.actor.party_id or NOWHERE)
    kept = {name: getattr(me.person, name) for name in OwnCardIn.model_fields}
    services.change_own_card(actor=request.actor, person_id=me.pk, **{**kept, **changed(payload)})
    return show_card(request.actor, profiles.get_party(request.actor, me.pk))


@router.get("/parties", response={200: Page[PartyOut]}, summary="Search the directory")
def list_parties(
    request: ActorRequest,
    q: Words = "",
    kind: Literal["", "person", "department", "group", "function"] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> dict[str, object]:
    """List those who are there now. Outside partners see the people of their spaces only.

    A whole directory is imported from a spreadsheet on its page, where the errors show line by line
    before anything is written: there is no operation for it.
    """
    parties = access.visible_parties(request.actor).filter(left_at__isnull=True).defer("photo")
    if kind:
        parties = parties.filter(kind=kind)
    if q:
        parties = selectors.search_parties(parties, q)
    return page_of(parties, cursor=cursor, limit=limit, show=show_parties)


@router.get("/parties/{uuid:party_id}", response={200: PartyCardOut}, summary="A party")
def read_party(request: ActorRequest, party_id: UUID) -> PartyCardOut:
    return show_card(request.actor, profiles.get_party(request.actor, party_id))


@router.get(
    "/parties/{uuid:party_id}/members",
    response={200: Page[PartyOut]},
    summary="Who is in a department or a group",
)
def list_party_members(
    request: ActorRequest, party_id: UUID, cursor: Cursor = "", limit: Limit = 50
) -> dict[str, object]:
    rows = selectors.members_of(request.actor, access.get_party(request.actor, party_id))

    def show(found: Sequence[Person]) -> list[PartyOut]:
        return show_parties([person.party for person in found])

    return page_of(rows, cursor=cursor, limit=limit, show=show)


@router.delete(
    "/parties/{uuid:party_id}",
    response={204: None},
    summary="Close a department, a group or a function",
)
def close_party(request: ActorRequest, party_id: UUID) -> Status[None]:
    """End it: it keeps its past, holds nothing new. A person leaves at `/persons/{id}/end`."""
    services.close_party(actor=request.actor, party_id=party_id)
    return Status(204, None)
