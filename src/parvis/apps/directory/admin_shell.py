"""The directory's own pages of administration, and their place in the rail."""

from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.administration import AdminPage, register_admin_page

PAGES = [
    AdminPage(
        name="organisation",
        label=_("Our organisation"),
        description=_("Its name, its colours, its logo."),
        icon="town",
        url="directory:admin-organisation",
        position=10,
    ),
    AdminPage(
        name="people",
        label=_("People and roles"),
        description=_("Who comes in, who may do what, who was invited."),
        icon="people",
        url="directory:admin-people",
        position=20,
    ),
    AdminPage(
        name="sign-in",
        label=_("Sign-in"),
        description=_("Ask everybody for a second check."),
        icon="shield",
        url="directory:admin-sign-in",
        position=30,
    ),
    AdminPage(
        name="mails",
        label=_("Kept mails"),
        description=_("What could not be sent, to be read or passed on."),
        icon="mail",
        url="directory:admin-mails",
        position=70,
    ),
    AdminPage(
        name="health",
        label=_("Health"),
        description=_("Whether all works, and what to do when it doesn’t."),
        icon="activity",
        url="directory:admin-health",
        position=80,
    ),
]


def register_pages() -> None:
    """Put the directory's pages on the index."""
    for page in PAGES:
        register_admin_page(page)
