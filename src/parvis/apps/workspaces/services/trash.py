"""The trash: out of sight, restorable, then gone."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.apps.workspaces import access
from parvis.apps.workspaces.events import ItemPurged, ItemRestored, ItemTrashed
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.registry import kind_of
from parvis.apps.workspaces.services.items import keep_title_free, spread_access, touch_item
from parvis.apps.workspaces.trees import descendants_of
from parvis.kernel.actors import Actor, system_actor
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from parvis.kernel.events import emit

KEPT_DAYS = 30
PURGED_AT_ONCE = 2_000


@transaction.atomic
def trash_item(*, actor: Actor, item_id: UUID, version: int | None = None) -> Item:
    """Put an item and all below it in the trash; what is below comes back with it."""
    item = access.lock_item(actor, item_id, to="trash", version=version)
    if item.parent_id is None:
        raise InvalidError(_("A space isn't put in the trash: archive it in its settings."))
    taken = [below for below in descendants_of(item) if below.trashed_at is None]
    now = timezone.now()
    Item.objects.filter(pk__in=[item.pk, *(below.pk for below in taken)]).update(
        trashed_at=now, trashed_by=actor.party_id, trash_root=item
    )
    item.trashed_at = now
    touch_item(item)
    for each in [item, *taken]:
        on_trash = kind_of(each).on_trash
        if on_trash:
            on_trash(each, actor)
    emit(
        ItemTrashed(item_id=item.pk, workspace_id=item.workspace_id, count=1 + len(taken)),
        actor=actor,
    )
    return item


@transaction.atomic
def restore_item(*, actor: Actor, item_id: UUID) -> Item:
    """Take an item out of the trash, to its folder, or to the space if the folder is gone."""
    item = access.lock_item(actor, item_id, to="trash", with_trash=True)
    if item.trashed_at is None:
        raise ConflictError(_("This is not in the trash any more."))
    if item.parent and item.parent.trashed_at:
        item.parent = item.workspace.item
    count = Item.objects.filter(trash_root=item).update(
        trashed_at=None, trashed_by=None, trash_root=None
    )
    item.trashed_at, item.trashed_by, item.trash_root = None, None, None
    keep_title_free(item)
    touch_item(item, "title", "sort_title", "parent", "trashed_at", "trashed_by", "trash_root")
    spread_access(item)
    emit(ItemRestored(item_id=item.pk, workspace_id=item.workspace_id, count=count), actor=actor)
    return item


@transaction.atomic
def purge_item(*, actor: Actor, item_id: UUID) -> int:
    """Remove a trashed item and all below for good; return how many went."""
    item = access.lock_item(actor, item_id, to="purge", with_trash=True)
    if item.trashed_at is None:
        raise ConflictError(_("Put it in the trash first."))
    below = descendants_of(item)
    _check_all_seen(actor, item, below)
    for each in [item, *below]:
        on_purge = kind_of(each).on_purge
        if on_purge:
            on_purge(each, actor)
    count = 1 + len(below)
    emit(
        ItemPurged(
            item_id=item.pk,
            workspace_id=item.workspace_id,
            count=count,
            was_restricted=item.access_root_id is not None,
        ),
        actor=actor,
    )
    item.delete()
    return count


def _check_all_seen(actor: Actor, item: Item, below: list[Item]) -> None:
    """Refuse to destroy by hand what the actor does not see: restricted things below."""
    found = {each.access_root_id for each in below} - {item.access_root_id}
    roots = {root_id for root_id in found if root_id}
    seen = access.visible_items(actor, with_trash=True).filter(pk__in=roots).count()
    if seen != len(roots):
        raise ConflictError(
            _("It holds restricted things that are not yours to remove: it goes by itself in time.")
        )


@transaction.atomic
def empty_trash(*, actor: Actor, workspace_id: UUID) -> int:
    """Remove for good what the actor sees in the trash of a space and may remove."""
    access.lock_workspace(actor, workspace_id, to="purge")
    roots = access.visible_items(actor, with_trash=True).filter(
        workspace_id=workspace_id, trashed_at__isnull=False, trash_root_id=F("pk")
    )
    count = 0
    for item in roots.select_related("workspace"):
        try:
            with transaction.atomic():
                count += purge_item(actor=actor, item_id=item.pk)
        except (ConflictError, RefusedError):
            continue
    return count


def purge_old_trash(*, days: int = KEPT_DAYS) -> int:
    """Remove for good what has been in the trash for `days`; each thing in its own transaction."""
    limit = timezone.now() - timedelta(days=days)
    old = Item.objects.filter(trashed_at__lt=limit, trash_root_id=F("pk"))
    count = 0
    for item_id, organisation_id in old.values_list("pk", "organisation_id")[:PURGED_AT_ONCE]:
        actor = system_actor("trash", organisation_id=organisation_id)
        with suppress(NotFoundError, ConflictError):
            count += purge_item(actor=actor, item_id=item_id)
    return count
