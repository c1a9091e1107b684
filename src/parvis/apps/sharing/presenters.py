"""What rows and pages say of links, to those who share and to those outside."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.apps.files.access import FILE
from parvis.apps.files.media import medium_of
from parvis.apps.files.models import File
from parvis.apps.sharing.access import OpenLink
from parvis.apps.sharing.enums import LinkKind, LinkState
from parvis.apps.sharing.models import Link
from parvis.apps.sharing.tokens import unseal
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.trees import ids_above
from parvis.kernel.mail import absolute_url
from parvis.kernel.ui.phrases import file_size

TONES = {LinkState.OPEN: "ok", LinkState.STOPPED: "late"}


@dataclass(frozen=True, kw_only=True)
class OutsideRow:
    """A folder or a file as somebody outside sees it."""

    title: str
    url: str
    icon: str
    context: str


def outside_rows(items: Iterable[Item], token: str) -> list[OutsideRow]:
    """Return what a link lists: names and sizes, neither people nor versions."""
    items = list(items)
    ids = [item.pk for item in items if item.kind == FILE]
    files = File.objects.filter(pk__in=ids).select_related("current").in_bulk()
    return [_row(item, files.get(item.pk), token) for item in items]


def _row(item: Item, file: File | None, token: str) -> OutsideRow:
    if item.kind != FILE:
        url = reverse("sharing:folder", args=[token, item.pk])
        return OutsideRow(title=item.title, url=url, icon="folder", context=_("Folder"))
    version = file.current if file else None
    medium = medium_of(version.media_type if version else "")
    context = f"{medium.label} · {file_size(version.size)}" if version else ""
    url = reverse("sharing:file", args=[token, item.pk])
    return OutsideRow(title=item.title, url=url, icon=medium.icon, context=context)


def title_of(opened: OpenLink) -> str:
    """Return the title of what a link opens, the name of their place not being told."""
    if len(opened.roots) == 1:
        return opened.roots[0].title
    return opened.link.label or _("Shared documents")


def crumbs_of(opened: OpenLink, token: str, item: Item) -> list[tuple[str, str]]:
    """Return the way from what the link opens down to a thing, itself left out at the top."""
    roots = {root.pk for root in opened.roots}
    if item.pk in roots and len(roots) == 1:
        return []
    steps = [(title_of(opened), reverse("sharing:entry", args=[token]))]
    if item.pk not in roots:
        above = {one.pk: one for one in opened.reach().filter(pk__in=ids_above(item.pk))}
        chain: list[Item] = []
        at: UUID | None = item.parent_id
        while at in above:
            chain.append(above[at])
            at = above[at].parent_id
        steps += [
            (one.title, reverse("sharing:folder", args=[token, one.pk]))
            for one in reversed(chain)
            if one.pk not in roots or len(roots) > 1
        ]
    return [*steps, (item.title, "")]


def address_of(link: Link) -> str:
    """Return the whole address of a link, "" when it can't be shown any more."""
    token = unseal(link.sealed)
    name = "sharing:deposit" if link.kind == LinkKind.DEPOSIT else "sharing:entry"
    return absolute_url(reverse(name, args=[token])) if token else ""
