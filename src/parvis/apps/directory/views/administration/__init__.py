"""Pages for the administrators of an organisation."""

from parvis.apps.directory.views.administration.mails import mail, mails
from parvis.apps.directory.views.administration.organisation import index, organisation, sign_in
from parvis.apps.directory.views.administration.people import (
    change_role,
    invite,
    invite_newcomers,
    people,
    person,
    resume,
    suspend,
)
from parvis.apps.directory.views.administration.upkeep import health, replay

__all__ = [
    "change_role",
    "health",
    "index",
    "invite",
    "invite_newcomers",
    "mail",
    "mails",
    "organisation",
    "people",
    "person",
    "replay",
    "resume",
    "sign_in",
    "suspend",
]
