"""Copies of items, with all that the actor sees below them."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parvis.apps.workspaces import access
from parvis.apps.workspaces.events import ItemCopied
from parvis.apps.workspaces.models import Grant, Item, ItemTag
from parvis.apps.workspaces.registry import kind_of
from parvis.apps.workspaces.services.items import MAX_DEPTH, TOO_DEEP, keep_title_free
from parvis.apps.workspaces.switches import check_kind_on, write_switches_of
from parvis.apps.workspaces.trees import ancestor_ids, descendants_of
from parvis.kernel.actors import Actor
from parvis.kernel.errors import ConflictError, InvalidError, TooLargeError
from parvis.kernel.events import emit

MAX_COPIED = 5_000


@transaction.atomic
def copy_item(*, actor: Actor, item_id: UUID, parent_id: UUID) -> Item:
    """Copy an item, and what the actor sees below it, to a folder or space.

    The copy is the actor's, takes the rights of its new place, and bears a number where its name is
    taken; what is restricted stays so, to the same parties, whatever the place. Raises
    ConflictError for a place inside the item itself or a kind that can't be copied.
    """
    source = access.get_item(actor, item_id)
    parent = access.lock_item(actor, parent_id, to="add")
    above = ancestor_ids(parent.pk)
    if not kind_of(parent).is_container:
        raise InvalidError(_("Choose a folder or a space."))
    if kind_of(source).copy is None:
        raise ConflictError(_("This can't be copied."))
    if source.pk in {parent.pk, *above}:
        raise ConflictError(_("A folder can't be copied into itself."))
    if len(above) >= MAX_DEPTH:
        raise ConflictError(TOO_DEEP)
    check_kind_on(actor, parent.workspace, source.kind)
    below = _seen_below(actor, source)
    if len(below) >= MAX_COPIED:
        raise TooLargeError(_("Copy at most 5,000 things at a time: copy part of the folder."))
    copy = _copy_one(actor, source, parent)
    copies = {source.pk: copy}
    for item in below:
        if item.parent_id in copies and kind_of(item).copy is not None:
            copies[item.pk] = _copy_one(actor, item, copies[item.parent_id])
    write_switches_of([one.pk for one in copies.values()], parent.workspace)
    emit(
        ItemCopied(
            item_id=copy.pk,
            workspace_id=copy.workspace_id,
            from_id=str(source.pk),
            count=len(copies),
        ),
        actor=actor,
    )
    return copy


def _seen_below(actor: Actor, source: Item) -> list[Item]:
    below = descendants_of(source)
    seen = set(
        access.visible_items(actor)
        .filter(workspace_id=source.workspace_id)
        .values_list("pk", flat=True)
    )
    return [item for item in below if item.pk in seen]


def _copy_one(actor: Actor, source: Item, parent: Item) -> Item:
    copy = Item(
        organisation_id=parent.organisation_id,
        workspace_id=parent.workspace_id,
        kind=source.kind,
        parent=parent,
        title=source.title,
        sort_title=source.sort_title,
        description=source.description,
        author_id=actor.party_id,
        access_root_id=parent.access_root_id,
    )
    keep_title_free(copy)
    if source.is_restricted:
        copy.is_restricted, copy.access_root_id = True, copy.pk
    copy.save(force_insert=True)
    if source.is_restricted:
        grants = source.grants.values_list("party_id", "role")
        Grant.objects.bulk_create(
            Grant(item=copy, party_id=party_id, role=role) for party_id, role in grants
        )
    tags = source.tags.values_list("key", "label")
    ItemTag.objects.bulk_create(ItemTag(item=copy, key=key, label=label) for key, label in tags)
    copy_row = kind_of(source).copy
    if copy_row is not None:
        copy_row(source, copy, actor)
    return copy
