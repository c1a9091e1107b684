"""The page of a post."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parvis.apps.directory import access as directory_access
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.posts import access, selectors
from parvis.apps.posts.enums import PostState
from parvis.apps.posts.models import Post
from parvis.apps.posts.presenters import (
    html_of,
    names_line,
    pictures_of,
    readings_phrase,
    shown_cards,
)
from parvis.apps.posts.services.readings import note_reading
from parvis.apps.posts.writing import render as render_body
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.presenters import item_frame
from parvis.kernel.actors import Role


@require_safe
@signed_in
def post(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """Show a post, and keep that it was read."""
    found = access.get_post(request.actor, post_id)
    if request.method == "GET":
        note_reading(actor=request.actor, post=found)
    frame = item_frame(request, found.item)
    is_published = found.state == PostState.PUBLISHED
    may_write = not found.item.trashed_at and access.may_write(request.actor, found)
    authors = selectors.authors_of([found.pk])[found.pk]
    context = {
        **frame,
        "post": found,
        "html": html_of(found),
        "authors": authors,
        "authors_line": names_line(authors),
        "cards": shown_cards(selectors.card_items(request.actor, found)),
        "is_published": is_published,
        "may_write": may_write,
        **_figures(request, found, may_write=may_write),
        **_places(request, found),
    }
    return render(request, "posts/post.html", context)


def _figures(request: ActorRequest, post: Post, *, may_write: bool) -> dict[str, object]:
    """Return how many read, how many of those asked have said so, and what the reader is asked."""
    if post.state != PostState.PUBLISHED:
        return {}
    asked = selectors.acknowledgements(post) if may_write else []
    known = vars(post)
    return {
        "readings": readings_phrase(known["reading_count"] or 0),
        "asked_count": len(asked),
        "done_count": sum(one.done_at is not None for one in asked),
        "hold": selectors.own_hold(request.actor, post.pk) if known["is_asked"] else None,
    }


def _places(request: ActorRequest, post: Post) -> dict[str, object]:
    """Return where a post shows beyond its space, among what its reader may know of."""
    rows = items_access.showings_seen(request.actor, post.item)
    return {
        "shown_to_town": any(row.workspace_id is None for row in rows),
        "shown_in": [row.workspace for row in rows if row.workspace_id],
        "managed_ids": {row.workspace_id for row in rows if row.role_there >= Role.MANAGER},
        "is_pinned_here": vars(post)["is_pinned_here"],
        "is_pinned_in_town": vars(post)["is_pinned_in_town"],
        "may_pin_in_town": directory_access.may(request.actor, "show_to_town"),
    }


@require_safe
@signed_in
def versions(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """Show what a published post said before, to those who may write it."""
    found = access.get_writable(request.actor, post_id)
    pictures = pictures_of(found)
    rows = found.versions.select_related("replaced_by").defer("replaced_by__photo")[:50]
    shown = [(row, render_body(row.body, pictures)) for row in rows]
    context = {**item_frame(request, found.item), "post": found, "versions": shown}
    return render(request, "posts/versions.html", context)
