"""Posts are written: begun, saved, illustrated, given authors."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.apps.posts import access
from parvis.apps.posts.access import POST
from parvis.apps.posts.enums import PostState
from parvis.apps.posts.events import (
    AuthorAdded,
    AuthorRemoved,
    PostDrafted,
    PostEdited,
    PostMadePrivate,
    PostMadePublic,
)
from parvis.apps.posts.models import Author, Card, Picture, Post, PostVersion
from parvis.apps.posts.writing import clean_body, excerpt_of, picture_ids
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.holders import parties_in_space
from parvis.apps.workspaces.models import Workspace
from parvis.apps.workspaces.services.follows import follow_item
from parvis.apps.workspaces.services.items import clean_title, create_item, touch_item
from parvis.apps.workspaces.services.restrictions import restrict_to
from parvis.apps.workspaces.services.showings import check_places, show_item
from parvis.kernel.actors import Actor, Role
from parvis.kernel.errors import ConflictError, InvalidError, RefusedError
from parvis.kernel.events import emit
from parvis.kernel.texts import folded

MAX_CARDS = 30


@dataclass(frozen=True, kw_only=True)
class Content:
    """What an author says of a post; None leaves it as it is."""

    title: str | None = None
    body: str | None = None
    card_ids: Collection[UUID] | None = None
    place_ids: Collection[UUID] | None = None
    to_town: bool | None = None
    is_public: bool | None = None


def close_to_authors(post: Post) -> None:
    """Leave the item of a post to its authors; who has a grant by another way loses it."""
    persons = post.authors.values_list("person_id", flat=True)
    restrict_to(item=post.item, party_ids=persons, role=Role.EDITOR)


@transaction.atomic
def create_post(*, actor: Actor, workspace_id: UUID, content: Content) -> Post:
    """Begin a draft in a space; until it is published, its authors alone see it."""
    if actor.party_id is None:
        raise RefusedError
    title = content.title or _("Untitled")
    item = create_item(actor=actor, kind=POST, parent_id=workspace_id, title=title)
    post = Post(item=item)
    post.save(force_insert=True)
    Author.objects.create(post=post, person_id=actor.party_id)
    close_to_authors(post)
    _write(actor, post, content)
    follow_item(actor=actor, item=item)
    emit(PostDrafted(item_id=item.pk, workspace_id=item.workspace_id), actor=actor)
    return post


@transaction.atomic
def save_post(*, actor: Actor, post_id: UUID, content: Content, version: int | None = None) -> Post:
    """Change what a post says, shows and where it goes, as an author or a manager of its space.

    A published post keeps what it said before. Raises VersionMismatchError, InvalidError.
    """
    post = access.lock_post(actor, post_id, version=version)
    before = (post.item.title, post.body)
    changes = _write(actor, post, content)
    if post.state == PostState.PUBLISHED and before != (post.item.title, post.body):
        post.edited_at = timezone.now()
        post.save(update_fields=["edited_at"])
        PostVersion.objects.create(
            post=post,
            title=before[0],
            body=before[1],
            replaced_at=post.edited_at,
            replaced_by_id=actor.party_id,
        )
        emit(PostEdited(item_id=post.pk, workspace_id=post.item.workspace_id), actor=actor)
    if changes:
        touch_item(post.item, "title", "sort_title")
    return post


def _write(actor: Actor, post: Post, content: Content) -> bool:
    """Put what was written into the rows, and tell whether anything changed."""
    changes = [_write_words(post, content), _write_cards(actor, post, content.card_ids)]
    changes.append(_write_places(actor, post, content))
    if content.is_public is not None and content.is_public != post.is_public:
        post.is_public = content.is_public
        post.save(update_fields=["is_public"])
        changes.append(True)
        if post.state == PostState.PUBLISHED:
            say_public(actor, post)
    return any(changes)


def say_public(actor: Actor, post: Post) -> None:
    """Say whether a published post is for the public page."""
    event = PostMadePublic if post.is_public else PostMadePrivate
    emit(event(item_id=post.pk, workspace_id=post.item.workspace_id), actor=actor)


def _write_words(post: Post, content: Content) -> bool:
    item = post.item
    has_changed = False
    if content.title is not None:
        title = clean_title(content.title)
        if title != item.title:
            item.title, item.sort_title = title, folded(title)[:255]
            item.save(update_fields=["title", "sort_title"])
            has_changed = True
    if content.body is not None:
        body = clean_body(content.body)
        if body != post.body:
            post.body, post.excerpt = body, excerpt_of(body)
            own = Picture.objects.filter(post=post).in_bulk(picture_ids(body))
            post.cover = next((own[pk] for pk in picture_ids(body) if pk in own), None)
            post.save(update_fields=["body", "excerpt", "cover"])
            has_changed = True
    return has_changed


def _write_cards(actor: Actor, post: Post, wanted: Collection[UUID] | None) -> bool:
    """Make the cards be `wanted`; those that the actor doesn't see stay as they are."""
    if wanted is None:
        return False
    if len(wanted) > MAX_CARDS:
        raise InvalidError(fields={"cards": [_("At most 30 things.")]})
    seen = items_access.visible_items(actor).exclude(pk=post.pk)
    ids = list(dict.fromkeys(wanted))
    known = set(seen.filter(pk__in=ids).values_list("pk", flat=True))
    present = set(post.cards.values_list("item_id", flat=True))
    gone = post.cards.filter(item__in=seen).exclude(item_id__in=known)
    has_changed = gone.delete()[0] > 0
    new = [pk for pk in ids if pk in known and pk not in present]
    Card.objects.bulk_create(Card(post=post, item_id=pk) for pk in new)
    return has_changed or bool(new)


