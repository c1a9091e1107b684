"""Outside partners: invited into one space by e-mail, with a role and an end date."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.models import Person
from parvis.apps.directory.services import add_guest
from parvis.apps.directory.services.invitations import invite
from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Membership, Workspace
from parvis.apps.workspaces.services.spaces import add_member
from parvis.kernel.actors import Actor, Role
from parvis.kernel.errors import InvalidError, NotFoundError

MAX_INVITED = 200
_SEPARATORS = re.compile(r"[\n;,]+")


@dataclass(frozen=True, slots=True)
class Address:
    """An e-mail address as it was typed, with a name if one was given."""

    email: str
    name: str = ""


def read_addresses(text: str) -> list[Address]:
    """Read addresses apart by commas, semicolons or lines ("Paule Archi <paule@archi.fr>").

    Raises InvalidError that names every address that isn't one; nothing is guessed.
    """
    found: dict[str, Address] = {}
    wrong: list[str] = []
    for part in filter(None, (piece.strip() for piece in _SEPARATORS.split(text))):
        name, email = parseaddr(part) if "<" in part else ("", part)
        try:
            validate_email(email)
        except ValidationError:
            wrong.append(part[:80])
        else:
            found.setdefault(email.lower(), Address(email.lower(), name.strip()[:160]))
    if wrong:
        shown = ", ".join(_("“%s”") % one for one in wrong[:5])
        raise InvalidError(fields={"emails": [_("Not an e-mail address: %s. Correct it.") % shown]})
    if not found:
        raise InvalidError(fields={"emails": [_("Give at least one e-mail address.")]})
    if len(found) > MAX_INVITED:
        raise InvalidError(fields={"emails": [_("Invite at most 200 people at a time.")]})
    return list(found.values())


@transaction.atomic
def invite_guests(
    *,
    actor: Actor,
    workspace_id: UUID,
    addresses: Iterable[Address],
    role: Role,
    ends_on: date | None = None,
    message: str = "",
) -> list[Membership]:
    """Bring people in by their addresses, and send each a letter with the link.

    An address that the directory knows brings in that person, as what they are there. Whom an
    outside partner invites stays no longer than that partner.
    """
    workspace = access.lock_workspace(actor, workspace_id, to="manage_members")
    ends_on = _last_day(actor, workspace_id, ends_on)
    memberships = []
    for address in addresses:
        person = add_guest(actor=actor, email=address.email, name=address.name, ends_on=ends_on)
        memberships.append(
            add_member(
                actor=actor,
                workspace_id=workspace_id,
                party_id=person.pk,
                role=role,
                ends_on=ends_on,
            )
        )
        _send(actor, workspace, person.pk, message)
    return memberships


def _last_day(actor: Actor, workspace_id: UUID, wished: date | None) -> date | None:
    """Return the last day of whom the actor invites: for a guest, at the latest their own."""
    if not actor.is_guest:
        return wished
    person = Person.objects.filter(pk=actor.party_id).values_list("ends_on", flat=True)
    place = access.current_memberships([*actor.party_ids]).filter(workspace_id=workspace_id)
    days = [wished, *person, *place.values_list("ends_on", flat=True)]
    return min((day for day in days if day), default=None)


def _send(actor: Actor, workspace: Workspace, person_id: UUID, message: str) -> None:
    path = reverse("workspaces:space", args=[workspace.pk])
    invite(
        actor=actor,
        person_id=person_id,
        to_path=path,
        place=workspace.item.title,
        message=message,
    )


@transaction.atomic
def resend_invitation(*, actor: Actor, workspace_id: UUID, party_id: UUID) -> None:
    """Send a person of the space the link again, to their present address."""
    workspace = access.lock_workspace(actor, workspace_id, to="manage_members")
    is_member = (
        access.memberships_now()
        .filter(workspace=workspace, party_id=party_id, party__person__isnull=False)
        .exists()
    )
    if not is_member:
        raise NotFoundError
    _send(actor, workspace, party_id, "")
