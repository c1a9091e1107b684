"""A person keeps searches under names of their own."""

from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parvis.apps.search.models import SavedSearch
from parvis.apps.search.selectors import saved_searches
from parvis.kernel.actors import Actor
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from parvis.kernel.texts import clean_line

KEPT = ("q", "type", "espace", "qui", "etiquette", "depuis", "jusqua")
MOST = 50


def clean_query(query: str) -> str:
    """Return the part of an address's query that is a search."""
    pairs = [(name, value) for name, value in parse_qsl(query.lstrip("?")) if name in KEPT]
    return urlencode(pairs)


@transaction.atomic
def save_search(*, actor: Actor, name: str, query: str) -> SavedSearch:
    """Keep a search under a name; the same name is given the new search."""
    if actor.party_id is None or not actor.has_scope("write"):
        raise RefusedError
    name, query = clean_line(name), clean_query(query)
    if not name or len(name) > 80:
        raise InvalidError(fields={"name": [_("Give a name of 80 signs at most.")]})
    if not query or len(query) > 1_000:
        raise InvalidError(fields={"query": [_("Type words or choose a filter first.")]})
    mine = saved_searches(actor)
    if mine.count() >= MOST and not mine.filter(name=name).exists():
        raise ConflictError(_("You keep 50 searches: forget one first."))
    row, _is_new = SavedSearch.objects.update_or_create(
        person_id=actor.party_id, name=name, defaults={"query": query}
    )
    return row


@transaction.atomic
def forget_search(*, actor: Actor, search_id: UUID) -> None:
    """Keep a search no longer (raises NotFoundError)."""
    if not actor.has_scope("write"):
        raise RefusedError
    row = saved_searches(actor).filter(pk=search_id).first()
    if row is None:
        raise NotFoundError
    row.delete()
