"""What spaces bring to the home page: dates, and figures of the town."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces import access, marks
from parvis.apps.workspaces.enums import WorkspaceState
from parvis.apps.workspaces.holders import in_hands_of, is_in_hands_of
from parvis.apps.workspaces.listing import managed_workspaces
from parvis.apps.workspaces.models import Membership, Waiting, Workspace
from parvis.apps.workspaces.presenters import item_url
from parvis.apps.workspaces.selectors import visible_waiting
from parvis.kernel.actors import Actor
from parvis.kernel.ui.agenda import DatedEntry, register_dates
from parvis.kernel.ui.blocks import Column, HomeBlock, register_block
from parvis.kernel.ui.figures import Figure, register_figure
from parvis.kernel.ui.phrases import hold_state

MOST = 30
AT_HAND = 6


def due_dates(actor: Actor, first: date, last: date) -> Iterator[DatedEntry]:
    """Date what the actor has and what they wait for, in one query."""
    holds = visible_waiting(actor).filter(
        in_hands_of(actor) | Q(asked_by_id=actor.party_id), due_on__range=(first, last)
    )
    for hold in holds[:MOST]:
        is_mine = is_in_hands_of(actor, hold)
        state = hold_state(due=hold.due_on, is_you=False)
        words = _("Waits for you") if is_mine else _("Waits for %(who)s") % {"who": hold.party.name}
        yield DatedEntry(
            day=hold.due_on or first,
            title=hold.item.title,
            text=words,
            icon="hourglass",
            url=item_url(hold.item),
            tone=state if state == "soon" else "",
        )


def ends_of_access(actor: Actor, first: date, last: date) -> Iterator[DatedEntry]:
    """Date the ends of the memberships in the spaces that the actor manages, in one query."""
    rows = (
        Membership.objects.filter(
            workspace__in=managed_workspaces(actor).values("pk"), ends_on__range=(first, last)
        )
        .select_related("party", "workspace__item")
        .defer("party__photo", "party__search_text")
        .order_by("ends_on", "pk")
    )
    for row in rows[:MOST]:
        yield DatedEntry(
            day=row.ends_on or first,
            title=_("End of access: %(who)s") % {"who": row.party.name},
            text=row.workspace.item.title,
            icon="key",
            url=reverse("workspaces:members", args=[row.workspace_id]),
        )


def open_holds(actor: Actor) -> QuerySet[Waiting]:
    """Return what waits for somebody."""
    return visible_waiting(actor)


def late_holds(actor: Actor) -> QuerySet[Waiting]:
    """Return what is late."""
    return visible_waiting(actor).filter(due_on__lt=timezone.localdate())


def active_spaces(actor: Actor) -> QuerySet[Workspace]:
    """Return the living spaces of which the actor knows."""
    return access.listed_workspaces(actor).filter(state=WorkspaceState.ACTIVE)


def board_url() -> str:
    """Return the page of all that waits."""
    return f"{reverse('workspaces:balls')}?vue=ville"


def favourites(request: HttpRequest) -> Mapping[str, object]:
    """Show the person’s latest favourites."""
    rows = marks.favourites(cast("ActorRequest", request).actor)[:AT_HAND]
    return {"rows": marks.marked_items(row.item for row in rows)}


def recent(request: HttpRequest) -> Mapping[str, object]:
    """Show what the person opened last."""
    rows = marks.openings(cast("ActorRequest", request).actor)[:AT_HAND]
    return {"rows": marks.marked_items(row.item for row in rows)}


register_block(
    HomeBlock(
        name="favourites",
        label=gettext_lazy("Favourites"),
        description=gettext_lazy("What you put a star on, for you alone."),
        icon="star",
        template="workspaces/marks/home_favourites.html",
        context=favourites,
        position=70,
        column=Column.SIDE,
        is_lazy=True,
    )
)
register_block(
    HomeBlock(
        name="recent",
        label=gettext_lazy("Opened lately"),
        description=gettext_lazy("The pages that you opened last, for you alone."),
        icon="history",
        template="workspaces/marks/home_recent.html",
        context=recent,
        position=75,
        column=Column.SIDE,
        is_lazy=True,
    )
)
register_dates("waiting", due_dates)
register_dates("access", ends_of_access)
register_figure(
    Figure(
        name="open",
        label=gettext_lazy("Open requests"),
        rows=open_holds,
        position=10,
        url=board_url,
    )
)
register_figure(
    Figure(
        name="late",
        label=gettext_lazy("Of these, late"),
        rows=late_holds,
        position=20,
        url=lambda: f"{board_url()}&retard=1",
        tone="late",
    )
)
register_figure(
    Figure(
        name="spaces",
        label=gettext_lazy("Active spaces"),
        rows=active_spaces,
        position=40,
        url=lambda: reverse("workspaces:index"),
    )
)
