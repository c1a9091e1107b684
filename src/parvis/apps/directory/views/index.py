"""The directory as one types."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from parvis.apps.directory import access, listings
from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.listings import WHO, Filters, PartyRow
from parvis.apps.directory.models import Party
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.kernel.ui.htmx import is_fragment

PER_PAGE = 50


class CountedPaginator(Paginator[Party]):
    """A paginator that was told how many there are."""

    def __init__(self, count: int) -> None:
        super().__init__(Party.objects.none(), PER_PAGE)
        self.count = count

    def slice_of(self, number: str) -> tuple[Page[Party], int, int]:
        """Return a page (the nearest that exists) and where it starts and ends."""
        page = self.get_page(number)
        start = (page.number - 1) * PER_PAGE
        return page, start, start + PER_PAGE


@dataclass(frozen=True)
class Tab:
    kind: str
    label: str
    count: int
    url: str
    is_current: bool


def read_filters(request: ActorRequest) -> Filters:
    """Read the filters of an address; what is strange is passed over."""
    kind, who = request.GET.get("kind", ""), request.GET.get("who", "")
    return Filters(
        text=request.GET.get("q", "").strip()[:200],
        kind=kind if kind in PartyKind.values else "",
        department_id=as_uuid(request.GET.get("department", "")),
        who=who if who in WHO else "",
    )


def query_of(filters: Filters, **changes: str) -> str:
    """Return the filters as a query, with `changes`."""
    values = {
        "q": filters.text,
        "kind": filters.kind,
        "department": str(filters.department_id or ""),
        "who": filters.who,
        **changes,
    }
    return urlencode({name: value for name, value in values.items() if value})


def _tabs(filters: Filters, counts: dict[str, int]) -> list[Tab]:
    labels = {
        "": _("All"),
        PartyKind.PERSON: _("People"),
        PartyKind.DEPARTMENT: _("Departments"),
        PartyKind.FUNCTION: _("Functions"),
        PartyKind.GROUP: _("Groups"),
    }
    return [
        Tab(
            kind=kind,
            label=label,
            count=counts[kind] if kind else sum(counts.values()),
            url=f"?{query_of(filters, kind=kind)}",
            is_current=filters.kind == kind,
        )
        for kind, label in labels.items()
    ]


def _sentence(count: int, filters: Filters) -> str:
    if filters.text or filters.department_id or filters.who:
        return ngettext("%(count)s answer", "%(count)s answers", count) % {"count": count}
    return _("Who does what here, and how to reach them.")


@require_safe
@signed_in
def index(request: ActorRequest) -> HttpResponse:
    """Show the directory; htmx gets the list alone."""
    actor = request.actor
    filters = read_filters(request)
    places, parents = listings.places_of(actor)
    found = listings.find_parties(actor, filters, parents)
    counts = listings.counts_by_kind(found)
    chosen = counts[filters.kind] if filters.kind else sum(counts.values())
    page, start, end = CountedPaginator(chosen).slice_of(request.GET.get("page", "1"))
    parties = found.filter(kind=filters.kind) if filters.kind else found
    rows: list[PartyRow] = listings.read_rows(parties, start, end) if chosen else []
    keep = query_of(filters)
    context = {
        "filters": filters,
        "places": [("", _("Every department")), *((place.pk, place.label) for place in places)],
        "has_places": bool(places),
        "whos": _whos(access.may(actor, "change_directory")),
        "rows": rows,
        "page": page,
        "tabs": _tabs(filters, counts),
        "sentence": _sentence(chosen, filters),
        "keep": f"{keep}&" if keep else "",
        "query": keep,
        "is_filtered": bool(keep),
        "is_bare": not keep and chosen <= 1,
        "may_change": access.may(actor, "change_directory"),
        "may_import": access.may(actor, "import_directory"),
        "may_view": access.may(actor, "view"),
    }
    template = "directory/index.html"
    return render(request, f"{template}#results" if is_fragment(request) else template, context)


def _whos(with_left: bool) -> list[tuple[str, str]]:
    whos = [
        ("", _("Everybody")),
        ("elected", _("Elected officials")),
        ("agents", _("Agents")),
        ("partners", _("Outside partners")),
    ]
    return [*whos, ("left", _("Who has left"))] if with_left else whos


@require_safe
@signed_in
def me(request: ActorRequest) -> HttpResponse:
    """Go to one's own page."""
    return redirect("directory:party", party_id=request.actor.party_id)
