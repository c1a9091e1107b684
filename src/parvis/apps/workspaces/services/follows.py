"""Who wants to be told of what happens to an item."""

from parvis.apps.workspaces.models import Follow, Item
from parvis.kernel.actors import Actor


def follow_item(*, actor: Actor, item: Item) -> None:
    """Tell the actor, from now on, of what happens to an item that they see; once is enough."""
    if actor.party_id:
        Follow.objects.get_or_create(item=item, person_id=actor.party_id)
