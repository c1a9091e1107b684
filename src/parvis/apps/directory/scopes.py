"""Who is met where: spaces say which parties a guest meets, and who can hold something in a space.

The directory doesn't know of spaces; the app of spaces registers its answer here, once.
"""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from parvis.apps.directory.models import Party
from parvis.kernel.actors import Actor

PartyScope = Callable[[Actor, UUID | None], QuerySet[Party]]
_scopes: dict[str, PartyScope] = {}


def register_party_scope(scope: PartyScope) -> PartyScope:
    """Declare who answers: for a space's id, who can hold something there; for None, who is met.

    The scope raises NotFoundError for a space that the actor may not read.
    """
    _scopes["spaces"] = scope
    return scope


def parties_met(actor: Actor, workspace_id: UUID | None = None) -> QuerySet[Party]:
    """Return the parties of a space, or of all the actor's spaces; nobody if no app answers."""
    scope = _scopes.get("spaces")
    return scope(actor, workspace_id) if scope else Party.objects.none()
