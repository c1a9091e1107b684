"""What a person keeps at hand, held to what they may see at this moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet, Value
from django.urls import reverse

from parvis.apps.workspaces import access
from parvis.apps.workspaces.balls import item_icons
from parvis.apps.workspaces.enums import WorkspaceState
from parvis.apps.workspaces.models import Favourite, Follow, Item, Opening
from parvis.apps.workspaces.presenters import item_url
from parvis.apps.workspaces.registry import kinds
from parvis.kernel.actors import Actor

SPACES, STARS = 12, 6
MarkT = TypeVar("MarkT", Favourite, Opening, Follow)


def favourites(actor: Actor) -> QuerySet[Favourite]:
    """Return the actor’s favourites that they may still see, the latest first."""
    return _seen(Favourite.objects.all(), actor).order_by("-pk")


def openings(actor: Actor) -> QuerySet[Opening]:
    """Return what the actor opened and may still see, the latest first."""
    return _seen(Opening.objects.all(), actor).order_by("-opened_at", "-pk")


def followed(actor: Actor) -> QuerySet[Follow]:
    """Return what the actor follows and may still see, the latest first."""
    return _seen(Follow.objects.all(), actor).order_by("-pk")


def _seen(rows: QuerySet[MarkT], actor: Actor) -> QuerySet[MarkT]:
    own = rows.filter(access.is_visible(actor, "item__"), person_id=actor.party_id)
    return own.select_related("item__workspace__item")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedItem:
    """An item as the lists of what is at hand show it."""

    item: Item
    url: str
    icon: str
    space: str

    @property
    def is_space(self) -> bool:
        return self.item.parent_id is None


def marked_items(items: Iterable[Item]) -> list[MarkedItem]:
    """Return items as rows show them, in a constant number of queries."""
    items = list(items)
    icons = item_icons(items)
    return [
        MarkedItem(
            item=item,
            url=item_url(item),
            icon=icons[item.pk],
            space="" if item.parent_id is None else item.workspace.item.title,
        )
        for item in items
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """A space or a favourite in the rail: `icon` is "" for a space, which shows its colour."""

    title: str
    url: str
    hue: str
    icon: str
    is_star: bool


def rail_places(actor: Actor) -> list[Place]:
    """Return the actor’s living spaces and their latest favourites, in one query."""
    if not actor.is_known or actor.is_system:
        return []
    mine = access.member_workspaces(actor).filter(state=WorkspaceState.ACTIVE)
    first = mine.order_by("item__sort_title").values("item_id")[:SPACES]
    spaces = Item.objects.filter(pk__in=first).annotate(section=Value(0))
    latest = favourites(actor).select_related(None).values("item_id")[:STARS]
    stars = Item.objects.filter(pk__in=latest).annotate(section=Value(1))
    columns = ("section", "sort_title", "pk", "title", "kind", "workspace__colour")
    rows = spaces.values_list(*columns).union(stars.values_list(*columns), all=True)
    return [_place(*row) for row in sorted(rows, key=lambda row: (row[0], row[1]))]


def _place(section: int, _sort: str, pk: UUID, title: str, kind: str, colour: str) -> Place:
    known = kinds().get(kind)
    is_space = known is None or kind == "workspaces.space"
    url = reverse(
        "workspaces:space" if kind == "workspaces.space" else "workspaces:item", args=[pk]
    )
    return Place(title, url, colour, "" if is_space or not known else known.icon, section == 1)