def _write_places(actor: Actor, post: Post, content: Content) -> bool:
    """Note where a draft will show; a published post shows there at once."""
    if content.place_ids is None and content.to_town is None:
        return False
    kept = set(post.places.values_list("pk", flat=True))
    places = kept if content.place_ids is None else set(content.place_ids)
    places -= {post.item.workspace_id}
    to_town = post.to_town if content.to_town is None else content.to_town
    if places == kept and to_town == post.to_town:
        return False
    new_to_town = to_town and not post.to_town
    check_places(actor, post.item, workspace_ids=places - kept, to_town=new_to_town)
    if post.state == PostState.PUBLISHED:
        show_item(actor=actor, item_id=post.pk, workspace_ids=places, to_town=to_town)
        post.item.refresh_from_db(fields=["version"])
    post.places.set(Workspace.objects.filter(pk__in=places))
    post.to_town = to_town
    post.save(update_fields=["to_town"])
    return True


@transaction.atomic
def add_author(*, actor: Actor, post_id: UUID, party_id: UUID) -> Post:
    """Let a person of the space write a post with its authors (raises InvalidError)."""
    post = access.lock_post(actor, post_id)
    persons = parties_in_space(post.item.workspace_id).filter(kind="person")
    if not persons.filter(pk=party_id).exists():
        raise InvalidError(fields={"author": [_("Choose a member of the space.")]})
    _author, is_new = Author.objects.get_or_create(post=post, person_id=party_id)
    if is_new:
        if post.state != PostState.PUBLISHED:
            close_to_authors(post)
        touch_item(post.item)
        emit(
            AuthorAdded(item_id=post.pk, workspace_id=post.item.workspace_id, party_id=party_id),
            actor=actor,
        )
    return post


@transaction.atomic
def remove_author(*, actor: Actor, post_id: UUID, party_id: UUID) -> Post:
    """Take a person away from the authors of a post; one stays (raises ConflictError)."""
    post = access.lock_post(actor, post_id)
    if not post.authors.exclude(person_id=party_id).exists():
        raise ConflictError(_("A publication keeps one author: add another one first."))
    if post.authors.filter(person_id=party_id).delete()[0]:
        if post.state != PostState.PUBLISHED:
            close_to_authors(post)
        touch_item(post.item)
        emit(
            AuthorRemoved(item_id=post.pk, workspace_id=post.item.workspace_id, party_id=party_id),
            actor=actor,
        )
    return post
