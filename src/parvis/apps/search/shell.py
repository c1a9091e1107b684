"""The search field of every page, and the page of administration."""

from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.administration import AdminPage, register_admin_page
from parvis.kernel.ui.shell import register_search

register_search(url="search:index", quick_url="search:quick")
register_admin_page(
    AdminPage(
        name="search",
        label=_("Search results"),
        description=_("What can be found, what could not be read, make the index again."),
        icon="search",
        url="search:admin",
        position=75,
    )
)
