"""Who sees an item, in plain words: everybody in the space, or those with a grant."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import Openness
from parvis.apps.workspaces.models import Grant, Item
from parvis.apps.workspaces.presenters import item_url
from parvis.kernel.actors import Actor

NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Who sees an item. `grants` is empty for what the whole space sees.

    `root` is the restricted thing that decides, None for a thing that the whole space sees;
    `root_url` leads to it when it isn't the item itself.
    """

    is_open_space: bool
    space_title: str
    root: Item | None
    root_url: str
    grants: list[Grant]
    may_restrict: bool
    may_manage: bool
    shown_in: str = ""
    is_shown_to_town: bool = False

    @property
    def is_own(self) -> bool:
        """Tell whether the restriction is the item's own, or comes from above."""
        return self.root is not None and not self.root_url

    @property
    def named(self) -> list[Grant]:
        return self.grants[:NAMED]

    @property
    def more(self) -> int:
        return max(0, len(self.grants) - NAMED)


def grants_of(item_id: UUID) -> QuerySet[Grant]:
    """Return the grants on a restricted item, managers first, then by name."""
    return (
        Grant.objects.filter(item_id=item_id, party__left_at__isnull=True)
        .select_related("party")
        .defer("party__photo", "party__search_text")
        .order_by("-role", "party__sort_name")
    )


def sight_of(actor: Actor, item: Item) -> Sight:
    """Return who sees a visible item, and what the actor may change about it."""
    role = access.role_on(actor, item)
    root: Item | None = None
    if item.access_root_id == item.pk:
        root = item
    elif item.access_root_id:
        root = access.visible_items(actor).filter(pk=item.access_root_id).first()
    workspace = item.workspace
    showings = access.showings_seen(actor, item) if item.access_root_id is None else []
    return Sight(
        is_open_space=workspace.openness == Openness.OPEN,
        space_title=workspace.item.title,
        root=root,
        root_url=item_url(root) if root is not None and root.pk != item.pk else "",
        grants=list(grants_of(root.pk)) if root else [],
        shown_in=", ".join(row.workspace.item.title for row in showings if row.workspace),
        is_shown_to_town=any(row.workspace_id is None for row in showings),
        may_restrict=role is not None and access.may(actor, item, "restrict", role=role),
        may_manage=role is not None and access.may(actor, item, "manage_grants", role=role),
    )
