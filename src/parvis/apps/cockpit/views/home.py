"""The home page, and its blocks one by one."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from parvis.apps.cockpit import services
from parvis.apps.cockpit.homes import Home, home_of
from parvis.apps.cockpit.selectors import SHOWN
from parvis.apps.cockpit.steps import first_steps
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.workspaces.balls import words_for
from parvis.apps.workspaces.membership import ended_guest
from parvis.apps.workspaces.selectors import WaitingCounts
from parvis.apps.workspaces.shell import counts_of
from parvis.kernel.errors import NotFoundError
from parvis.kernel.ui.blocks import HomeBlock, HomeProfile
from parvis.kernel.ui.htmx import is_fragment

Values = Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block as the page shows it; `is_coming` when the page fetches it once it is in view."""

    block: HomeBlock
    values: Values = None
    is_coming: bool = False


def _second_line(home: Home, counts: WaitingCounts) -> str:
    """Return what stands below the first words: what one waits for, what is late elsewhere."""
    parts = []
    if counts.asked:
        words = ngettext(
            "you wait for %(count)s answer", "you wait for %(count)s answers", counts.asked
        )
        parts.append(words % {"count": counts.asked})
    late = len(home.holds.late) if home.profile != HomeProfile.ELECTED else 0
    if late:
        count = f"{late}+" if late >= SHOWN else str(late)
        parts.append(_("late elsewhere: %(count)s") % {"count": count})
    elif not counts.mine:
        parts.append(_("everything moves on"))
    return " · ".join(parts)


def _shown(request: ActorRequest, blocks: list[HomeBlock]) -> list[ShownBlock]:
    """Return the blocks with what they show; those that have nothing to show are left out."""
    shown = [
        ShownBlock(block, is_coming=True)
        if block.is_lazy
        else ShownBlock(block, block.context(request))
        for block in blocks
    ]
    return [one for one in shown if one.is_coming or one.values is not None]


@require_safe
@signed_in
def home(request: ActorRequest) -> HttpResponseBase:
    """Show the blocks of the person’s home, words first."""
    own = home_of(request)
    counts = counts_of(request)
    main, side = _shown(request, own.layout.main), _shown(request, own.layout.side)
    is_hidden = own.visit is not None and own.visit.steps_hidden_at is not None
    no_steps = is_hidden or (own.is_elected and counts.mine)
    context = {
        "person": own.person,
        "today": timezone.localdate(),
        "counts": counts,
        "left": words_for(counts.mine, counts.late),
        "line": _second_line(own, counts),
        "ended": ended_guest(request.actor),
        "main": main,
        "side": side,
        "jumps": [one for one in [*main[1:], *side] if not one.is_coming],
        "steps": [] if no_steps else first_steps(own.actor, vars(own.person)),
    }
    return render(request, "cockpit/home.html", context)


@require_safe
@signed_in
def block(request: ActorRequest, name: str) -> HttpResponseBase:
    """Show one block: the piece that the page fetches, or a page."""
    own = home_of(request)
    own.alone = name
    found = next((one for one in _all_blocks(own) if one.name == name), None)
    if found is None:
        raise NotFoundError
    context = {"shown": ShownBlock(found, found.context(request))}
    part = "#alone" if is_fragment(request) else ""
    return render(request, f"cockpit/block.html{part}", context)


def _all_blocks(own: Home) -> list[HomeBlock]:
    return [*own.layout.shown, *own.layout.hidden]


@require_POST
@signed_in
def hide_steps(request: ActorRequest) -> HttpResponseBase:
    """Put the first steps away."""
    services.hide_steps(actor=request.actor)
    return redirect("cockpit:home")
