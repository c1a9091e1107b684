"""A list comes in: send it, look at what it would change, accept it."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from parvis.apps.directory import access, services
from parvis.apps.directory.forms.cards import ServiceForm
from parvis.apps.directory.imports.columns import COLUMNS
from parvis.apps.directory.imports.plans import Difference, Status
from parvis.apps.directory.imports.reading import LARGEST_FILE, MOST_LINES
from parvis.apps.directory.models import DirectoryImport, ImportState
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.kernel.actors import OrganisationRole
from parvis.kernel.errors import ConflictError, InvalidError

PER_PAGE = 100


class ListForm(ServiceForm):
    file = forms.FileField(
        label=gettext_lazy("The list"),
        help_text=gettext_lazy(
            "An Excel workbook (.xlsx) or a CSV file, 5 MB and 5,000 lines at most."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )


@dataclass(frozen=True)
class ColumnChoice:
    """A column of the list: its header, an example of what is below, what it was taken for."""

    place: int
    header: str
    example: str
    key: str

    @property
    def name(self) -> str:
        return f"column-{self.place}"


@dataclass(frozen=True)
class ShownLine:
    number: int
    name: str
    status: str
    details: str
    differences: list[Difference]
    warnings: list[str]
    errors: list[str]


def _steps(last: str) -> list[tuple[str, str]]:
    return [
        (_("Directory"), reverse("directory:index")),
        (_("Import a list"), reverse("directory:import")),
        *([(last, "")] if last else []),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def start(request: ActorRequest) -> HttpResponseBase:
    """Send a list."""
    access.require(request.actor, "import_directory")
    form = ListForm(request.POST or None, request.FILES or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            pending = services.start_import(
                actor=request.actor, file_name=sent.name, data=sent.read(LARGEST_FILE + 1)
            )
        except InvalidError as error:
            form.show(error)
        else:
            return redirect("directory:import-preview", import_id=pending.pk)
    context = {"form": form, "steps": _steps(""), "columns": COLUMNS, "most": MOST_LINES}
    return render(request, "directory/import.html", context, status=422 if form.errors else 200)


def _shown(raw: dict[str, object]) -> ShownLine:
    texts = raw["texts"] if isinstance(raw["texts"], dict) else {}
    differences = raw["differences"] if isinstance(raw["differences"], list) else []
    words = [texts.get(key, "") for key in ("job_title", "email", "phone", "mobile")]
    return ShownLine(
        number=int(str(raw["number"])),
        name=str(raw["name"]),
        status=str(raw["status"]),
        details=" · ".join(word for word in words if word),
        differences=[Difference(**one) for one in differences],
        warnings=_texts(raw["warnings"]),
        errors=_texts(raw["errors"]),
    )


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _columns(pending: DirectoryImport) -> list[ColumnChoice]:
    return [
        ColumnChoice(
            place=place,
            header=header or _("(no header)"),
            example=next((row[place + 1] for row in pending.rows[:50] if row[place + 1]), ""),
            key=key,
        )
        for place, (header, key) in enumerate(zip(pending.headers, pending.mapping, strict=True))
    ]


@require_http_methods(["GET", "HEAD"])
@signed_in
def preview(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Show what a list would change, line by line."""
    pending = services.get_import(request.actor, import_id)
    if pending.state == ImportState.DONE:
        return render(
            request,
            "directory/import_done.html",
            {
                "pending": pending,
                "counts": pending.counts,
                "steps": _steps(pending.file_name),
                "may_invite": request.actor.has_role(OrganisationRole.ADMINISTRATOR),
            },
        )
    status = request.GET.get("status", "")
    lines = pending.plan["lines"]
    if status in set(Status):
        lines = [line for line in lines if line["status"] == status]
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page", "1"))
    counts = pending.counts
    made = [
        (_("Departments"), list(pending.plan["departments"].values())),
        (_("Functions"), list(pending.plan["functions"].values())),
        (_("Groups"), list(pending.plan["groups"].values())),
    ]
    context = {
        "pending": pending,
        "steps": _steps(pending.file_name),
        "columns": _columns(pending),
        "choices": [("", _("Leave it out")), *((one.key, one.label) for one in COLUMNS)],
        "lines": [_shown(line) for line in page.object_list],
        "page": page,
        "keep": f"status={status}&" if status else "",
        "status": status,
        "tabs": _tabs(status, counts),
        "counts": counts,
        "to_write": counts[Status.NEW] + counts[Status.CHANGED],
        "made": [(label, names) for label, names in made if names],
        "mapped": _mapped(pending),
        "must_map": "" in pending.mapping or not _knows_names(pending),
        "knows_names": _knows_names(pending),
    }
    return render(request, "directory/import_preview.html", context)


def _knows_names(pending: DirectoryImport) -> bool:
    return bool({"family_name", "full_name", "given_name"} & set(pending.mapping))


def _mapped(pending: DirectoryImport) -> str:
    known = sum(1 for key in pending.mapping if key)
    text = ngettext(
        "%(known)s column of %(all)s is taken: see or correct",
        "%(known)s columns of %(all)s are taken: see or correct",
        known,
    )
    return text % {"known": known, "all": len(pending.mapping)}


def _tabs(status: str, counts: dict[str, int]) -> list[dict[str, object]]:
    labels = {
        "": _("All lines"),
        Status.NEW: _("To add"),
        Status.CHANGED: _("To change"),
        Status.UNCHANGED: _("Unchanged"),
        Status.ERROR: _("To correct"),
    }
    return [
        {
            "label": label,
            "count": counts[key] if key else sum(counts.values()),
            "url": f"?status={key}" if key else "?",
            "is_current": key == status,
        }
        for key, label in labels.items()
    ]


@require_POST
@signed_in
def map_columns(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Say what each column is."""
    pending = services.get_import(request.actor, import_id)
    mapping = [request.POST.get(f"column-{place}", "") for place in range(len(pending.headers))]
    try:
        services.map_import(actor=request.actor, import_id=import_id, mapping=mapping)
    except InvalidError as error:
        messages.error(request, str(error.message))
    return redirect("directory:import-preview", import_id=import_id)


@require_POST
@signed_in
def accept(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Write the list, as it was shown."""
    try:
        services.accept_import(actor=request.actor, import_id=import_id)
    except ConflictError as error:
        messages.warning(request, str(error.message))
        pending = services.get_import(request.actor, import_id)
        if pending.state == ImportState.PENDING:
            services.refresh_import(actor=request.actor, import_id=import_id)
    return redirect("directory:import-preview", import_id=import_id)


@require_POST
@signed_in
def drop(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Forget the list."""
    services.drop_import(actor=request.actor, import_id=import_id)
    messages.info(request, _("Nothing was written."))
    return redirect("directory:import")
