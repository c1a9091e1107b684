"""The pages of administration: any app adds its own in its `shell` module.

register_admin_page(AdminPage(name="journal", label=_("Journal"), …, url="notifications:journal"))
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from parvis.kernel.registries import declare


@dataclass(frozen=True, slots=True)
class AdminPage:
    """A page for administrators; `url` is a URL name, `position` its place on the index."""

    name: str
    label: str | Promise
    description: str | Promise
    icon: str
    url: str
    position: int = 50

    @property
    def address(self) -> str:
        return reverse(self.url)


_pages: dict[str, AdminPage] = {}


def register_admin_page(page: AdminPage) -> None:
    """Add a page to the index of administration; its own view guards it."""
    declare(_pages, page.name, page)


def admin_pages() -> list[AdminPage]:
    """Return the pages of administration in their order."""
    return sorted(_pages.values(), key=lambda page: (page.position, page.name))
