"""The directory as a file to take away, and the model of a list to bring."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from parvis.apps.directory import access, exports, listings
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.directory.views.index import read_filters
from parvis.kernel.errors import NotFoundError

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_WRITERS = {"csv": exports.as_csv, "xlsx": exports.as_xlsx}
EXAMPLE = [
    "Martin",
    "Claire",
    "claire.martin@exemple.fr",
    "03 44 00 00 01",
    "06 00 00 00 01",
    "Responsable de l’urbanisme",
    "Urbanisme",
    "Services techniques",
    "oui",
    "Instructrice des permis",
    "Comité de pilotage; Commission travaux",
    "",
    "Permis de construire, plan local d’urbanisme",
    "Mairie, 1er étage",
    "A042",
]


def attachment(data: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file to save."""
    response = HttpResponse(data, content_type=_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@signed_in
def export(request: ActorRequest, kind: str) -> HttpResponse:
    """Send the persons that the list shows, as CSV or as a workbook."""
    if kind not in _WRITERS:
        raise NotFoundError
    access.require(request.actor, "view")
    _places, parents = listings.places_of(request.actor)
    found = listings.find_parties(request.actor, read_filters(request), parents)
    data = _WRITERS[kind](exports.lines_of(request.actor, found))
    return attachment(data, kind, exports.file_name(kind))


@require_safe
@signed_in
def model(request: ActorRequest, kind: str) -> HttpResponse:
    """Send the model of a list to fill in, with one invented line."""
    if kind not in _WRITERS:
        raise NotFoundError
    access.require(request.actor, "import_directory")
    return attachment(_WRITERS[kind](iter([EXAMPLE])), kind, f"modele-annuaire.{kind}")
