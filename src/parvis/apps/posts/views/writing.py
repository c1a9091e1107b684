"""The page where posts are written, with or without JavaScript, and what it saves by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.apps.directory import access as directory_access
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.posts import access, selectors
from parvis.apps.posts.enums import PostState
from parvis.apps.posts.forms import PostForm, local_moment
from parvis.apps.posts.models import Post
from parvis.apps.posts.services import publishing
from parvis.apps.posts.services import writing as services
from parvis.apps.posts.services.pictures import add_picture
from parvis.apps.posts.services.writing import Content
from parvis.apps.posts.views.pictures import bytes_of
from parvis.apps.posts.writing import LONGEST_BODY, picture_mark
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.models import Item, Workspace
from parvis.apps.workspaces.presenters import item_url
from parvis.apps.workspaces.registry import kinds
from parvis.apps.workspaces.selectors import search_items
from parvis.kernel.actors import Actor
from parvis.kernel.errors import (
    ConflictError,
    ParvisError,
    RefusedError,
    VersionMismatchError,
)

FOUND = 12


@dataclass
class Desk:
    """What the writing page works on: a post, or the space of a new one."""

    actor: Actor
    root: Item
    post: Post | None = None
    errors: dict[str, str] = field(default_factory=dict)
    title: str = ""
    body: str = ""
    version: int = 0
    publish_at: str = ""
    place_ids: set[UUID] = field(default_factory=set)
    to_town: bool = False
    is_public: bool = False
    card_ids: list[UUID] | None = None

    def __post_init__(self) -> None:
        place = self.post.item if self.post else self.root
        self.spaces = list(selectors.places_for(self.actor, place)[:100])
        if self.post is None:
            return
        self.title = "" if self.post.item.title == _("Untitled") else self.post.item.title
        self.body, self.version = self.post.body, self.post.item.version
        self.publish_at = local_moment(self.post.publish_at)
        self.place_ids = set(self.post.places.values_list("pk", flat=True))
        self.to_town, self.is_public = self.post.to_town, self.post.is_public

    @property
    def kept(self) -> list[UUID]:
        """Return the places of the post that this author may not choose, and that stay."""
        mine = {space.pk for space in self.spaces}
        return [pk for pk in self.place_ids if pk not in mine]

    @property
    def is_published(self) -> bool:
        return self.post is not None and self.post.state == PostState.PUBLISHED

    def form(self, data: Any) -> PostForm:
        choices = [(str(space.pk), space.item.title) for space in self.spaces]
        return PostForm(data, places=choices, kept=self.kept)

    def take(self, data: QueryDict) -> None:
        """Keep what was typed, to show it again."""
        self.title, self.body = str(data.get("title", "")), str(data.get("body", ""))
        self.publish_at = str(data.get("publish_at", ""))
        kept, sent = set(self.kept), data.getlist("places")
        self.place_ids = kept | {one.pk for one in self.spaces if str(one.pk) in sent}
        self.to_town, self.is_public = "to_town" in data, "is_public" in data

    def tell(self, refusal: ParvisError) -> None:
        for name, texts in refusal.fields.items():
            self.errors[name] = " ".join(str(text) for text in texts)
        if not refusal.fields:
            self.errors["form"] = str(refusal.message)

    def context(self) -> dict[str, object]:
        workspace = self.root.workspace
        page = selectors.open_public_page(workspace.pk)
        cards = selectors.card_items(self.actor, self.post) if self.post else []
        town = directory_access.may(self.actor, "show_to_town")
        return {
            "desk": self,
            "post": self.post,
            "workspace": workspace,
            "space_title": self.root.title,
            "cards": [(card.pk, card.title, item_url(card)) for card in cards],
            "may_town": town or self.to_town,
            "may_be_public": page is not None or self.is_public,
            "may_publish": items_access.may(self.actor, self.root, "add"),
            "is_secret": workspace.openness == "secret",
            "longest": LONGEST_BODY,
        }


def _desk(request: ActorRequest, post_id: UUID) -> Desk:
    post = access.get_writable(request.actor, post_id)
    return Desk(request.actor, _root(post.item.workspace), post)


def _root(workspace: Workspace) -> Item:
    root = workspace.item
    root.workspace = workspace
    return root


def _new_desk(request: ActorRequest, workspace_id: UUID) -> Desk:
    workspace = items_access.get_workspace(request.actor, workspace_id)
    if not items_access.may(request.actor, workspace.item, "add"):
        raise RefusedError(access.NOT_HERE)
    return Desk(request.actor, workspace.item)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: ActorRequest, workspace_id: UUID) -> HttpResponse:
    """Begin a post in a space."""
    return _write(request, _new_desk(request, workspace_id))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """Go on writing a post."""
    return _write(request, _desk(request, post_id))


def _write(request: ActorRequest, desk: Desk) -> HttpResponse:
    if request.method == "POST":
        form = desk.form(request.POST)
        if form.is_valid():
            try:
                return _save(request, desk, form)
            except ParvisError as refusal:
                _keep(request, desk, refusal)
        else:
            desk.take(request.POST)
            for name, texts in form.errors.items():
                desk.errors[name] = " ".join(str(text) for text in texts)
    status = 422 if desk.errors else 200
    return render(request, "posts/edit.html", desk.context(), status=status)


def _keep(request: ActorRequest, desk: Desk, refusal: ParvisError) -> None:
    """Show what was typed again, with what went wrong and the present version."""
    if isinstance(refusal, RefusedError):
        raise refusal
    if desk.post is not None:
        fresh = access.get_post(request.actor, desk.post.pk)
        desk.post, desk.version = fresh, fresh.item.version
    desk.take(request.POST)
    if isinstance(refusal, VersionMismatchError):
        text = _(
            "Somebody changed this publication while you were writing. Look at it in another tab: "
            "saving again puts your text in place of theirs."
        )
        desk.errors["form"] = text
    else:
        desk.tell(refusal)


def _save(request: ActorRequest, desk: Desk, form: PostForm) -> HttpResponse:
    """Save, then publish or schedule if it was asked; what is saved stays if that is refused."""
    content = form.content()
    if desk.post is None:
        desk.post = services.create_post(
            actor=request.actor, workspace_id=desk.root.pk, content=content
        )
    else:
        version = form.cleaned_data["version"]
        services.save_post(
            actor=request.actor, post_id=desk.post.pk, content=content, version=version
        )
    _add_pictures(request, desk.post.pk)
    return _go_on(request, desk.post.pk, form)


def _add_pictures(request: ActorRequest, post_id: UUID) -> None:
    """Put pictures that were sent with the form at the end of the text."""
    sent = [one for one in request.FILES.getlist("pictures") if isinstance(one, UploadedFile)]
    if not sent:
        return
    marks = []
    for one in sent:
        picture = add_picture(actor=request.actor, post_id=post_id, data=bytes_of(one))
        words = (one.name or "").rsplit(".", 1)[0].replace("_", " ")
        marks.append(picture_mark(picture.pk, words))
    body = access.get_post(request.actor, post_id).body
    text = "\n\n".join([body, *marks])
    services.save_post(actor=request.actor, post_id=post_id, content=Content(body=text))


def _go_on(request: ActorRequest, post_id: UUID, form: PostForm) -> HttpResponse:
    action = request.POST.get("action", "save")
    moment = form.cleaned_data["publish_at"]
    if action == "publish" and moment:
        publishing.schedule_post(actor=request.actor, post_id=post_id, publish_at=moment)
        messages.success(request, _("It will be published by itself at that moment."))
    elif action == "publish":
        publishing.publish_post(actor=request.actor, post_id=post_id)
        messages.success(request, _("It is published."))
    elif access.get_post(request.actor, post_id).state == PostState.PUBLISHED:
        messages.success(request, _("Your changes are published."))
    else:
        messages.success(request, _("The draft is saved: only its authors see it."))
        return redirect("posts:edit", post_id=post_id)
    return redirect("posts:post", post_id=post_id)


def _words(request: ActorRequest) -> Content:
    title = request.POST.get("title", "").strip() or _("Untitled")
    return Content(title=title, body=request.POST.get("body", ""))


def _saved(post: Post) -> JsonResponse:
    return JsonResponse(
        {
            "version": post.item.version,
            "edit": reverse("posts:edit", args=[post.pk]),
            "autosave": reverse("posts:autosave", args=[post.pk]),
            "pictures": reverse("posts:add_picture", args=[post.pk]),
        }
    )


@require_POST
@signed_in
def begin(request: ActorRequest, workspace_id: UUID) -> HttpResponse:
    """Make a draft of what somebody begins to write, and say where it is saved from then on."""
    desk = _new_desk(request, workspace_id)
    post = services.create_post(
        actor=request.actor, workspace_id=desk.root.pk, content=_words(request)
    )
    return _saved(post)


@require_POST
@signed_in
def autosave(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """Save the words of a draft; what is published is saved by its button alone."""
    raw = request.POST.get("version", "")
    version = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else None
    if access.get_post(request.actor, post_id).state == PostState.PUBLISHED:
        raise ConflictError(_("This is published already."))
    post = services.save_post(
        actor=request.actor, post_id=post_id, content=_words(request), version=version
    )
    return _saved(post)


@require_safe
@signed_in
def cards(request: ActorRequest, workspace_id: UUID) -> HttpResponse:
    """Answer the picker of things to lead to: those of this space first, then of the others."""
    items_access.get_workspace(request.actor, workspace_id)
    text = request.GET.get("q", "")[:200]
    seen = items_access.visible_items(request.actor).filter(
        parent__isnull=False, kind__in=list(kinds())
    )
    found = search_items(seen.select_related("workspace__item"), text)
    here = list(found.filter(workspace_id=workspace_id).order_by("-updated_at")[:FOUND])
    rest: Sequence[Item] = ()
    if text.strip() and len(here) < FOUND:
        others = found.exclude(workspace_id=workspace_id).order_by("-updated_at")
        rest = list(others[: FOUND - len(here)])
    rows = [(item, kinds()[item.kind]) for item in [*here, *rest]]
    return render(request, "posts/cards.html", {"rows": rows})
