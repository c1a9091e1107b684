"""Where and by whom: pins, authors, withdrawing, the public page of a space."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.posts import access, selectors
from parvis.apps.posts.forms import AuthorForm, PublicPageForm
from parvis.apps.posts.models import PublicPage
from parvis.apps.posts.services import publishing, writing
from parvis.apps.posts.services.public_pages import set_public_page
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.presenters import item_frame
from parvis.apps.workspaces.services.showings import hide_item
from parvis.kernel.errors import InvalidError, ParvisError, RefusedError


@require_POST
@signed_in
def unschedule(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """Make a scheduled post a plain draft again."""
    publishing.unschedule_post(actor=request.actor, post_id=post_id)
    messages.success(request, _("This is a draft again."))
    return redirect("posts:edit", post_id=post_id)


@require_POST
@signed_in
def withdraw(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """Take a published post back; whoever is not an author sees it no more."""
    post = publishing.withdraw_post(actor=request.actor, post_id=post_id)
    messages.success(request, _("Only its authors see it now."))
    if access.is_author(request.actor, post):
        return redirect("posts:post", post_id=post_id)
    return redirect("posts:space", workspace_id=post.item.workspace_id)


@require_POST
@signed_in
def pin(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """Put a post first in its space, in another where it shows, or in the news of the town."""
    post = access.get_post(request.actor, post_id)
    is_town = request.POST.get("place") == "town"
    place = None if is_town else as_uuid(request.POST.get("place", "")) or post.item.workspace_id
    is_pinned = request.POST.get("pinned") != "no"
    publishing.pin_post(
        actor=request.actor, post_id=post_id, workspace_id=place, is_pinned=is_pinned
    )
    messages.success(request, _("It comes first now.") if is_pinned else _("It is unpinned."))
    return redirect("posts:post", post_id=post_id)


@require_POST
@signed_in
def hide(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """Take the post of another space away from one's own, as its manager."""
    place = as_uuid(request.POST.get("place", ""))
    if place is None:
        raise InvalidError
    hide_item(actor=request.actor, item_id=post_id, workspace_id=place)
    messages.success(request, _("This space shows it no longer."))
    return redirect("posts:space", workspace_id=place)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def authors(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """Show who writes a post; add and remove authors."""
    post = access.get_writable(request.actor, post_id)
    is_sent = request.method == "POST"
    gone = as_uuid(request.POST.get("remove", "")) if is_sent else None
    if gone:
        writing.remove_author(actor=request.actor, post_id=post_id, party_id=gone)
        if gone == request.actor.party_id and not access.visible_posts(request.actor).filter(
            pk=post_id
        ):
            return redirect("posts:space", workspace_id=post.item.workspace_id)
        return redirect("posts:authors", post_id=post_id)
    form = AuthorForm(
        request.POST if is_sent else None,
        actor=request.actor,
        workspace_id=post.item.workspace_id,
        auto_id="author_%s",
    )
    if is_sent and form.is_valid():
        try:
            writing.add_author(
                actor=request.actor, post_id=post_id, party_id=form.cleaned_data["author"].pk
            )
        except ParvisError as refusal:
            form.add_error("author", str(refusal))
        else:
            return redirect("posts:authors", post_id=post_id)
    context = {
        **item_frame(request, post.item),
        "post": post,
        "authors": selectors.authors_of([post.pk])[post.pk],
        "form": form,
    }
    return render(request, "posts/authors.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def public_page(request: ActorRequest, workspace_id: UUID) -> HttpResponse:
    """Open or close the public page of a space, as its manager."""
    workspace = items_access.get_workspace(request.actor, workspace_id)
    if not items_access.may(request.actor, workspace.item, "manage_space"):
        raise RefusedError
    known = PublicPage.objects.filter(pk=workspace_id).first()
    initial = {
        "is_open": bool(known and known.is_open),
        "introduction": known.introduction if known else "",
    }
    is_sent = request.method == "POST"
    form = PublicPageForm(request.POST if is_sent else None, initial=initial, auto_id="public_%s")
    if is_sent and form.is_valid():
        try:
            set_public_page(actor=request.actor, workspace_id=workspace_id, **form.cleaned_data)
        except InvalidError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The public page is set."))
            return redirect("posts:page", workspace_id=workspace_id)
    url = request.build_absolute_uri(reverse("posts:public", args=[workspace_id]))
    context = {"workspace": workspace, "form": form, "page": known, "url": url}
    return render(request, "posts/page.html", context, status=422 if form.errors else 200)
