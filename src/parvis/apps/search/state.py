"""How the index of an organisation stands, for its administrators."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q

from parvis.apps.files.reading.ocr import reader
from parvis.apps.files.rendering.office import converter
from parvis.apps.files.selectors import reading_figures
from parvis.apps.search.models import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """What can be found; `stale` documents are still to be written anew."""

    things: int
    texts: int
    parties: int
    stale: int
    read: int
    scanned: int
    waiting: int
    unread: int
    reads_scans: bool
    reads_french: bool
    reads_office: bool


def index_state(organisation_id: UUID) -> IndexState:
    """Return how many things, texts said of them and parties can be found, and what was read."""
    is_thing = Q(item_id__isnull=False)
    own = Q(source_id=F("item_id"))
    counts = Document.objects.filter(organisation_id=organisation_id).aggregate(
        things=Count("pk", filter=own),
        texts=Count("pk", filter=is_thing & ~own),
        parties=Count("pk", filter=Q(party_id__isnull=False)),
        stale=Count("pk", filter=Q(digest="")),
    )
    figures = reading_figures(organisation_id)
    program, language = reader()
    return IndexState(
        **counts,
        read=figures["ready"],
        scanned=figures["scanned"],
        waiting=figures["waiting"],
        unread=figures["failed"],
        reads_scans=bool(program),
        reads_french=language == "fra",
        reads_office=bool(converter()),
    )
