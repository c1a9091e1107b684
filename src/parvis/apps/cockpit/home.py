"""The blocks that the cockpit itself brings to the home page."""

from collections.abc import Mapping
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.apps.cockpit.homes import Home, home_of
from parvis.apps.cockpit.selectors import SHOWN, watches_all
from parvis.apps.workspaces.balls import Ball, balls_of
from parvis.apps.workspaces.listing import lately_moved_spaces
from parvis.apps.workspaces.models import Waiting
from parvis.apps.workspaces.timeline import Timeline, timeline
from parvis.kernel.ui.agenda import dated_entries
from parvis.kernel.ui.blocks import (
    EVERY_PROFILE,
    Column,
    HomeBlock,
    HomeProfile,
    register_block,
)
from parvis.kernel.ui.figures import figures_for
from parvis.kernel.ui.phrases import ago

MOVED, MOVED_FOR_ELECTED = 8, 4
CARDS, SHOWN_FOR_ELECTED = 1, 4
DAYS_AHEAD = timedelta(days=60)
WATCHING = frozenset({HomeProfile.ELECTED, HomeProfile.DIRECTION})
IN_TOWN = EVERY_PROFILE - {HomeProfile.PARTNER}
Context = Mapping[str, object]


def _balls(home: Home, holds: list[Waiting]) -> list[Ball]:
    return balls_of(home.actor, holds[: SHOWN_FOR_ELECTED if home.is_elected else SHOWN])


def waiting(request: HttpRequest) -> Context:
    """Show what is with the person or their team; an elected official answers the first at once."""
    home = home_of(request)
    balls = _balls(home, home.holds.mine)
    cards = CARDS if home.is_elected else 0
    return {"cards": balls[:cards], "mine": balls[cards:]}


def asked(request: HttpRequest) -> Context | None:
    """Show what the person waits for."""
    home = home_of(request)
    return {"asked": _balls(home, home.holds.asked)} if home.holds.asked else None


def _counted(count: int, limit: int) -> str:
    """Return a count for the links of a phone’s first screen; past the limit it isn’t known."""
    return f"{count}+" if count >= limit else str(count or "")


def late(request: HttpRequest) -> Context | None:
    """Show what is late among what the person watches over."""
    home = home_of(request)
    if not home.holds.late:
        return None
    is_all = watches_all(home.actor, home.person)
    title = _("Late in the town") if is_all else _("Late in your team")
    late = home.holds.late
    return {
        "late": _balls(home, late),
        "late_title": title,
        "summary": _counted(len(late), SHOWN),
    }


def holders(request: HttpRequest) -> Context | None:
    """Show who has what, of all that the person sees."""
    home = home_of(request)
    others = home.holds.others
    if not others:
        return None
    return {"others": _balls(home, others), "summary": _counted(len(others), SHOWN)}


def _since(moved: Timeline, home: Home) -> str:
    """Say since when things moved, or that nothing did."""
    before = home.visit.before_at if home.visit else None
    if before is None:
        return ""
    is_new = any(entry.at > before for entry in moved)
    words = _("since %(when)s") if is_new else _("nothing new since %(when)s")
    return words % {"when": ago(before)}


def moved(request: HttpRequest) -> Context:
    """Tell what the others did, the newest first."""
    home = home_of(request)
    limit = MOVED_FOR_ELECTED if home.is_elected else MOVED
    entries = timeline(actor=home.actor, limit=limit, without_own=True)
    before = home.visit.before_at if home.visit else None
    newer = sum(1 for entry in entries if before and entry.at > before)
    return {
        "moved": entries,
        "moved_since": _since(entries, home),
        "summary": _counted(newer, limit),
    }


def agenda(request: HttpRequest) -> Context:
    """List what is dated in the next two months."""
    today = timezone.localdate()
    entries = dated_entries(home_of(request).actor, today, today + DAYS_AHEAD)
    return {"dates": entries[:SHOWN], "more_dates": max(0, len(entries) - SHOWN)}


def figures(request: HttpRequest) -> Context:
    """Count a few things of the town, among what the person sees."""
    return {"figures": figures_for(request, home_of(request).actor)}


def spaces(request: HttpRequest) -> Context:
    """List the person’s spaces, those where something changed last first."""
    return {"spaces": lately_moved_spaces(home_of(request).actor, limit=SHOWN)}


def has_to_watch(request: HttpRequest) -> bool:
    """Tell whether the person watches over what is late for others."""
    home = home_of(request)
    return home.is_head or watches_all(home.actor, home.person)


BLOCKS = [
    HomeBlock(
        name="waiting",
        label=gettext_lazy("The ball is with you or your team"),
        description=gettext_lazy("What waits for you, the most pressing first."),
        icon="pass-on",
        template="cockpit/home/waiting.html",
        context=waiting,
        position=10,
    ),
    HomeBlock(
        name="asked",
        label=gettext_lazy("I wait for an answer"),
        description=gettext_lazy("What you asked of others, and can remind them of."),
        icon="hourglass",
        template="cockpit/home/asked.html",
        context=asked,
        position=20,
    ),
    HomeBlock(
        name="late",
        label=gettext_lazy("Late"),
        description=gettext_lazy("What is late in the town or in your team, and who has it."),
        icon="warning",
        template="cockpit/home/late.html",
        context=late,
        position=30,
        profiles=frozenset({HomeProfile.DIRECTION, HomeProfile.AGENT}),
        allowed=IN_TOWN,
        visible=has_to_watch,
    ),
    HomeBlock(
        name="holders",
        label=gettext_lazy("Who has what"),
        description=gettext_lazy("In whose hands things are, of all that you may see."),
        icon="people",
        template="cockpit/home/holders.html",
        context=holders,
        position=40,
        column=Column.SIDE,
        profiles=frozenset({HomeProfile.ELECTED}),
        allowed=WATCHING,
    ),
    HomeBlock(
        name="moved",
        label=gettext_lazy("What moved"),
        description=gettext_lazy("What your colleagues and partners did in your spaces."),
        icon="activity",
        template="cockpit/home/moved.html",
        context=moved,
        position=35,
        column=Column.SIDE,
    ),
    HomeBlock(
        name="agenda",
        label=gettext_lazy("Dates to come"),
        description=gettext_lazy("Due dates, planned publications, ends of access."),
        icon="calendar",
        template="cockpit/home/agenda.html",
        context=agenda,
        position=60,
        column=Column.SIDE,
        is_lazy=True,
    ),
    HomeBlock(
        name="figures",
        label=gettext_lazy("The town in figures"),
        description=gettext_lazy("Requests, documents, spaces: a few numbers that are true."),
        icon="chart",
        template="cockpit/home/figures.html",
        context=figures,
        position=65,
        profiles=WATCHING,
        allowed=WATCHING,
        is_lazy=True,
    ),
    HomeBlock(
        name="spaces",
        label=gettext_lazy("My spaces"),
        description=gettext_lazy("Your spaces, the last changed first."),
        icon="space",
        template="cockpit/home/spaces.html",
        context=spaces,
        position=80,
        column=Column.SIDE,
        is_lazy=True,
    ),
]
for block in BLOCKS:
    register_block(block)
