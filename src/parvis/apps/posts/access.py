"""Who sees and changes posts: the rights of items, and drafts for their authors alone."""

from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from parvis.apps.posts.enums import PostState
from parvis.apps.posts.models import Author, Picture, Pin, Post, Reading
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import WaitingAction, WaitingState
from parvis.apps.workspaces.models import Item, Waiting
from parvis.kernel.actors import Actor, Role
from parvis.kernel.errors import NotFoundError, RefusedError

POST = "posts.post"
RULES = {"edit": Role.MANAGER, "write": Role.READER}
NOT_AUTHOR = _("Only its authors and the managers of the space may do this.")
NOT_HERE = _("You may not publish in this space. Ask one of its editors.")


def visible_posts(actor: Actor) -> QuerySet[Post]:
    """Return the published posts that the actor sees, and their own drafts."""
    posts = Post.objects.filter(item__in=access.visible_items(actor))
    if actor.is_system:
        return posts
    own = Author.objects.filter(post=OuterRef("pk"), person_id=actor.party_id)
    return posts.filter(Q(state=PostState.PUBLISHED) | Exists(own))


def get_post(actor: Actor, post_id: UUID) -> Post:
    """Return a post that the actor sees, its item at hand (raises NotFoundError)."""
    item = access.get_item(actor, post_id)
    post = visible_posts(actor).annotate(**_known(actor)).filter(pk=item.pk).first()
    if post is None:
        raise NotFoundError
    post.item = item
    post.__dict__["_authors"] = {actor.party_id: vars(post)["is_own"]}
    return post


def _known(actor: Actor) -> dict[str, Exists | Subquery]:
    """Return what the page of a post asks, in the query that finds it."""
    readings = Reading.objects.filter(post=OuterRef("pk"))
    pins = Pin.objects.filter(post=OuterRef("pk"))
    held = Waiting.objects.filter(
        item=OuterRef("pk"), action=WaitingAction.READ, state=WaitingState.OPEN
    )
    count = readings.order_by().values("post").annotate(number=Count("pk")).values("number")
    own = Author.objects.filter(post=OuterRef("pk"), person_id=actor.party_id)
    return {
        "is_own": Exists(own),
        "is_read": Exists(readings.filter(person_id=actor.party_id)),
        "is_asked": Exists(held.filter(party_id__in=[actor.party_id] if actor.party_id else [])),
        "reading_count": Subquery(count),
        "is_pinned_here": Exists(pins.filter(workspace_id=OuterRef("item__workspace_id"))),
        "is_pinned_in_town": Exists(pins.filter(workspace__isnull=True)),
    }


def is_author(actor: Actor, post: Post) -> bool:
    """Tell whether the actor is one of a post's authors, in person."""
    known = post.__dict__.setdefault("_authors", {})
    if actor.party_id not in known:
        known[actor.party_id] = (
            actor.party_id is not None and post.authors.filter(person_id=actor.party_id).exists()
        )
    return bool(known[actor.party_id])


def may_write(actor: Actor, post: Post) -> bool:
    """Tell whether the actor may change a post that they see: an author, a manager of the space."""
    if not access.may(actor, post.item, "write"):
        return False
    return is_author(actor, post) or access.may(actor, post.item, "moderate")


def get_writable(actor: Actor, post_id: UUID) -> Post:
    """Return a post that the actor may change (raises NotFoundError, RefusedError)."""
    post = get_post(actor, post_id)
    if not may_write(actor, post):
        raise RefusedError(NOT_AUTHOR)
    return post


def may_publish(actor: Actor, item: Item) -> bool:
    """Tell whether the actor may publish in the space of an item."""
    root = access.visible_items(actor).select_related("workspace").filter(pk=item.workspace_id)
    found = root.first()
    return found is not None and access.may(actor, found, "add")


def lock_post(actor: Actor, post_id: UUID, *, version: int | None = None) -> Post:
    """Lock a post for the transaction, for its authors and the managers of its space.

    Raises NotFoundError when it is out of sight, RefusedError for other readers,
    VersionMismatchError when somebody changed it since `version`.
    """
    item = access.lock_item(actor, post_id, to="write", version=version)
    post = Post.objects.filter(pk=item.pk).first()
    if post is None:
        raise NotFoundError
    post.item = item
    if not may_write(actor, post):
        raise RefusedError(NOT_AUTHOR)
    return post


def get_picture(actor: Actor, picture_id: UUID) -> Picture:
    """Return a picture of a post that the actor sees (raises NotFoundError)."""
    picture = (
        Picture.objects.select_related("blob", "small")
        .filter(pk=picture_id, post__in=visible_posts(actor))
        .first()
    )
    if picture is None:
        raise NotFoundError
    return picture
