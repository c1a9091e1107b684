"""People are invited in by a letter, and come in by a code mailed to the same address."""

from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from parvis.apps.accounts.services import ensure_user
from parvis.apps.directory import access
from parvis.apps.directory.events import InvitationAccepted, PersonInvited
from parvis.apps.directory.models import Invitation, Person
from parvis.kernel.actors import Actor, system_actor
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError
from parvis.kernel.events import emit
from parvis.kernel.texts import clean_text

DAYS = 14
SALT = "parvis.directory.invitation"
BROKEN = _(
    "This link is not whole: open it from the letter itself, or copy all of it, to its last sign."
)
TOO_OLD = _(
    "This invitation is older than 14 days. If you came in already, sign in with your address. "
    "Else ask the person who invited you to send it again."
)
MOVED = _(
    "This invitation went to an address that is no longer yours here. Open the letter that came "
    "to your present address, or ask for a new one."
)
ENDED = _(
    "The access to %(town)s that this invitation gave has ended. There is nothing more for you to "
    "do, and what you sent is kept. If you should still work together, ask %(who)s for a new "
    "invitation."
)


class InvitationGoneError(NotFoundError):
    """A link of an invitation that opens nothing any more; the message says why and what to do."""

    code = "invitation_gone"
    title = _("This invitation no longer opens anything")


@transaction.atomic
def invite_person(*, actor: Actor, person_id: UUID, message: str = "") -> Invitation:
    """Invite a person of the directory to sign in, or again (raises RefusedError, NotFound)."""
    access.lock_party(actor, person_id, to="change_directory")
    return invite(actor=actor, person_id=person_id, message=message)


@transaction.atomic
def invite(
    *, actor: Actor, person_id: UUID, to_path: str = "/", place: str = "", message: str = ""
) -> Invitation:
    """Send a person of the actor's organisation a link that opens on `to_path`, named `place`.

    The caller has authorised it (a manager of a space invites a guest there). Raises InvalidError
    when the person has no address, ConflictError when they left or are suspended. The letter goes
    out after the commit; earlier letters stay good until their end.
    """
    person = (
        Person.objects.select_related("party")
        .filter(pk=person_id, organisation_id=actor.organisation_id)
        .first()
    )
    if person is None:
        raise NotFoundError
    if not person.email:
        raise InvalidError(fields={"email": [_("Give this person an e-mail address first.")]})
    if person.suspended_at or person.party.left_at:
        raise ConflictError(_("This person has left or is suspended: let them back in first."))
    if not is_our_path(to_path):
        raise InvalidError(fields={"to_path": [_("This address leads elsewhere.")]})
    ensure_user(email=person.email)
    invitation = Invitation.objects.create(
        person=person,
        invited_by_id=actor.party_id,
        email=person.email.lower(),
        to_path=to_path,
        place=place[:255],
        message=clean_text(message)[:1000],
    )
    emit(PersonInvited(party_id=person.pk, invitation_id=invitation.pk), actor=actor)
    return invitation


def is_our_path(path: str) -> bool:
    """Tell whether a path leads to a page of ours and nowhere else."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def token_for(invitation: Invitation) -> str:
    """Return the signed text that stands in the letter's link."""
    return signing.dumps(str(invitation.pk), salt=SALT)


def read_token(token: str) -> Invitation:
    """Return the living invitation of a link (raises InvitationGoneError with what to do).

    It lives 14 days, while the person is there, is not suspended and keeps the same address, and
    until it is taken back.
    """
    try:
        key = signing.loads(token, salt=SALT, max_age=DAYS * 24 * 3600)
    except signing.SignatureExpired:
        raise InvitationGoneError(TOO_OLD) from None
    except signing.BadSignature:
        raise InvitationGoneError(BROKEN) from None
    invitation = (
        Invitation.objects.select_related("person__party", "person__organisation", "invited_by")
        .filter(pk=key)
        .first()
    )
    if invitation is None:
        raise InvitationGoneError(TOO_OLD)
    if invitation.revoked_at or not _is_present(invitation.person):
        town = invitation.person.organisation.name
        who = invitation.invited_by.name if invitation.invited_by else town
        raise InvitationGoneError(ENDED % {"town": town, "who": who})
    if invitation.person.email.lower() != invitation.email:
        raise InvitationGoneError(MOVED)
    return invitation


def _is_present(person: Person) -> bool:
    has_ended = person.ends_on is not None and person.ends_on < timezone.localdate()
    return not (has_ended or person.suspended_at or person.party.left_at)


@transaction.atomic
def accept_invitations(*, user_id: UUID, email: str) -> int:
    """Mark the invitations sent to a proven address as accepted; return how many."""
    waiting = Invitation.objects.select_related("person").filter(
        email__iexact=email, person__user_id=user_id, accepted_at__isnull=True
    )
    found = list(waiting)
    for invitation in found:
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
        emit(
            InvitationAccepted(party_id=invitation.person_id, invitation_id=invitation.pk),
            actor=system_actor("accounts", organisation_id=invitation.person.organisation_id),
        )
    return len(found)


@transaction.atomic
def take_back_invitations(*, actor: Actor, person_id: UUID) -> None:
    """Make the links sent to a person useless (raises RefusedError, NotFoundError)."""
    access.lock_party(actor, person_id, to="change_directory")
    Invitation.objects.filter(person_id=person_id, revoked_at__isnull=True).update(
        revoked_at=timezone.now()
    )


@transaction.atomic
def close_invitations(*, person_id: UUID, to_path: str) -> None:
    """Make the links that led a person to a place useless: the caller has closed it to them."""
    Invitation.objects.filter(person_id=person_id, to_path=to_path, revoked_at__isnull=True).update(
        revoked_at=timezone.now()
    )
