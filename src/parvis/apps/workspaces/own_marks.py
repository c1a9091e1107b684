"""What is read along with an item for its reader: its star, when they opened it, showings."""

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.expressions import Combinable

from parvis.apps.workspaces.models import Favourite, Opening, Showing
from parvis.kernel.actors import Actor

IS_SHOWN = "is_shown"


def own_marks(actor: Actor) -> dict[str, Combinable]:
    """Return the annotations of an item that say where it shows, and what it is to the actor."""
    own = Opening.objects.filter(item=OuterRef("pk"), person_id=actor.party_id)
    stars = Favourite.objects.filter(item=OuterRef("pk"), person_id=actor.party_id)
    return {
        IS_SHOWN: Exists(Showing.objects.filter(item=OuterRef("pk"))),
        "is_favourite": Exists(stars),
        "opened_at": Subquery(own.values("opened_at")[:1]),
    }
