"""Posts go out: at once or when their time comes, and back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.apps.directory import access as directory_access
from parvis.apps.directory.models import Party
from parvis.apps.directory.selectors import actor_of, current_person
from parvis.apps.posts import access
from parvis.apps.posts.enums import PostState
from parvis.apps.posts.events import (
    PostHeldBack,
    PostPinned,
    PostPublished,
    PostScheduled,
    PostUnpinned,
    PostUnscheduled,
    PostWithdrawn,
)
from parvis.apps.posts.models import Pin, Post
from parvis.apps.posts.services.writing import close_to_authors, say_public
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.enums import WaitingAction
from parvis.apps.workspaces.services.items import touch_item
from parvis.apps.workspaces.services.restrictions import lift_restriction
from parvis.apps.workspaces.services.showings import check_places, hide_everywhere, show_item
from parvis.apps.workspaces.services.waiting import withdraw_asks
from parvis.kernel.actors import Actor, system_actor
from parvis.kernel.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    ParvisError,
    RefusedError,
)
from parvis.kernel.events import emit
from parvis.kernel.ui.phrases import exactly

SYSTEM = "posts"


def _check_ready(actor: Actor, post: Post) -> None:
    """Refuse what cannot be published by the actor as it is (InvalidError, RefusedError)."""
    if not access.may_publish(actor, post.item):
        raise RefusedError(access.NOT_HERE)
    if not post.body.strip() and not post.cards.exists():
        raise InvalidError(fields={"body": [_("Write something first.")]})
    if post.item.title == _("Untitled"):
        raise InvalidError(fields={"title": [_("Give a title.")]})
    places = post.places.values_list("pk", flat=True)
    check_places(actor, post.item, workspace_ids=list(places), to_town=post.to_town)


@transaction.atomic
def publish_post(*, actor: Actor, post_id: UUID, version: int | None = None) -> Post:
    """Publish a draft or a scheduled post, now, in its space and where else it was meant to show.

    Raises InvalidError, RefusedError, ConflictError, VersionMismatchError.
    """
    post = access.lock_post(actor, post_id, version=version)
    if post.state == PostState.PUBLISHED:
        raise ConflictError(_("This is published already."))
    _check_ready(actor, post)
    post.state = PostState.PUBLISHED
    post.published_at, post.publish_at = timezone.now(), None
    post.edited_at = None
    post.publisher_id = actor.party_id
    post.save(update_fields=["state", "published_at", "publish_at", "edited_at", "publisher"])
    lift_restriction(item=post.item)
    touch_item(post.item)
    emit(PostPublished(item_id=post.pk, workspace_id=post.item.workspace_id), actor=actor)
    places = list(post.places.values_list("pk", flat=True))
    if places or post.to_town:
        show_item(actor=actor, item_id=post.pk, workspace_ids=places, to_town=post.to_town)
    if post.is_public:
        say_public(actor, post)
    return post


@transaction.atomic
def schedule_post(
    *, actor: Actor, post_id: UUID, publish_at: datetime, version: int | None = None
) -> Post:
    """Have a draft published by itself at a moment to come, with the rights one has then."""
    post = access.lock_post(actor, post_id, version=version)
    if post.state == PostState.PUBLISHED:
        raise ConflictError(_("This is published already."))
    if publish_at <= timezone.now():
        raise InvalidError(fields={"publish_at": [_("Choose a moment to come.")]})
    _check_ready(actor, post)
    post.state, post.publish_at = PostState.SCHEDULED, publish_at
    post.publisher_id = actor.party_id
    post.save(update_fields=["state", "publish_at", "publisher"])
    touch_item(post.item)
    emit(
        PostScheduled(
            item_id=post.pk,
            workspace_id=post.item.workspace_id,
            publish_at=publish_at.isoformat(),
            words=exactly(publish_at),
        ),
        actor=actor,
    )
    return post


@transaction.atomic
def unschedule_post(*, actor: Actor, post_id: UUID) -> Post:
    """Make a scheduled post a plain draft again."""
    post = access.lock_post(actor, post_id)
    if post.state != PostState.SCHEDULED:
        raise ConflictError(_("This is not scheduled."))
    _draft_again(post)
    emit(PostUnscheduled(item_id=post.pk, workspace_id=post.item.workspace_id), actor=actor)
    return post


def _draft_again(post: Post) -> None:
    post.state, post.publish_at = PostState.DRAFT, None
    post.save(update_fields=["state", "publish_at"])
    touch_item(post.item)


@transaction.atomic
def withdraw_post(*, actor: Actor, post_id: UUID) -> Post:
    """Make a published post a draft again, for its authors alone; nothing is waited for then."""
    post = access.lock_post(actor, post_id)
    if post.state != PostState.PUBLISHED:
        raise ConflictError(_("This is not published."))
    withdraw_asks(actor=actor, item=post.item, action=WaitingAction.READ)
    hide_everywhere(actor=actor, item=post.item)
    post.pins.all().delete()
    close_to_authors(post)
    _draft_again(post)
    emit(PostWithdrawn(item_id=post.pk, workspace_id=post.item.workspace_id), actor=actor)
    return post


@transaction.atomic
def pin_post(
    *, actor: Actor, post_id: UUID, workspace_id: UUID | None = None, is_pinned: bool = True
) -> None:
    """Make a post stand first in a space, as a manager there, or in the news of the town."""
    post = access.get_post(actor, post_id)
    if post.state != PostState.PUBLISHED:
        raise ConflictError(_("Publish it first."))
    places = set(post.item.showings.values_list("workspace_id", flat=True))
    if workspace_id not in places | {post.item.workspace_id}:
        raise NotFoundError
    if workspace_id is None:
        directory_access.require(actor, "show_to_town")
    elif not items_access.may(actor, items_access.get_item(actor, workspace_id), "moderate"):
        raise RefusedError
    place = workspace_id or post.item.workspace_id
    if is_pinned:
        _pin, has_changed = Pin.objects.get_or_create(post=post, workspace_id=workspace_id)
    else:
        has_changed = Pin.objects.filter(post=post, workspace_id=workspace_id).delete()[0] > 0
    if has_changed:
        event = PostPinned if is_pinned else PostUnpinned
        emit(event(item_id=post.pk, workspace_id=place), actor=actor)


def due_posts(now: datetime) -> list[UUID]:
    """Return the scheduled posts whose time has come and whose space is alive."""
    rows = Post.objects.filter(
        state=PostState.SCHEDULED,
        publish_at__lte=now,
        item__trashed_at__isnull=True,
        item__workspace__state="active",
    ).order_by("publish_at")
    return list(rows.values_list("pk", flat=True)[:200])


def publish_due(*, now: datetime) -> int:
    """Publish the scheduled posts whose time has come, each in its own transaction; count them."""
    return sum(_publish_one(post_id, now) for post_id in due_posts(now))


@transaction.atomic
def _publish_one(post_id: UUID, now: datetime) -> bool:
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("item__workspace", "publisher")
        .defer("publisher__photo")
        .filter(pk=post_id, state=PostState.SCHEDULED, publish_at__lte=now)
        .first()
    )
    if post is None:
        return False
    try:
        with transaction.atomic():
            publish_post(actor=_publisher(post.publisher), post_id=post.pk)
    except ParvisError as refusal:
        _hold_back(post, str(refusal))
        return False
    return True


def _publisher(party: Party | None) -> Actor:
    """Return who had a post scheduled, with the rights that they have now.

    They had shown what the space asks for when they scheduled it.
    """
    person = current_person(party.pk) if party else None
    if person is None:
        raise RefusedError(_("whoever scheduled it has left"))
    return actor_of(person, has_second_factor=True)


def _hold_back(post: Post, reason: str) -> None:
    _draft_again(post)
    emit(
        PostHeldBack(
            item_id=post.pk,
            workspace_id=post.item.workspace_id,
            party_id=post.publisher_id,
            reason=reason,
        ),
        actor=system_actor(SYSTEM, organisation_id=post.item.organisation_id),
    )
