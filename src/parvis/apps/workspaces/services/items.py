"""Changes that all items share: making, naming, moving, tagging."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parvis.apps.workspaces import access
from parvis.apps.workspaces.events import ItemDescribed, ItemMoved, ItemRenamed, ItemTagged
from parvis.apps.workspaces.models import Item, ItemTag
from parvis.apps.workspaces.registry import kind_of, kinds
from parvis.apps.workspaces.switches import check_kind_on, write_switches_of
from parvis.apps.workspaces.titles import free_title, sibling_named
from parvis.apps.workspaces.trees import ancestor_ids, descendants_of
from parvis.kernel.actors import Actor
from parvis.kernel.errors import ConflictError, InvalidError
from parvis.kernel.events import emit
from parvis.kernel.texts import clean_line, clean_text, folded


class TitleTakenError(ConflictError):
    """Another file or folder of the place has this name."""

    code = "title_taken"


MAX_DEPTH = 40
MAX_TAGS = 30
TITLE_TAKEN = _("Another one already has this name here: choose another name.")
HIDDEN_BELOW = _(
    "It holds restricted things that are not yours to take to another space. Move the rest, or ask "
    "whoever manages them."
)
TOO_DEEP = _("Folders go 40 levels deep at most: choose a place higher up.")


def clean_title(title: str) -> str:
    """Return a title of one line, without control signs, 1 to 255 signs (raises InvalidError)."""
    kept = "".join(sign for sign in title if sign.isprintable()).strip()
    if not kept:
        raise InvalidError(fields={"title": [_("Give a title.")]})
    if len(kept) > 255:
        raise InvalidError(fields={"title": [_("Keep the title under 255 signs.")]})
    return kept


def touch_item(item: Item, *fields: str) -> None:
    """Save `fields` of a locked item, counting one change more."""
    item.version += 1
    item.save(update_fields=[*fields, "version", "updated_at"])


def check_title_free(parent_id: UUID, title: str, *, without: UUID | None = None) -> None:
    """Refuse a name that another file or folder of the place has (raises TitleTakenError)."""
    if sibling_named(parent_id, title, without=without):
        raise TitleTakenError(TITLE_TAKEN, fields={"title": [TITLE_TAKEN]})


def keep_title_free(item: Item) -> None:
    """Number the title of an item that comes to a place where its name is taken; not saved."""
    if item.parent_id and kind_of(item).has_unique_titles:
        item.title = free_title(item.parent_id, item.title, without=item.pk)
        item.sort_title = folded(item.title)[:255]


@transaction.atomic
def create_item(
    *, actor: Actor, kind: str, parent_id: UUID, title: str, description: str = ""
) -> Item:
    """Make the item of a new thing below `parent_id`; its tool makes the row and the event."""
    parent = access.lock_item(actor, parent_id, to="add")
    if not kind_of(parent).is_container:
        raise InvalidError(_("Things are put in a folder or a space."))
    if len(ancestor_ids(parent.pk)) >= MAX_DEPTH:
        raise ConflictError(TOO_DEEP)
    check_kind_on(actor, parent.workspace, kind)
    title = clean_title(title)
    if kinds()[kind].has_unique_titles:
        check_title_free(parent.pk, title)
    return Item.objects.create(
        organisation_id=parent.organisation_id,
        workspace_id=parent.workspace_id,
        kind=kinds()[kind].name,
        parent=parent,
        title=title,
        sort_title=folded(title)[:255],
        description=clean_text(description),
        author_id=actor.party_id,
        access_root_id=parent.access_root_id,
    )


@transaction.atomic
def rename_item(*, actor: Actor, item_id: UUID, title: str, version: int | None = None) -> Item:
    """Give an item another title."""
    item = access.lock_item(actor, item_id, to="edit", version=version)
    before, item.title = item.title, clean_title((kind_of(item).clean_title or str)(title))
    if before == item.title:
        return item
    if item.parent_id and kind_of(item).has_unique_titles:
        check_title_free(item.parent_id, item.title, without=item.pk)
    item.sort_title = folded(item.title)[:255]
    touch_item(item, "title", "sort_title")
    emit(ItemRenamed(item_id=item.pk, workspace_id=item.workspace_id, before=before), actor=actor)
    return item


@transaction.atomic
def describe_item(
    *, actor: Actor, item_id: UUID, description: str, version: int | None = None
) -> Item:
    """Say in a few lines what an item is (at most 5,000 signs)."""
    item = access.lock_item(actor, item_id, to="edit", version=version)
    description = clean_text(description)
    if len(description) > 5_000:
        raise InvalidError(fields={"description": [_("Keep it under 5,000 signs.")]})
    if item.description != description:
        item.description = description
        touch_item(item, "description")
        emit(ItemDescribed(item_id=item.pk, workspace_id=item.workspace_id), actor=actor)
    return item


@transaction.atomic
def tag_item(*, actor: Actor, item_id: UUID, labels: Iterable[str]) -> Item:
    """Make the item's tags be `labels` (at most 30, of 60 signs; case and accents forgiven)."""
    item = access.lock_item(actor, item_id, to="edit")
    wanted = {folded(label): clean_line(label) for label in labels if folded(label)}
    if len(wanted) > MAX_TAGS or any(len(label) > 60 for label in wanted.values()):
        raise InvalidError(fields={"tags": [_("At most 30 tags of 60 signs each.")]})
    present = set(item.tags.values_list("key", flat=True))
    if present != wanted.keys():
        item.tags.exclude(key__in=wanted).delete()
        ItemTag.objects.bulk_create(
            ItemTag(item=item, key=key, label=label)
            for key, label in wanted.items()
            if key not in present
        )
        touch_item(item)
        emit(ItemTagged(item_id=item.pk, workspace_id=item.workspace_id), actor=actor)
    return item


