"""Lists of posts: a space's, the town's, and where one may write."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.posts import selectors
from parvis.apps.posts.models import Post
from parvis.apps.posts.presenters import shown_posts
from parvis.apps.workspaces import access
from parvis.apps.workspaces.presenters import space_frame
from parvis.kernel.ui.htmx import is_fragment

SIZE = 12
DRAFTS = 8


def _listed(
    request: ActorRequest, posts: QuerySet[Post], *, workspace_id: UUID | None = None
) -> dict[str, object]:
    """Return a page of posts, narrowed to the words typed."""
    text = request.GET.get("q", "")[:200]
    kept = {key: request.GET[key] for key in ("q", "quoi") if request.GET.get(key)}
    if text:
        posts = selectors.searched(posts, text)
    page = Paginator(posts, SIZE).get_page(request.GET.get("page", "1"))
    return {
        "posts": shown_posts(request.actor, page.object_list, workspace_id=workspace_id),
        "page": page,
        "text": text,
        "keep": urlencode(kept) + "&" if kept else "",
    }


@require_safe
@signed_in
def space(request: ActorRequest, workspace_id: UUID) -> HttpResponse:
    """List the posts of a space, the pinned first, and one's own drafts."""
    workspace = access.get_workspace(request.actor, workspace_id)
    posts = selectors.space_posts(request.actor, workspace_id)
    context: dict[str, object] = _listed(request, posts, workspace_id=workspace_id)
    if is_fragment(request):
        return render(request, "posts/space.html#feed", {**context, "workspace": workspace})
    context |= space_frame(request, workspace, "posts")
    context["drafts"] = selectors.own_drafts(request.actor, workspace_id)[:DRAFTS]
    context["public_page"] = selectors.open_public_page(workspace_id)
    return render(request, "posts/space.html", context)


@require_safe
@signed_in
def news(request: ActorRequest) -> HttpResponse:
    """Show the news of the town, or of all one's spaces."""
    is_town = not request.actor.is_guest and request.GET.get("quoi") != "espaces"
    find = selectors.town_posts if is_town else selectors.all_posts
    context: dict[str, object] = _listed(request, find(request.actor))
    context["is_town"] = is_town
    if is_fragment(request):
        return render(request, "posts/news.html#feed", context)
    return render(request, "posts/news.html", context)


@require_safe
@signed_in
def choose(request: ActorRequest) -> HttpResponse:
    """Choose the space where one writes; with a single one, go there."""
    spaces = list(selectors.writable_workspaces(request.actor)[:200])
    if len(spaces) == 1:
        return redirect("posts:new", workspace_id=spaces[0].pk)
    drafts = selectors.own_drafts(request.actor)[:DRAFTS]
    return render(request, "posts/choose.html", {"spaces": spaces, "drafts": drafts})
