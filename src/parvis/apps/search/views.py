"""Pages of search: all that was found, the quick answer as one types, why one sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.requests import ActorRequest, for_administrators, signed_in
from parvis.apps.search import selectors
from parvis.apps.search.presenters import kind_label, names_of, results_of
from parvis.apps.search.reasons import reasons_of
from parvis.apps.search.selectors import Found, Wanted
from parvis.apps.search.services import saved, upkeep
from parvis.apps.search.state import index_state
from parvis.apps.search.tasks import rebuild_index
from parvis.kernel.errors import InvalidError
from parvis.kernel.ui.htmx import is_dialog, is_fragment

PAGE = 20
FACETS = 30
QUICK = 7
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind among what was found, and how many."""

    label: str
    query: str
    count: int
    is_current: bool


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def read_wanted(given: QueryDict) -> Wanted:
    """Read words and filters; strange values are passed over."""
    return Wanted(
        text=given.get("q", "").replace("\x00", "").strip()[:300],
        kind=given.get("type", "")[:40],
        space_id=as_uuid(given.get("espace", "")),
        person_id=as_uuid(given.get("qui", "")),
        tag=given.get("etiquette", "").replace("\x00", "")[:60],
        since=_day(given.get("depuis", "")),
        until=_day(given.get("jusqua", "")),
    )


def query_of(wanted: Wanted, **changed: str) -> str:
    """Return the query of the address that asks for the same."""
    values = {
        "q": wanted.text,
        "type": wanted.kind,
        "espace": wanted.space_id or "",
        "qui": wanted.person_id or "",
        "etiquette": wanted.tag,
        "depuis": wanted.since or "",
        "jusqua": wanted.until or "",
    } | changed
    return urlencode({name: value for name, value in values.items() if value})


@require_safe
@signed_in
def index(request: ActorRequest) -> HttpResponseBase:
    """Show what was found, by kind, with what narrows it down."""
    wanted = read_wanted(request.GET)
    everything = selectors.search(request.actor, _without_kind(wanted))
    found = everything.of_kind(wanted.kind)
    if wanted.kind and everything.is_more:
        found = selectors.search(request.actor, wanted)
    page = Paginator(found.lines, PAGE).get_page(request.GET.get("page"))
    lines = list(page.object_list)
    is_refining = wanted.has_filters or "affiner" in request.GET
    facets = _Facets.of(found) if is_refining else _Facets()
    names = names_of(
        (pk for pk, _uses in facets.spaces),
        {*(pk for pk, _uses in facets.people), *(one.author_id for one in lines if one.author_id)},
    )
    context = {
        "wanted": wanted,
        "found": found,
        "page": page,
        "results": results_of(lines, found.typed, names),
        "is_refining": is_refining,
        "keep": f"{query_of(wanted)}&",
        "query": query_of(wanted),
        "bare": urlencode({"q": wanted.text}),
        "count_text": _count(found),
        "tabs": _tabs(wanted, everything),
        **facets.choices(names),
    }
    if is_fragment(request):
        return render(request, "search/index.html#found", context)
    context["saved"] = list(selectors.saved_searches(request.actor))
    return render(request, "search/index.html", context)


def _without_kind(wanted: Wanted) -> Wanted:
    return Wanted(
        text=wanted.text,
        space_id=wanted.space_id,
        person_id=wanted.person_id,
        tag=wanted.tag,
        since=wanted.since,
        until=wanted.until,
    )


def _count(found: Found) -> str:
    count = len(found.lines)
    if found.is_more:
        return _("More than %(count)s results: the newest, best first") % {"count": count}
    return ngettext("%(count)s result", "%(count)s results", count) % {"count": count}


