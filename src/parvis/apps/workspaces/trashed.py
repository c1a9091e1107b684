"""What is in the trash of a space, as its page shows it."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.utils import timezone

from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Item, Workspace
from parvis.apps.workspaces.registry import kinds
from parvis.apps.workspaces.services.trash import KEPT_DAYS
from parvis.kernel.actors import Actor

DAYS = KEPT_DAYS
PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class TrashedItem:
    """A thing in the trash: who put it there, how many days it has left, what one may do."""

    item: Item
    icon: str
    kind: str
    days_left: int
    may_restore: bool
    may_purge: bool


@dataclass(frozen=True, slots=True)
class TrashPage:
    page: Page[Item]
    rows: list[TrashedItem]


def trashed_items(actor: Actor, workspace: Workspace) -> QuerySet[Item]:
    """Return what the actor sees in the trash of a space; what went along is not told."""
    return (
        access.visible_items(actor, with_trash=True)
        .filter(workspace_id=workspace.pk, trashed_at__isnull=False, trash_root_id=F("pk"))
        .select_related("trashed_by", "parent")
        .defer("trashed_by__photo", "trashed_by__search_text", "description")
        .order_by("-trashed_at")
    )


def days_left(item: Item) -> int:
    """Return in how many days a trashed thing is removed for good; a day begun counts."""
    now = timezone.now()
    left = timedelta(days=DAYS) - (now - (item.trashed_at or now))
    return max(0, ceil(left / timedelta(days=1)))


def trash_page(actor: Actor, workspace: Workspace, *, number: str = "1") -> TrashPage:
    """Return what the actor sees in the trash, the latest first; what went along is not told."""
    items = trashed_items(actor, workspace)
    page = Paginator(items, PAGE).get_page(number)
    rows = list(page.object_list)
    for row in rows:
        row.workspace = workspace
    roles = access.roles_on(actor, workspace, rows)
    return TrashPage(page, [_shown(actor, row, roles) for row in rows])


def _shown(actor: Actor, item: Item, roles: access.Roles) -> TrashedItem:
    kind = kinds().get(item.kind)
    role = roles.get(item.access_root_id)
    return TrashedItem(
        item=item,
        icon=kind.icon if kind else "file",
        kind=str(kind.label) if kind else "",
        days_left=days_left(item),
        may_restore=role is not None and access.may(actor, item, "trash", role=role),
        may_purge=role is not None and access.may(actor, item, "purge", role=role),
    )
