"""Who may reach the addresses of search."""

from typing import Any

from parvis.apps.search.services.indexing import index_items
from parvis.apps.search.services.saved import save_search
from parvis.kernel.testing.surfaces import SIGNED_IN, SPACE_READERS, Elsewhere, Walk


def found(town: Any) -> dict[str, Any]:
    index_items([town.space.pk])
    return {"source_id": town.space.pk}


def kept(town: Any) -> dict[str, Any]:
    row = save_search(actor=town.actor("agent"), name="Halle", query="q=halle")
    return {"search_id": row.pk}


ADMINISTRATORS = frozenset({"admin", "outsider"})
SURFACES: dict[str, Walk | Elsewhere] = {
    "search:index": Walk(SIGNED_IN, data={"q": "halle"}),
    "search:quick": Walk(SIGNED_IN, data={"q": "halle"}),
    "search:why": Walk(SPACE_READERS, found),
    "search:admin": Walk(ADMINISTRATORS),
    "search:rebuild": Walk(ADMINISTRATORS, method="post"),
    "search:save": Walk(SIGNED_IN, method="post", data={"name": "Halle", "query": "q=halle"}),
    "search:forget": Walk(frozenset({"agent"}), kept, method="post"),
}