def _tabs(wanted: Wanted, everything: Found) -> list[Tab]:
    counts = everything.kinds
    total = sum(counts.values())
    tabs = [Tab(_("Everything"), query_of(wanted, type=""), total, not wanted.kind)]
    shown = [*counts, wanted.kind] if wanted.kind and wanted.kind not in counts else list(counts)
    for kind in sorted(shown, key=lambda kind: (-counts[kind], kind)):
        tabs.append(  # noqa: PERF401 -- two conditions read better apart
            Tab(kind_label(kind), query_of(wanted, type=kind), counts[kind], kind == wanted.kind)
        )
    return tabs


@dataclass(frozen=True, slots=True)
class _Facets:
    """What may narrow a search: the spaces, people and tags of what was found, with how many."""

    spaces: list[tuple[UUID, int]] = field(default_factory=list)
    people: list[tuple[UUID, int]] = field(default_factory=list)
    tags: list[tuple[str, str, int]] = field(default_factory=list)

    @classmethod
    def of(cls, found: Found) -> "_Facets":
        tags = selectors.tags_of(found) if found.lines else []
        return cls(found.spaces.most_common(FACETS), found.authors.most_common(FACETS), tags)

    def choices(self, names: Mapping[UUID, str]) -> dict[str, Choices]:
        def named(pairs: list[tuple[UUID, int]]) -> Choices:
            return [(str(pk), f"{names[pk]} ({uses})") for pk, uses in pairs if pk in names]

        return {
            "spaces": [("", _("All spaces")), *named(self.spaces)],
            "people": [("", _("Everybody")), *named(self.people)],
            "tags": [
                ("", _("All tags")),
                *((key, f"{label} ({uses})") for key, label, uses in self.tags),
            ],
        }


@require_safe
@signed_in
def quick(request: ActorRequest) -> HttpResponseBase:
    """Answer as one types, below the field of every page."""
    wanted = Wanted(text=read_wanted(request.GET).text)
    if not is_fragment(request):
        return redirect(f"{reverse('search:index')}?{query_of(wanted)}")
    found = selectors.search(request.actor, wanted, limit=selectors.QUICK)
    lines = found.lines[:QUICK]
    context = {
        "wanted": wanted,
        "found": found,
        "query": query_of(wanted),
        "count_text": _count(found),
        "results": results_of(lines, found.typed, {}),
        "is_more": len(found.lines) > QUICK,
    }
    return render(request, "search/quick.html", context)


@require_safe
@signed_in
def why(request: ActorRequest, source_id: UUID) -> HttpResponseBase:
    """Say why one sees a thing that was found."""
    document = selectors.get_document(request.actor, source_id)
    context = {"document": document, "reasons": reasons_of(request.actor, document)}
    template = "search/why.html#dialog" if is_dialog(request) else "search/why.html"
    return render(request, template, context)


@require_POST
@signed_in
def save(request: ActorRequest) -> HttpResponseBase:
    """Keep a search under a name."""
    query = request.POST.get("query", "")
    try:
        row = saved.save_search(actor=request.actor, name=request.POST.get("name", ""), query=query)
    except InvalidError as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('search:index')}?{saved.clean_query(query)}")
    messages.success(request, _("“%(name)s” is kept.") % {"name": row.name})
    return redirect(f"{reverse('search:index')}?{row.query}")


@require_POST
@signed_in
def forget(request: ActorRequest, search_id: UUID) -> HttpResponseBase:
    """Keep a search no longer."""
    saved.forget_search(actor=request.actor, search_id=search_id)
    messages.success(request, _("This search is forgotten."))
    return redirect("search:index")


@require_safe
@for_administrators
def administration(request: ActorRequest) -> HttpResponseBase:
    """Show what can be found, and what could not be read."""
    context = {"state": index_state(request.actor.organisation_id)}
    return render(request, "search/administration.html", context)


@require_POST
@for_administrators
def rebuild(request: ActorRequest) -> HttpResponseBase:
    """Have the worker make the index of the organisation again."""
    upkeep.forget(organisation_id=request.actor.organisation_id)
    rebuild_index.enqueue(str(request.actor.organisation_id))
    messages.success(
        request, _("The index is being made again. People search as before meanwhile.")
    )
    return redirect("search:admin")
