"""The reaction to every event: bring what it is about up to date in the index."""

from uuid import UUID

from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.events import DirectoryImported
from parvis.apps.search.documents import parties_around
from parvis.apps.search.services.indexing import index_parties
from parvis.apps.search.tasks import go_on, index_directory
from parvis.kernel.events import handles
from parvis.kernel.models import Event


@handles()
def follow(event: Event) -> None:
    """Index again the thing, the space and the party that an event is about, if they changed."""
    items = [pk for pk in (event.item_id, event.workspace_id) if pk]
    if items:
        go_on(items)
    if event.party_id:
        index_parties(_parties(event))


def _parties(event: Event) -> set[UUID]:
    """Return the party of an event, those that its payload names, and whose text names them."""
    named: set[UUID] = {event.party_id} if event.party_id else set()
    for value in event.payload.values():
        values = value if isinstance(value, list) else [value]
        named |= {pk for pk in map(as_uuid, values) if pk}
    return named | parties_around(named)


@handles(DirectoryImported)
def follow_import(event: Event) -> None:
    """Index the whole directory again after an import, which names nobody."""
    index_directory.enqueue(str(event.organisation_id))
