"""Where an item shows beyond its own space: in other spaces, or to the whole town."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory import access as directory_access
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import Openness
from parvis.apps.workspaces.events import (
    ItemHidden,
    ItemHiddenFromTown,
    ItemShown,
    ItemShownToTown,
)
from parvis.apps.workspaces.models import Item, Showing
from parvis.kernel.actors import Actor
from parvis.kernel.errors import InvalidError, NotFoundError, RefusedError
from parvis.kernel.events import emit

MAX_PLACES = 50
SECRET = _(
    "This space is secret: showing its things elsewhere would tell that it exists. "
    "Add them to another space."
)
NOT_THERE = _("You may not add anything to one of these spaces. Ask its managers.")
NOT_TOWN = _("Only a manager of the town shows something to everybody. Ask one of them.")


def check_places(
    actor: Actor, item: Item, *, workspace_ids: Collection[UUID], to_town: bool
) -> None:
    """Refuse places where the actor may not show `item` (raises InvalidError).

    `item`'s space is read along with it.
    """
    if not workspace_ids and not to_town:
        return
    if item.workspace.openness == Openness.SECRET:
        raise InvalidError(fields={"places": [SECRET]})
    if len(workspace_ids) > MAX_PLACES:
        raise InvalidError(fields={"places": [_("Choose at most 50 spaces.")]})
    if to_town and not directory_access.may(actor, "show_to_town"):
        raise InvalidError(fields={"places": [NOT_TOWN]})
    roots = access.visible_items(actor).filter(parent__isnull=True, pk__in=workspace_ids)
    seen = {root.pk: root for root in roots.select_related("workspace")}
    if any(pk not in seen or not access.may(actor, seen[pk], "add") for pk in workspace_ids):
        raise InvalidError(fields={"places": [NOT_THERE]})


@transaction.atomic
def show_item(
    *, actor: Actor, item_id: UUID, workspace_ids: Collection[UUID] = (), to_town: bool = False
) -> Item:
    """Make the places where an item shows, beyond its own space, be these.

    What is shown already stays, whoever showed it; a new place asks for the right to add there
    (raises InvalidError, RefusedError).
    """
    item = access.lock_item(actor, item_id, to="share")
    if item.parent_id is None:
        raise InvalidError(_("A space itself can’t be shown in another one."))
    wanted: set[UUID | None] = {pk for pk in workspace_ids if pk != item.workspace_id}
    if to_town:
        wanted.add(None)
    present: set[UUID | None] = set(item.showings.values_list("workspace_id", flat=True))
    new = wanted - present
    check_places(actor, item, workspace_ids=[pk for pk in new if pk], to_town=None in new)
    for gone in present - wanted:
        _hide(actor, item, gone)
    for place in sorted(new, key=str):
        Showing.objects.create(item=item, workspace_id=place, shown_by_id=actor.party_id)
        shown = (
            ItemShown(item_id=item.pk, workspace_id=place)
            if place
            else ItemShownToTown(item_id=item.pk, workspace_id=item.workspace_id)
        )
        emit(shown, actor=actor)
    return item


@transaction.atomic
def hide_item(*, actor: Actor, item_id: UUID, workspace_id: UUID) -> None:
    """Take an item of another space away from a space, as a manager there (raises RefusedError)."""
    item = access.visible_items(actor).select_for_update(of=("self",)).filter(pk=item_id).first()
    if item is None or not item.showings.filter(workspace_id=workspace_id).exists():
        raise NotFoundError
    root = access.get_item(actor, workspace_id)
    if not access.may(actor, root, "moderate"):
        raise RefusedError
    _hide(actor, item, workspace_id)


def hide_everywhere(*, actor: Actor, item: Item) -> None:
    """Leave an item that the caller has locked to its own space."""
    for place in list(item.showings.values_list("workspace_id", flat=True)):
        _hide(actor, item, place)


def _hide(actor: Actor, item: Item, place: UUID | None) -> None:
    item.showings.filter(workspace_id=place).delete()
    hidden = (
        ItemHidden(item_id=item.pk, workspace_id=place)
        if place
        else ItemHiddenFromTown(item_id=item.pk, workspace_id=item.workspace_id)
    )
    emit(hidden, actor=actor)
