"""The shell of every page: what the apps add to the rail, the bar and the tabs.

An app adds its places in a module named `shell` (`register_nav`, `register_new`, …).
All is read when the template asks for it, once a request; a fragment asks for nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from parvis.kernel.ui.display import Display, read_display
from parvis.kernel.ui.palette import initials_of

Text = str | Promise
Visible = Callable[[HttpRequest], bool]
Counter = Callable[[HttpRequest], int]


@dataclass(frozen=True, slots=True)
class Town:
    """Whose pages these are. `theme_url`: the stylesheet that sets the town's colours."""

    name: str = "Parvis"
    logo_url: str = ""
    theme_url: str = ""
    home_url: str = "/"

    @property
    def initials(self) -> str:
        return initials_of(self.name)


@dataclass(frozen=True, slots=True)
class Installation:
    """What a browser needs to install the pages as an application, and to keep some (ADR 17).

    `person`: a mark of who is signed in, "-" for nobody; what a device keeps belongs to it.
    """

    manifest_url: str
    icon_url: str
    colour: str
    worker_url: str
    person: str


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in, for the avatar menu and the tab "Moi"."""

    name: str
    subtitle: str = ""
    photo_url: str = ""
    url: str = ""
    sign_out_url: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the shell as a template shows it; `count` is None when nothing is counted."""

    key: str
    label: Text
    url: str
    icon: str = ""
    hue: str = ""
    tab: Text = ""
    shortcut: str = ""
    description: Text = ""
    count: int | None = None
    is_ball: bool = False
    is_current: bool = False
    is_dialog: bool = False


@dataclass(frozen=True, slots=True)
class SpaceLink:
    """One of "Mes espaces" or of the favourites; `hue` is a colour of the palette."""

    title: str
    url: str
    hue: str = "teal"
    count: int | None = None
    icon: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    label: Text
    icon: str
    url: str
    order: int
    section: str
    tab: Text
    shortcut: str
    description: Text
    count: Counter | None
    visible: Visible | None
    is_ball: bool
    is_dialog: bool


_entries: dict[tuple[str, str], _Entry] = {}
_providers: dict[str, Callable[[HttpRequest], object]] = {}


def _register(section: str, key: str, **values: object) -> None:
    defaults: dict[str, object] = {
        "tab": "",
        "shortcut": "",
        "description": "",
        "count": None,
        "visible": None,
        "is_ball": False,
        "is_dialog": False,
    }
    _entries[section, key] = _Entry(key=key, section=section, **{**defaults, **values})  # type: ignore[arg-type]


def register_nav(
    key: str,
    *,
    label: Text,
    icon: str,
    url: str,
    order: int,
    tab: Text = "",
    shortcut: str = "",
    count: Counter | None = None,
    visible: Visible | None = None,
    is_ball: bool = False,
) -> None:
    """Add a place to the rail. `url`: a URL name; `tab`: its short label among a phone's tabs.

    Orders in use: home 10, waiting 20, messages 30, agenda 40, spaces 50, directory 60, admin 90.
    """
    _register(
        "nav",
        key,
        label=label,
        icon=icon,
        url=url,
        order=order,
        tab=tab,
        shortcut=shortcut,
        count=count,
        visible=visible,
        is_ball=is_ball,
    )


def register_new(
    key: str,
    *,
    label: Text,
    icon: str,
    url: str,
    order: int,
    description: Text = "",
    visible: Visible | None = None,
    is_dialog: bool = False,
) -> None:
    """Add an entry to the menu "Nouveau"; `is_dialog` opens it in the dialog of the page."""
    _register(
        "new",
        key,
        label=label,
        icon=icon,
        url=url,
        order=order,
        description=description,
        visible=visible,
        is_dialog=is_dialog,
    )


def register_account_link(
    key: str, *, label: Text, icon: str, url: str, order: int, visible: Visible | None = None
) -> None:
    """Add an entry to the avatar menu."""
    _register("account", key, label=label, icon=icon, url=url, order=order, visible=visible)


def register_town(provider: Callable[[HttpRequest], Town]) -> None:
    """Say who gives the town of a request."""
    _providers["town"] = provider


def register_account(provider: Callable[[HttpRequest], Account | None]) -> None:
    """Say who gives the signed-in person of a request (None: nobody)."""
    _providers["account"] = provider


def register_display(provider: Callable[[HttpRequest], Display | None]) -> None:
    """Say who gives the appearance that an account prefers, where the device chose nothing."""
    _providers["display"] = provider


def register_spaces(
    provider: Callable[[HttpRequest], Sequence[SpaceLink]], *, all_url: str = ""
) -> None:
    """Say who gives "Mes espaces"; `all_url`: the URL name of "Tous les espaces…"."""
    _providers["spaces"] = provider
    _providers["spaces_url"] = lambda _request: all_url


