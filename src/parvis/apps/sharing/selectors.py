"""Reads about links."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.apps.sharing import access
from parvis.apps.sharing.enums import Act, LinkKind, LinkState
from parvis.apps.sharing.models import Deposit, Link, LinkPart, Trace
from parvis.apps.sharing.presenters import TONES
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.models import Item
from parvis.kernel.actors import Actor
from parvis.kernel.texts import folded


def state_of(link: Link) -> LinkState:
    """Return where a link stands by its own dates."""
    if link.revoked_at is not None:
        return LinkState.REVOKED if link.told_end is None else LinkState.STOPPED
    if link.ends_on < timezone.localdate():
        return LinkState.ENDED
    return LinkState.OPEN


STATE_FILTERS = {
    LinkState.OPEN: lambda: Q(revoked_at__isnull=True, ends_on__gte=timezone.localdate()),
    LinkState.ENDED: lambda: Q(revoked_at__isnull=True, ends_on__lt=timezone.localdate()),
    LinkState.REVOKED: lambda: Q(revoked_at__isnull=False, told_end__isnull=True),
    LinkState.STOPPED: lambda: Q(revoked_at__isnull=False, told_end__isnull=False),
}


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was done with a link."""

    opened: int = 0
    downloaded: int = 0
    deposited: int = 0


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """A link as lists show it. `title` is "" for a thing that the reader doesn't see."""

    link: Link
    title: str
    space: str
    state: LinkState
    tone: str
    figures: Figures
    part_count: int

    @property
    def name(self) -> str:
        """What the link is called, for a reader who may not see what it opens."""
        parts = [part for part in (self.title, self.link.label) if part]
        if parts:
            return " — ".join(parts)
        return _("A folder for deposits") if self.is_deposit else _("Documents out of your sight")

    @property
    def is_deposit(self) -> bool:
        return self.link.kind == LinkKind.DEPOSIT

    @property
    def is_open(self) -> bool:
        return self.state == LinkState.OPEN


def filtered(
    links: QuerySet[Link], *, state: str = "", kind: str = "", text: str = ""
) -> QuerySet[Link]:
    """Return the links of a state and kind whose label or author matches."""
    if state in LinkState.values:
        links = links.filter(STATE_FILTERS[LinkState(state)]())
    if kind in LinkKind.values:
        links = links.filter(kind=kind)
    for word in folded(text).split():
        links = links.filter(Q(label__icontains=word) | Q(author__search_text__contains=word))
    return links


def listed(links: QuerySet[Link]) -> QuerySet[Link]:
    """Return links, the newest first, with what a row reads of them."""
    return (
        links.select_related("author", "item__workspace__item")
        .defer("author__photo", "author__search_text")
        .order_by("-pk")
    )


def rows_of(actor: Actor, links: Iterable[Link], *, knows_spaces: bool = False) -> list[LinkRow]:
    """Return links as rows, in a number of queries that none adds to.

    `knows_spaces`: the reader may know of every space, as an administrator.
    """
    links = list(links)
    ids = [link.pk for link in links]
    seen = set(
        items_access.visible_items(actor, with_trash=True)
        .filter(pk__in={pk for link in links for pk in (link.item_id, link.item.workspace_id)})
        .values_list("pk", flat=True)
    )
    figures = figures_of(ids)
    parts = dict(Link.objects.filter(pk__in=ids).annotate(n=Count("parts")).values_list("pk", "n"))
    rows = []
    for link in links:
        state = state_of(link)
        space = link.item.workspace.item
        rows.append(
            LinkRow(
                link=link,
                title=link.item.title if link.item_id in seen else "",
                space=space.title if knows_spaces or space.pk in seen else "",
                state=state,
                tone=TONES.get(state, ""),
                figures=figures.get(link.pk, Figures()),
                part_count=parts.get(link.pk, 0),
            )
        )
    return rows


def figures_of(link_ids: Iterable[UUID]) -> dict[UUID, Figures]:
    """Return how often each link was opened, downloaded from, and used for a deposit."""
    counts: dict[UUID, Counter[str]] = {}
    rows = Trace.objects.filter(link_id__in=list(link_ids)).order_by()
    for link_id, act, number in rows.values_list("link_id", "act").annotate(n=Count("pk")):
        counts.setdefault(link_id, Counter())[act] = number
    return {
        pk: Figures(
            opened=one[Act.OPENED], downloaded=one[Act.DOWNLOADED], deposited=one[Act.DEPOSITED]
        )
        for pk, one in counts.items()
    }


def part_ids_of(link_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Return the things that each link opens."""
    found: dict[UUID, list[UUID]] = {}
    rows = LinkPart.objects.filter(link_id__in=list(link_ids)).order_by("pk")
    for link_id, item_id in rows.values_list("link_id", "item_id"):
        found.setdefault(link_id, []).append(item_id)
    return found


def links_of_item(actor: Actor, item: Item) -> QuerySet[Link]:
    """Return the living links that share a visible thing by name, among those the actor knows."""
    links = access.visible_links(actor).filter(STATE_FILTERS[LinkState.OPEN]())
    return listed(links.filter(Q(item_id=item.pk) | Q(parts__item_id=item.pk)).distinct())


def traces_of(actor: Actor, link: Link) -> list[tuple[Trace, str]]:
    """Return what was done with a link, the latest first, with the titles that the reader sees."""
    traces = list(link.traces.select_related("item")[:200])
    wanted = {trace.item_id for trace in traces if trace.item_id}
    seen = set(
        items_access.visible_items(actor, with_trash=True)
        .filter(pk__in=wanted)
        .values_list("pk", flat=True)
    )
    return [
        (trace, trace.item.title if trace.item and trace.item_id in seen else "")
        for trace in traces
    ]


def deposits_of(link: Link) -> QuerySet[Deposit]:
    """Return what was handed in by a link, the latest first."""
    return link.deposits.prefetch_related("files").annotate(last=Max("at"))[:100]
