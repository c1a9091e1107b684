"""Public pages: what anybody reads without an account. The same for everybody, so kept by caches.

Nothing here reads the session: neither who reads, nor who writes in the space.
"""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parvis.apps.directory.shell import town_of
from parvis.apps.posts.models import Picture, Post, PublicPage
from parvis.apps.posts.presenters import html_of
from parvis.apps.posts.selectors import open_public_page, public_posts
from parvis.kernel.errors import NotFoundError
from parvis.kernel.storage.delivery import deliver_blob

SIZE = 12
MINUTES = 5


def _page(workspace_id: UUID) -> PublicPage:
    page = open_public_page(workspace_id)
    if page is None:
        raise NotFoundError
    return page


def _for_everybody(response: HttpResponseBase) -> None:
    """Let caches keep the answer a few minutes: a page that is closed is gone by then."""
    response.headers["Cache-Control"] = f"public, max-age={MINUTES * 60}"
    response.headers["Referrer-Policy"] = "same-origin"


def _render(
    request: HttpRequest, template: str, page: PublicPage, values: dict[str, object]
) -> HttpResponse:
    town = town_of(page.workspace.organisation)
    context = {"town": town, "page": page, "title": page.workspace.item.title, **values}
    response = render(request, template, context)
    _for_everybody(response)
    return response


@require_safe
def page(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    """List the public posts of a space."""
    shown = _page(workspace_id)
    posts = Paginator(public_posts(shown), SIZE).get_page(request.GET.get("page", "1"))
    return _render(request, "posts/public.html", shown, {"posts": posts})


@require_safe
def post(request: HttpRequest, workspace_id: UUID, post_id: UUID) -> HttpResponse:
    """Show a public post."""
    shown = _page(workspace_id)
    found: Post | None = public_posts(shown).filter(pk=post_id).first()
    if found is None:
        raise NotFoundError
    html = html_of(found, route="posts:public_picture")
    return _render(request, "posts/public_post.html", shown, {"post": found, "html": html})


@require_safe
def picture(request: HttpRequest, picture_id: UUID) -> HttpResponseBase:
    """Send a picture of a public post."""
    found = (
        Picture.objects.select_related("blob", "small", "post__item").filter(pk=picture_id).first()
    )
    shown = open_public_page(found.post.item.workspace_id) if found else None
    if found is None or shown is None or not public_posts(shown).filter(pk=found.post_id).exists():
        raise NotFoundError
    blob = found.small if request.GET.get("petite") else found.blob
    response = deliver_blob(request, blob, name="image.webp", media_type="image/webp", inline=True)
    _for_everybody(response)
    return response
