"""Who has the ball: for me, for those I wait for, for the town, and in one space."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.workspaces import access, selectors
from parvis.apps.workspaces.balls import Ball, balls_of, words_for
from parvis.apps.workspaces.models import Waiting
from parvis.apps.workspaces.presenters import space_frame
from parvis.apps.workspaces.shell import counts_of
from parvis.kernel.actors import Actor
from parvis.kernel.texts import folded

PAGE = 40
WORDS = {"mine": "moi", "asked": "attente", "town": "ville"}
VIEWS = {word: view for view, word in WORDS.items()}


@dataclass(frozen=True, slots=True)
class Group:
    """Holds that go together, and how many of them are late."""

    title: str
    balls: list[Ball] = field(default_factory=list)

    @property
    def late(self) -> int:
        return sum(ball.is_late for ball in self.balls)


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for in the address of the page."""

    space: str = ""
    holder: str = ""
    grouping: str = "qui"
    is_late: bool = False

    @property
    def query(self) -> str:
        values = {"espace": self.space, "qui": self.holder, "par": self.grouping}
        kept = {name: value for name, value in values.items() if value}
        return urlencode({**kept, **({"retard": "1"} if self.is_late else {})})

    def apply(self, holds: QuerySet[Waiting]) -> QuerySet[Waiting]:
        """Keep the holds that were asked for."""
        space, holder = as_uuid(self.space), as_uuid(self.holder)
        if space:
            holds = holds.filter(workspace_id=space)
        if holder:
            holds = holds.filter(Q(party_id=holder) | Q(party__person__department_id=holder))
        if self.is_late:
            holds = holds.filter(due_on__lt=timezone.localdate())
        return holds


def read_filters(request: ActorRequest) -> Filters:
    """Read the filters; strange values are passed over."""
    given = request.GET
    return Filters(
        space=str(as_uuid(given.get("espace", "")) or ""),
        holder=str(as_uuid(given.get("qui", "")) or ""),
        grouping="espace" if given.get("par") == "espace" else "qui",
        is_late=given.get("retard") == "1",
    )


def _grouped(balls: Iterable[Ball], key: Callable[[Ball], str]) -> list[Group]:
    """Gather balls, groups in the order of their most pressing one."""
    groups: dict[str, list[Ball]] = defaultdict(list)
    for ball in balls:
        groups[key(ball)].append(ball)
    return [Group(title, members) for title, members in groups.items()]


def _way(actor: Actor) -> Callable[[Ball], str]:
    def way(ball: Ball) -> str:
        if ball.is_you:
            return _("In your name")
        if ball.hold.party_id in actor.party_ids:
            return _("For your departments and functions")
        return _("In the absence of colleagues")

    return way


def _choices(holds: QuerySet[Waiting]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the spaces and the holders among which to filter."""
    rows = holds.order_by().values_list(
        "workspace_id", "workspace__item__title", "party_id", "party__name"
    )
    rows = rows.distinct()[:2_000]
    spaces: dict[UUID, str] = {}
    holders: dict[UUID, str] = {}
    for space_id, title, party_id, name in rows:
        spaces[space_id], holders[party_id] = title, name
    return (
        [("", _("All spaces")), *_by_name(spaces)],
        [("", _("Everybody")), *_by_name(holders)],
    )


def _by_name(names: dict[UUID, str]) -> list[tuple[str, str]]:
    pairs = [(str(pk), name) for pk, name in names.items()]
    return sorted(pairs, key=lambda pair: folded(pair[1]))


def _empty(view: str, filters: Filters) -> tuple[str, str]:
    if filters.space or filters.holder or filters.is_late:
        return _("Nothing answers to these filters."), _("Remove a filter to see more.")
    return {
        "mine": (
            _("Nothing waits for you."),
            _("When somebody asks you for an answer, an opinion or a document, it shows here."),
        ),
        "asked": (
            _("You wait for nobody."),
            _("On the page of a document or of a space, “Pass the ball” asks somebody by a date."),
        ),
    }.get(
        view,
        (
            _("Nobody has the ball."),
            _("On the page of a document or of a space, “Pass the ball” asks somebody by a date."),
        ),
    )


def _one_of_each(actor: Actor, holds: QuerySet[Waiting]) -> QuerySet[Waiting]:
    """Show what was asked of many once, with how many others there are."""
    ones = selectors.one_of_each(holds).select_related(None).values("pk")
    return selectors.with_alike(selectors.visible_waiting(actor).filter(pk__in=ones))


def _page(request: ActorRequest, holds: QuerySet[Waiting]) -> Page[Waiting]:
    return Paginator(holds, PAGE).get_page(request.GET.get("page"))


@require_safe
@signed_in
def board(request: ActorRequest) -> HttpResponseBase:
    """Show who has the ball: with me, I wait for, the whole town."""
    actor, filters = request.actor, read_filters(request)
    view = VIEWS.get(request.GET.get("vue", ""), "mine")
    every = selectors.visible_waiting(actor)
    holds = {
        "mine": lambda: selectors.waits_for(actor),
        "asked": lambda: selectors.asked_by(actor),
        "town": lambda: every,
    }[view]()
    holds = filters.apply(holds)
    is_asked = view == "asked"
    page = _page(request, _one_of_each(actor, holds) if is_asked else holds)
    context: dict[str, object] = {"page": page, "filters": filters, "one_of_each": is_asked}
    balls = balls_of(actor, page.object_list)
    if view == "mine":
        groups = _grouped(balls, _way(actor))
    elif is_asked:
        groups = _grouped(balls, lambda _ball: _("I wait for an answer"))
    else:
        groups = _grouped(balls, _key(filters))
        spaces, holders = _choices(every)
        context |= {"spaces": spaces, "holders": holders, "grouped": True}
    counts = counts_of(request)
    context |= {
        "view": view,
        "view_word": WORDS[view],
        "keep": f"vue={WORDS[view]}&{filters.query}&",
        "groups": groups,
        "groupings": _groupings(),
        "counts": counts,
        "left": words_for(counts.mine, counts.late),
        "empty": _empty(view, filters),
    }
    return render(request, "workspaces/balls/board.html", context)


def _groupings() -> list[tuple[str, str]]:
    return [("qui", _("By holder")), ("espace", _("By space"))]


def _key(filters: Filters) -> Callable[[Ball], str]:
    if filters.grouping == "espace":
        return lambda ball: ball.hold.item.workspace.item.title
    return lambda ball: ball.hold.party.name


@require_safe
@signed_in
def space_board(request: ActorRequest, workspace_id: UUID) -> HttpResponseBase:
    """Show who has the ball in one space."""
    space = access.get_workspace(request.actor, workspace_id)
    filters = read_filters(request)
    every = selectors.visible_waiting(request.actor).filter(workspace_id=space.pk)
    page = _page(request, filters.apply(every))
    balls = balls_of(request.actor, page.object_list, with_space=False)
    context = {
        **space_frame(request, space, "waiting"),
        "page": page,
        "filters": filters,
        "groups": _grouped(balls, lambda ball: ball.hold.party.name),
        "holders": _choices(every)[1],
        "keep": f"{filters.query}&",
        "empty": _empty("space", filters),
    }
    return render(request, "workspaces/balls/space.html", context)
