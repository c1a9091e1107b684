"""Choosing a party: among whom, found how, by a picker, a form or the API alike."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from parvis.apps.directory.access import visible_parties
from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.models import Party
from parvis.apps.directory.scopes import parties_met
from parvis.apps.directory.selectors import search_parties
from parvis.kernel.actors import Actor, OrganisationRole
from parvis.kernel.texts import folded

SHOWN = 12


def read_kinds(text: str) -> tuple[str, ...]:
    """Return the kinds named in "person,department"; unknown words are passed over."""
    return tuple(kind for kind in text.split(",") if kind in PartyKind.values)


@dataclass(frozen=True, kw_only=True)
class PartyChoices:
    """The present parties among which an actor may choose, of some kinds (none given: all).

    With `workspace_id`, those who can hold something in that space (raises NotFoundError when it
    is out of the actor's sight). Without `with_guests`, outside partners are left out.
    """

    actor: Actor
    kinds: Collection[str] = ()
    workspace_id: UUID | None = None
    with_guests: bool = True

    def all(self) -> QuerySet[Party]:
        """Return every party that may be chosen, without photos."""
        parties = visible_parties(self.actor).filter(left_at__isnull=True).defer("photo")
        if self.workspace_id:
            met = parties_met(self.actor, self.workspace_id)
            parties = met.filter(organisation_id=self.actor.organisation_id).defer("photo")
        if self.kinds:
            parties = parties.filter(kind__in=list(self.kinds))
        if not self.with_guests:
            parties = parties.exclude(person__role=OrganisationRole.GUEST)
        return parties

    def found(self, text: str) -> QuerySet[Party]:
        """Return those who match what was typed, names that begin so first."""
        plain = folded(text)
        starts = Q(sort_name__startswith=plain) | Q(search_text__startswith=plain)
        rank = Case(When(starts, then=Value(0)), default=Value(1), output_field=IntegerField())
        return search_parties(self.all(), text).annotate(rank=rank).order_by("rank", "sort_name")

    def by_ids(self, ids: Iterable[object]) -> list[Party]:
        """Return the choosable parties of these ids, in this order; strange ids are passed over."""
        wanted = [pk for pk in (as_uuid(value) for value in ids) if pk]
        known = self.all().in_bulk(wanted) if wanted else {}
        return [known[pk] for pk in wanted if pk in known]

    def named(self, text: str) -> list[Party]:
        """Return who is meant by a typed text: the only one so named, else all who match."""
        plain = folded(text)
        matching = list(self.found(text)[: SHOWN + 1]) if plain else []
        exact = [party for party in matching if folded(party.name) == plain]
        named = [p for p in matching if all(word in folded(p.name) for word in plain.split())]
        return next((few for few in (exact, named) if len(few) == 1), matching)

    @property
    def url(self) -> str:
        """Return the address that answers the picker."""
        values = {
            "kind": ",".join(self.kinds),
            "workspace": str(self.workspace_id or ""),
            "guests": "" if self.with_guests else "no",
        }
        query = urlencode({name: value for name, value in values.items() if value})
        return reverse("directory:choose") + (f"?{query}" if query else "")


def as_uuid(value: object) -> UUID | None:
    """Return a party's id from a party, an id or a text; None when it is none of these."""
    if isinstance(value, Party):
        return value.pk
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        return None
