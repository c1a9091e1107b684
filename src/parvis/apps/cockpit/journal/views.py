"""The page of the journal and its exports."""

from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.apps.cockpit.journal.exporting import csv_lines, json_lines, start_export
from parvis.apps.cockpit.journal.reading import journal_events, read_filters, told
from parvis.apps.cockpit.journal.seals import verify
from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.requests import ActorRequest, for_administrators
from parvis.apps.directory.selectors import parties_by_id
from parvis.apps.workspaces import access
from parvis.kernel.events import event_types
from parvis.kernel.ui.htmx import is_fragment

PAGE = 50


def _type_options() -> list[tuple[str, str]]:
    """Return what to filter by: each tool, then each type under it, in words."""
    tools = {
        "workspaces": _("Spaces"),
        "files": _("Documents"),
        "conversations": _("Comments"),
        "directory": _("Directory"),
        "accounts": _("Sign-in"),
        "cockpit": _("Journal"),
    }
    options = [("", _("All types"))]
    names = sorted(event_types())
    for app in dict.fromkeys(name.split(".")[0] for name in names):
        options.append((app, tools.get(app, app.capitalize())))
        own = [name for name in names if name.startswith(f"{app}.")]
        options += [(name, f"— {_dotted(str(event_types()[name].sentence))}") for name in own]
    return options


def _dotted(sentence: str) -> str:
    """Return a sentence with "…" for what it names."""
    out, depth = "", 0
    for sign in sentence:
        if sign == "{":
            depth, out = depth + 1, out + "…"
        elif sign == "}":
            depth -= 1
        elif not depth:
            out += sign
    return out


@require_safe
@for_administrators
def journal(request: ActorRequest) -> HttpResponseBase:
    """Show every event of the organisation, filtered, and verify the seals when asked."""
    filters = read_filters(request.GET.dict())
    events = journal_events(request.actor, filters)
    before = as_uuid(request.GET.get("avant", ""))
    if before:
        events = events.filter(pk__lt=before)
    rows = list(events.select_related("seal")[: PAGE + 1])
    has_more = len(rows) > PAGE
    rows = rows[:PAGE]
    context: dict[str, object] = {
        "rows": told(request.actor, rows),
        "before": rows[-1].pk if rows and has_more else None,
        "filters": filters,
        "keep": filters.query,
    }
    if is_fragment(request) and before:
        return render(request, "cockpit/journal.html#rows", context)
    spaces = access.listed_workspaces(request.actor).values_list("pk", "item__title")
    chosen = parties_by_id([filters.person])
    context |= {
        "formats": [("csv", _("Spreadsheet (CSV)")), ("jsonl", _("For programs (JSON lines)"))],
        "types": _type_options(),
        "spaces": [
            ("", _("All spaces")),
            *((str(pk), title) for pk, title in spaces.order_by("item__sort_title")[:500]),
        ],
        "person": [{"value": pk, "label": party.name} for pk, party in chosen.items()],
        "verdict": verify(request.actor.organisation_id) if "verifier" in request.GET else None,
    }
    return render(request, "cockpit/journal.html", context)


@require_POST
@for_administrators
def export(request: ActorRequest) -> HttpResponseBase:
    """Send the journal as CSV or JSON lines, as it is read; the export itself is noted."""
    filters = read_filters(request.POST.dict())
    format_name = request.POST.get("format", "")
    events = start_export(actor=request.actor, filters=filters, format_name=format_name)
    is_csv = format_name == "csv"
    lines = (csv_lines if is_csv else json_lines)(request.actor, events)
    kind = "text/csv; charset=utf-8" if is_csv else "application/x-ndjson; charset=utf-8"
    name = f"journal-{timezone.localdate().isoformat()}.{format_name}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines, content_type=kind, headers=headers)
