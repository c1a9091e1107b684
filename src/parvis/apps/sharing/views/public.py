"""What somebody outside sees of a link to documents: never more than the link opens now."""

from dataclasses import replace
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parvis.apps.files import previews
from parvis.apps.files.access import FILE, FOLDER, require_readable, version_of
from parvis.apps.files.archives import archive_among
from parvis.apps.files.enums import PreviewKind
from parvis.apps.files.media import medium_of
from parvis.apps.files.models import File, FileVersion
from parvis.apps.files.sending import archive_response, saved_name
from parvis.apps.files.showing import preview_context
from parvis.apps.sharing.access import OpenLink
from parvis.apps.sharing.enums import Act, LinkKind, Permission
from parvis.apps.sharing.presenters import crumbs_of, outside_rows, title_of
from parvis.apps.sharing.services.visits import note
from parvis.apps.sharing.views.doors import behind, has_answered, keep_private, show
from parvis.apps.sharing.views.passwords import asked_password
from parvis.apps.sharing.watermarks import marked
from parvis.apps.workspaces.models import Item
from parvis.kernel.errors import NotFoundError, RefusedError
from parvis.kernel.storage.blobs import read_blob
from parvis.kernel.storage.delivery import deliver_blob, guard

PAGE = 100
SHARE = LinkKind.SHARE


@require_http_methods(["GET", "HEAD", "POST"])
@behind(SHARE, asks_password=False)
def entry(request: HttpRequest, opened: OpenLink, token: str) -> HttpResponseBase:
    """Ask the password, or show what the link opens."""
    if answer := asked_password(request, opened, token, SHARE):
        return answer
    if request.method == "GET":
        note(opened.link, Act.OPENED)
    if len(opened.roots) == 1:
        (root,) = opened.roots
        if root.kind == FILE:
            return _file(request, opened, token, root)
        return _folder(request, opened, token, root)
    return _folder(request, opened, token, None)


@require_safe
@behind(SHARE)
def folder(request: HttpRequest, opened: OpenLink, token: str, item_id: UUID) -> HttpResponseBase:
    """List a folder that the link opens."""
    return _folder(request, opened, token, opened.item(item_id, kind=FOLDER))


def _folder(
    request: HttpRequest, opened: OpenLink, token: str, place: Item | None
) -> HttpResponseBase:
    rank = Case(When(kind=FOLDER, then=Value(0)), default=Value(1), output_field=IntegerField())
    roots = [root.pk for root in opened.roots]
    below = {"pk__in": roots} if place is None else {"parent_id": place.pk}
    items = opened.reach().filter(**below).annotate(rank=rank)
    page = Paginator(items.order_by("rank", "sort_title", "pk"), PAGE).get_page(
        request.GET.get("page", "1")
    )
    values: dict[str, object] = {
        "token": token,
        "place": place,
        "title": place.title if place else title_of(opened),
        "crumbs": crumbs_of(opened, token, place) if place else [],
        "rows": outside_rows(list(page), token),
        "page": page,
        "may_download": opened.link.permission == Permission.DOWNLOAD,
    }
    return show(request, "sharing/folder.html", opened.link, values)


@require_safe
@behind(SHARE)
def file(request: HttpRequest, opened: OpenLink, token: str, item_id: UUID) -> HttpResponseBase:
    """Show a file that the link opens."""
    return _file(request, opened, token, opened.item(item_id, kind=FILE))


def _version(item: Item) -> FileVersion:
    """Return the current version of a file: no other is ever shown outside."""
    row = File.objects.select_related("current", "current__blob").filter(pk=item.pk).first()
    if row is None:
        raise NotFoundError
    row.item = item
    return version_of(row)


def _file(request: HttpRequest, opened: OpenLink, token: str, item: Item) -> HttpResponseBase:
    version = _version(item)
    if request.method == "GET":
        note(opened.link, Act.SEEN, item=item)
    may_download = opened.link.permission == Permission.DOWNLOAD
    shown = preview_context(version, is_watched=True)
    if shown["kind"] == PreviewKind.MEDIA:
        shown = {**shown, "kind": PreviewKind.NONE}
    values: dict[str, object] = {
        **shown,
        "token": token,
        "item": item,
        "title": item.title,
        "medium": medium_of(version.media_type),
        "crumbs": crumbs_of(opened, token, item),
        "may_download": may_download,
    }
    return show(request, "sharing/file.html", opened.link, values)


def _require_download(opened: OpenLink) -> None:
    if opened.link.permission != Permission.DOWNLOAD:
        raise RefusedError(_("This link lets you look, not download."))


@require_safe
@behind(SHARE)
def download(request: HttpRequest, opened: OpenLink, token: str, item_id: UUID) -> HttpResponseBase:
    """Send a file, whole or by ranges; each download is kept, once."""
    del token
    _require_download(opened)
    item = opened.item(item_id, kind=FILE)
    version = _version(item)
    require_readable(version)
    response = deliver_blob(
        request, version.blob, name=saved_name(version), media_type=version.media_type
    )
    if request.method == "GET" and has_answered(response):
        note(opened.link, Act.DOWNLOADED, item=item)
    return keep_private(response)


@require_safe
@behind(SHARE)
def page(
    request: HttpRequest, opened: OpenLink, token: str, item_id: UUID, page: int
) -> HttpResponseBase:
    """Send the picture of a page, marked with whom it is for and when where the link says so."""
    del token
    version = _version(opened.item(item_id, kind=FILE))
    require_readable(version)
    blob = previews.page_of(version, page).blob
    if opened.link.permission == Permission.WATERMARK:
        picture = marked(b"".join(read_blob(blob)), _mark(opened))
        response: HttpResponseBase = HttpResponse(picture, content_type="image/webp")
        guard(response)
        return keep_private(response)
    name = f"page-{page}.webp"
    return keep_private(
        deliver_blob(request, blob, name=name, media_type="image/webp", inline=True)
    )


def _mark(opened: OpenLink) -> str:
    """Return what is written across a page: for whom, by which town, when."""
    now = timezone.localtime()
    label = opened.link.label or _("shared copy")
    return f"{label} · {opened.link.organisation.name} · {now:%d/%m/%Y %H:%M}"


@require_safe
@behind(SHARE)
def archive(
    request: HttpRequest, opened: OpenLink, token: str, item_id: UUID | None = None
) -> HttpResponseBase:
    """Send all that the link opens, or a folder of it, as a ZIP file."""
    del token
    _require_download(opened)
    roots = opened.roots
    if item_id is None and len(roots) == 1 and roots[0].kind == FOLDER:
        item_id = roots[0].pk
    if item_id is not None:
        place = opened.item(item_id, kind=FOLDER)
        made = archive_among(opened.reach(), place)
    else:
        made = archive_among(opened.reach(), opened.link.item, [root.pk for root in roots])
        made = replace(made, name=f"{title_of(opened)}.zip")
    if request.method == "GET":
        thing = None if item_id is None else made.item
        note(opened.link, Act.DOWNLOADED, item=thing, count=made.count)
    return keep_private(archive_response(request, made))