def spread_access(item: Item) -> None:
    """Write `access_root` of an item and of all below, from their own restrictions."""
    parent = item.parent
    above = parent.access_root_id if parent else None
    item.access_root_id = item.pk if item.is_restricted else above
    item.save(update_fields=["access_root"])
    roots = {item.pk: item.access_root_id}
    changed = []
    for below in descendants_of(item):
        inherited = roots[below.parent_id] if below.parent_id else None
        root = below.pk if below.is_restricted else inherited
        roots[below.pk] = root
        if below.access_root_id != root:
            below.access_root_id = root
            changed.append(below)
    Item.objects.bulk_update(changed, ["access_root"], batch_size=500)


@transaction.atomic
def move_item(*, actor: Actor, item_id: UUID, parent_id: UUID, version: int | None = None) -> Item:
    """Put an item, with all below it, in another folder or space of the organisation.

    Raises ConflictError when the place is inside the item itself. A move between spaces takes
    the rights of the new place; restricted items keep their grants, and what the actor doesn't see
    stays where its people find it.
    """
    item = access.lock_item(actor, item_id, to="move", version=version)
    parent = access.lock_item(actor, parent_id, to="add")
    if item.parent_id is None:
        raise InvalidError(_("A space itself can't be moved into a folder."))
    if not kind_of(parent).is_container:
        raise InvalidError(_("Choose a folder or a space."))
    above_parent = ancestor_ids(parent.pk)
    if item.pk in {parent.pk, *above_parent}:
        raise ConflictError(_("A folder can't be put inside itself."))
    if len(above_parent) >= MAX_DEPTH:
        raise ConflictError(TOO_DEEP)
    if item.parent_id == parent.pk:
        return item
    before, item.parent = item.parent_id, parent
    keep_title_free(item)
    if item.workspace_id != parent.workspace_id:
        children = descendants_of(item)
        check_kind_on(actor, parent.workspace, item.kind)
        _check_all_seen(actor, item, children)
        below = [child.pk for child in children]
        Item.objects.filter(pk__in=[item.pk, *below]).update(workspace_id=parent.workspace_id)
        item.waiting.model.objects.filter(item_id__in=[item.pk, *below]).update(
            workspace_id=parent.workspace_id
        )
        item.workspace_id = parent.workspace_id
        write_switches_of([item.pk, *below], parent.workspace)
    touch_item(item, "parent", "workspace", "title", "sort_title")
    spread_access(item)
    emit(
        ItemMoved(
            item_id=item.pk,
            workspace_id=item.workspace_id,
            from_id=str(before),
            to_id=str(parent.pk),
        ),
        actor=actor,
    )
    return item


def _check_all_seen(actor: Actor, item: Item, below: Iterable[Item]) -> None:
    """Refuse to take to another space what others hold below an item, out of the actor's sight."""
    found = {each.access_root_id for each in below} - {item.access_root_id}
    roots = {root_id for root_id in found if root_id}
    if access.visible_items(actor, with_trash=True).filter(pk__in=roots).count() != len(roots):
        raise ConflictError(HIDDEN_BELOW)


@transaction.atomic
def change_item(
    *,
    actor: Actor,
    item_id: UUID,
    version: int | None = None,
    title: str | None = None,
    description: str | None = None,
    parent_id: UUID | None = None,
    labels: Iterable[str] | None = None,
) -> Item:
    """Change several of an item's properties at once, or none; what is None stays."""
    item = access.lock_item(actor, item_id, to="edit", version=version)
    if title is not None:
        item = rename_item(actor=actor, item_id=item_id, title=title)
    if description is not None:
        item = describe_item(actor=actor, item_id=item_id, description=description)
    if labels is not None:
        item = tag_item(actor=actor, item_id=item_id, labels=labels)
    if parent_id is not None:
        item = move_item(actor=actor, item_id=item_id, parent_id=parent_id)
    return item
