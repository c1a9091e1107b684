"""Arranging the home page: one’s own, and by default for each profile."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parvis.apps.cockpit import arranging
from parvis.apps.cockpit.homes import home_of
from parvis.apps.cockpit.layouts import HIDDEN, MOVES, Layout, moved, placed
from parvis.apps.directory.requests import ActorRequest, for_administrators, signed_in
from parvis.kernel.errors import NotFoundError
from parvis.kernel.ui.blocks import Column, HomeProfile, blocks_for
from parvis.kernel.ui.htmx import is_fragment

Change = arranging.Change


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for a block: a move by a button, or a place where it was dropped."""

    block: str
    move: str
    index: int | None

    @classmethod
    def of(cls, request: ActorRequest) -> "Wish":
        index = request.POST.get("index", "")
        move = request.POST.get("move", "")
        return cls(
            request.POST.get("block", ""), move, int(index[:3]) if index.isdecimal() else None
        )

    def change(self, layout: Layout) -> Layout:
        """Do it; a wish that makes no sense changes nothing."""
        if self.index is not None:
            return placed(layout, self.block, self.move, self.index)
        return moved(layout, self.block, self.move)


def _said(layout: Layout, name: str) -> str:
    """Say where a block stands now, for those who don’t see it move."""
    place, index = layout.place_of(name) or (HIDDEN, 0)
    block = next((one for one in layout.places[place] if one.name == name), None)
    if block is None:
        return ""
    if place == HIDDEN:
        return _("“%(block)s” is put away.") % {"block": block.label}
    return _("“%(block)s”: place %(place)s of %(count)s, %(column)s.") % {
        "block": block.label,
        "place": index + 1,
        "count": len(layout.places[place]),
        "column": str(Column(place).label).lower(),
    }


def _sections(layout: Layout) -> list[dict[str, object]]:
    labels = {**{str(c): c.label for c in Column}, HIDDEN: _("Blocks put away")}
    return [
        {"place": str(place), "label": labels[str(place)], "blocks": blocks}
        for place, blocks in layout.places.items()
    ]


def _answer(
    request: ActorRequest, layout: Layout, said: str, context: dict[str, object]
) -> HttpResponseBase:
    values = {"sections": _sections(layout), "said": said, "moves": list(MOVES), **context}
    part = "#arranged" if is_fragment(request) else ""
    return render(request, f"cockpit/arrange.html{part}", values)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def arrange(request: ActorRequest) -> HttpResponseBase:
    """Let a person arrange their home."""
    own = home_of(request)
    layout, said = own.layout, ""
    if request.method == "POST":
        wish = Wish.of(request)
        blocks = blocks_for(own.profile, request)
        layout = arranging.arrange_home(
            actor=request.actor, profile=own.profile, blocks=blocks, change=wish.change
        )
        said = _said(layout, wish.block)
        if not is_fragment(request):
            messages.success(request, said)
            return redirect("cockpit:arrange")
    context: dict[str, object] = {
        "action_url": reverse("cockpit:arrange"),
        "reset_url": reverse("cockpit:reset"),
    }
    return _answer(request, layout, said, context)


@require_POST
@signed_in
def reset(request: ActorRequest) -> HttpResponseBase:
    """Give the person the home that their organisation set."""
    arranging.reset_home(actor=request.actor)
    messages.success(request, _("Your home page is again as your organisation set it."))
    return redirect("cockpit:arrange")


def _profile(name: str) -> HomeProfile:
    if name not in HomeProfile.values:
        raise NotFoundError
    return HomeProfile(name)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def profile(request: ActorRequest, name: str = HomeProfile.ELECTED) -> HttpResponseBase:
    """Let an administrator arrange the home that a profile has by default."""
    chosen, said = _profile(name), ""
    if request.method == "POST":
        wish = Wish.of(request)
        layout = arranging.arrange_profile(actor=request.actor, profile=chosen, change=wish.change)
        said = _said(layout, wish.block)
        if not is_fragment(request):
            messages.success(request, said)
            return redirect("cockpit:profile", name=chosen)
    else:
        layout = arranging.profile_layout(request.actor.organisation_id, chosen)
    context: dict[str, object] = {
        "chosen": chosen,
        "profiles": [
            (str(one.label), reverse("cockpit:profile", args=[one]), one == chosen)
            for one in HomeProfile
        ],
        "action_url": reverse("cockpit:profile", args=[chosen]),
        "reset_url": reverse("cockpit:reset_profile", args=[chosen]),
    }
    return _answer(request, layout, said, context)


@require_POST
@for_administrators
def reset_profile(request: ActorRequest, name: str) -> HttpResponseBase:
    """Give a profile the home that Parvis came with."""
    chosen = _profile(name)
    arranging.reset_profile(actor=request.actor, profile=chosen)
    messages.success(request, _("This profile has again the home page that Parvis comes with."))
    return redirect("cockpit:profile", name=chosen)
