"""Reactions of the directory: letters of invitation, and people who have just signed in."""

from typing import Any
from uuid import UUID

from allauth.account.signals import email_changed, email_confirmed, user_logged_in
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from parvis.apps.accounts.models import User
from parvis.apps.accounts.selectors import proven_emails
from parvis.apps.directory.events import PersonInvited
from parvis.apps.directory.models import Invitation
from parvis.apps.directory.services.invitations import DAYS, accept_invitations, token_for
from parvis.apps.directory.services.parties import connect_user
from parvis.kernel.events import handles
from parvis.kernel.mail import Letter, absolute_url, send_letter
from parvis.kernel.models import Event


@handles(PersonInvited)
def send_invitation(event: Event) -> None:
    """Send the letter of an invitation, once."""
    invitation = (
        Invitation.objects.select_related("person__organisation", "person__user", "invited_by")
        .filter(pk=UUID(event.payload["invitation_id"]), sent_at__isnull=True)
        .first()
    )
    if invitation is None or invitation.revoked_at:
        return
    user = invitation.person.user
    with translation.override(user.language if user else "fr"):
        send_letter(_letter(invitation), to=invitation.email)
    invitation.sent_at = timezone.now()
    invitation.save(update_fields=["sent_at"])


def _letter(invitation: Invitation) -> Letter:
    town = invitation.person.organisation.name
    who = invitation.invited_by.name if invitation.invited_by else town
    path = reverse("directory:join", args=[token_for(invitation)])
    place = invitation.place
    return Letter(
        subject=_("%(who)s invites you to “%(place)s”") % {"who": who, "place": place}
        if place
        else _("%(who)s invites you to %(town)s’s workplace") % {"who": who, "town": town},
        paragraphs=[
            _("Hello,"),
            _(
                "%(who)s invites you to work with %(town)s on Parvis: documents, discussions, "
                "and who has to do what, in one place."
            )
            % {"who": who, "town": town},
            *([_("You come into the space “%(place)s”.") % {"place": place}] if place else []),
        ],
        quote=invitation.message,
        action_label=_("Come in"),
        action_url=absolute_url(path),
        closing=[
            _("You need no password: a code comes to this address each time you sign in."),
            _(
                "The link works for %(days)s days and for this address only. If you don’t know "
                "who invites you, ignore this letter."
            )
            % {"days": DAYS},
        ],
        town=town,
    )


def _recognise(user: User) -> None:
    """Give a user the persons of every address that they have proven."""
    for email in proven_emails(user.pk):
        connect_user(user_id=user.pk, email=email)
        accept_invitations(user_id=user.pk, email=email)


@receiver(user_logged_in)
def on_signed_in(sender: object, user: User, **kwargs: Any) -> None:
    _recognise(user)


@receiver(email_confirmed)
def on_email_confirmed(sender: object, email_address: Any, **kwargs: Any) -> None:
    _recognise(email_address.user)


@receiver(email_changed)
def on_email_changed(sender: object, user: User, **kwargs: Any) -> None:
    _recognise(user)
