"""What spaces add to every page."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory import access as directory_access
from parvis.apps.directory.administration import AdminPage, register_admin_page
from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces.marks import Place, rail_places
from parvis.apps.workspaces.models import Waiting
from parvis.apps.workspaces.selectors import WaitingCounts, counted_waiting
from parvis.kernel.ui.counts import counts_for, register_counts
from parvis.kernel.ui.shell import (
    SpaceLink,
    register_favourites,
    register_nav,
    register_new,
    register_spaces,
)

_READ = "_places_of_rail"


def _actor_is_known(request: HttpRequest) -> bool:
    return cast("ActorRequest", request).actor.is_known


def _may_create(request: HttpRequest) -> bool:
    return directory_access.may(cast("ActorRequest", request).actor, "create_space")


def _may_only_ask(request: HttpRequest) -> bool:
    actor = cast("ActorRequest", request).actor
    return directory_access.may(actor, "request_space") and not _may_create(request)


def _spaces(request: HttpRequest) -> list[SpaceLink]:
    return [
        SpaceLink(title=place.title, url=place.url, hue=place.hue)
        for place in _places(request)
        if not place.is_star
    ]


def _favourites(request: HttpRequest) -> list[SpaceLink]:
    return [
        SpaceLink(title=place.title, url=place.url, hue=place.hue, icon=place.icon)
        for place in _places(request)
        if place.is_star
    ]


def _places(request: HttpRequest) -> list[Place]:
    """Return what the rail leads to, read once a request."""
    places: list[Place] | None = getattr(request, _READ, None)
    if places is None:
        places = rail_places(cast("ActorRequest", request).actor)
        setattr(request, _READ, places)
    return places


def counts_of(request: HttpRequest) -> WaitingCounts:
    """Return how many things wait for the request's actor, counted once a request."""
    return WaitingCounts(**counts_for(request, "waiting"))


def _counting(request: HttpRequest) -> QuerySet[Waiting, Any] | None:
    actor = cast("ActorRequest", request).actor
    return counted_waiting(actor) if actor.is_known else None


def _mine(request: HttpRequest) -> int:
    return counts_of(request).mine


register_favourites(_favourites)
register_counts("waiting", _counting)
register_nav(
    "waiting",
    label=_("Who has the ball"),
    icon="pass-on",
    url="workspaces:balls",
    order=20,
    tab=_("To do"),
    shortcut="g b",
    count=_mine,
    visible=_actor_is_known,
    is_ball=True,
)
register_nav(
    "spaces",
    label=_("Spaces"),
    icon="space",
    url="workspaces:index",
    order=50,
    tab=_("Spaces"),
    shortcut="g e",
    visible=_actor_is_known,
)
register_nav(
    "favourites",
    label=_("Favourites"),
    icon="star",
    url="workspaces:favourites",
    order=55,
    shortcut="g f",
    visible=_actor_is_known,
)
register_new(
    "space",
    label=_("A space"),
    description=_("A project, a committee, a department, with its partners"),
    icon="space",
    url="workspaces:new",
    order=50,
    visible=_may_create,
)
register_new(
    "space-request",
    label=_("Ask for a space"),
    description=_("A manager of Parvis opens it for you"),
    icon="space",
    url="workspaces:new",
    order=50,
    visible=_may_only_ask,
)
register_spaces(_spaces, all_url="workspaces:index")
register_admin_page(
    AdminPage(
        name="spaces",
        label=_("All spaces"),
        description=_("See every space of the town, and enter one openly"),
        icon="space",
        url="workspaces:all",
        position=40,
    )
)
register_admin_page(
    AdminPage(
        name="tools",
        label=_("Tools of the town"),
        description=_("Turn tools on and off for every space"),
        icon="puzzle",
        url="workspaces:town-tools",
        position=12,
    )
)
register_admin_page(
    AdminPage(
        name="templates",
        label=_("Templates of spaces"),
        description=_("What a new space starts with"),
        icon="bookmark",
        url="workspaces:templates",
        position=16,
    )
)