def register_favourites(provider: Callable[[HttpRequest], Sequence[SpaceLink]]) -> None:
    """Say who gives the favourites of the rail, each with its icon, or the colour of a space."""
    _providers["favourites"] = provider


def register_bell(provider: Counter, *, url: str) -> None:
    """Say who counts the unread notifications, and the URL name of their page."""
    _providers["bell"] = provider
    _providers["bell_url"] = lambda _request: url


def register_installation(provider: Callable[[HttpRequest], Installation]) -> None:
    """Say who gives what makes an application of the pages."""
    _providers["installation"] = provider


def register_search(*, url: str, quick_url: str) -> None:
    """Say which page (a URL name) takes the words of the search field, as `q`.

    `quick_url` answers the same with a list of options, for as one types.
    """
    _providers["search_url"] = lambda _request: url
    _providers["quick_search_url"] = lambda _request: quick_url


class Shell:
    """What the templates of the shell read; each part is computed once, when it is asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.islands: set[str] = set()

    @cached_property
    def display(self) -> Display:
        """Return the choices of the device, else those of the account, else the defaults."""
        chosen = read_display(self._request) or self._provided("display")
        return chosen if isinstance(chosen, Display) else Display()

    @cached_property
    def town(self) -> Town:
        town = self._provided("town")
        return town if isinstance(town, Town) else Town()

    @cached_property
    def installation(self) -> Installation | None:
        installation = self._provided("installation")
        return installation if isinstance(installation, Installation) else None

    @cached_property
    def account(self) -> Account | None:
        account = self._provided("account")
        return account if isinstance(account, Account) else None

    @cached_property
    def nav(self) -> list[Link]:
        return self._links("nav")

    @cached_property
    def tabs(self) -> list[Link]:
        """Return the places of the rail that a phone shows at the bottom."""
        return [link for link in self.nav if link.tab]

    @cached_property
    def new(self) -> list[Link]:
        return self._links("new")

    @cached_property
    def account_links(self) -> list[Link]:
        return self._links("account")

    @cached_property
    def spaces(self) -> list[Link]:
        return self._place_links("spaces")

    @cached_property
    def favourites(self) -> list[Link]:
        return self._place_links("favourites")

    @cached_property
    def spaces_url(self) -> str:
        return self._reversed("spaces_url")

    @cached_property
    def bell_url(self) -> str:
        return self._reversed("bell_url")

    @cached_property
    def bell_count(self) -> int:
        count = self._provided("bell")
        return count if isinstance(count, int) else 0

    @cached_property
    def search_url(self) -> str:
        return self._reversed("search_url")

    @cached_property
    def quick_search_url(self) -> str:
        return self._reversed("quick_search_url")

    @property
    def path(self) -> str:
        """Return the page's own address, to come back to it."""
        return self._request.get_full_path()

    def _place_links(self, name: str) -> list[Link]:
        places = self._provided(name)
        if not isinstance(places, Sequence):
            return []
        return [
            Link(
                key=place.url,
                label=place.title,
                url=place.url,
                icon=place.icon,
                hue=place.hue,
                count=place.count,
                is_current=self._request.path.startswith(place.url),
            )
            for place in places
        ]

    def _provided(self, name: str) -> object:
        provider = _providers.get(name)
        return provider(self._request) if provider else None

    def _reversed(self, name: str) -> str:
        url_name = self._provided(name)
        return reverse(url_name) if isinstance(url_name, str) and url_name else ""

    def _links(self, section: str) -> list[Link]:
        entries = sorted(
            (entry for entry in _entries.values() if entry.section == section),
            key=lambda entry: (entry.order, entry.key),
        )
        shown = [entry for entry in entries if not entry.visible or entry.visible(self._request)]
        urls = {entry.key: reverse(entry.url) for entry in shown}
        current = self._current(list(urls.values()))
        return [self._link(entry, urls[entry.key], current) for entry in shown]

    def _current(self, urls: list[str]) -> str:
        """Return the most precise of `urls` that the page is under ("/" is only itself)."""
        path = self._request.path
        under = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
        return max(under, key=len, default="")

    def _link(self, entry: _Entry, url: str, current: str) -> Link:
        return Link(
            key=entry.key,
            label=str(entry.label),
            url=url,
            icon=entry.icon,
            tab=str(entry.tab),
            shortcut=entry.shortcut,
            description=str(entry.description),
            count=entry.count(self._request) if entry.count else None,
            is_ball=entry.is_ball,
            is_current=url == current,
            is_dialog=entry.is_dialog,
        )
