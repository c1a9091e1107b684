"""Reads about posts: lists, who wrote, who read, who acknowledged."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from parvis.apps.directory.models import Party
from parvis.apps.posts.access import visible_posts
from parvis.apps.posts.enums import PostState
from parvis.apps.posts.models import Author, Pin, Post, PublicPage, Reading
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import Openness, WaitingAction, WaitingState, WorkspaceState
from parvis.apps.workspaces.models import Item, Showing, Waiting, Workspace
from parvis.apps.workspaces.switches import is_open_to_all
from parvis.kernel.actors import Actor, Role
from parvis.kernel.texts import folded


def _listed(posts: QuerySet[Post], actor: Actor, pins: QuerySet[Pin]) -> QuerySet[Post]:
    """Bring along what a list shows, the pinned first, then the latest."""
    readings = Reading.objects.filter(post=OuterRef("pk"))
    count = readings.order_by().values("post").annotate(number=Count("pk")).values("number")
    own = Author.objects.filter(post=OuterRef("pk"), person_id=actor.party_id)
    return (
        posts.select_related("item", "item__workspace", "item__workspace__item", "cover")
        .annotate(
            is_pinned=Exists(pins.filter(post=OuterRef("pk"))),
            reading_count=Coalesce(Subquery(count), 0),
            is_read=Exists(readings.filter(person_id=actor.party_id)) | Exists(own),
        )
        .order_by(F("is_pinned").desc(), F("published_at").desc(nulls_last=True), "-pk")
    )


def searched(posts: QuerySet[Post], text: str) -> QuerySet[Post]:
    """Keep the posts whose title or text contains every word typed."""
    for word in text.split()[:8]:
        posts = posts.filter(Q(item__sort_title__contains=folded(word)) | Q(body__icontains=word))
    return posts


def space_posts(actor: Actor, workspace_id: UUID) -> QuerySet[Post]:
    """Return the published posts of a space, and those of others that are shown in it."""
    shown = Showing.objects.filter(workspace_id=workspace_id).values("item_id")
    posts = visible_posts(actor).filter(
        Q(item__workspace_id=workspace_id) | Q(item_id__in=shown), state=PostState.PUBLISHED
    )
    return _listed(posts, actor, Pin.objects.filter(workspace_id=workspace_id))


def town_posts(actor: Actor) -> QuerySet[Post]:
    """Return the published posts that are for the whole town."""
    shown = Showing.objects.filter(workspace__isnull=True).values("item_id")
    posts = visible_posts(actor).filter(item_id__in=shown, state=PostState.PUBLISHED)
    return _listed(posts, actor, Pin.objects.filter(workspace__isnull=True))


def all_posts(actor: Actor) -> QuerySet[Post]:
    """Return every published post that the actor sees: of their spaces, and of the town."""
    posts = visible_posts(actor).filter(state=PostState.PUBLISHED)
    return _listed(posts, actor, Pin.objects.filter(workspace__isnull=True))


def own_drafts(actor: Actor, workspace_id: UUID | None = None) -> QuerySet[Post]:
    """Return the drafts and scheduled posts that the actor writes, the latest changed first."""
    own = Author.objects.filter(post=OuterRef("pk"), person_id=actor.party_id)
    posts = visible_posts(actor).filter(Exists(own)).exclude(state=PostState.PUBLISHED)
    if workspace_id:
        posts = posts.filter(item__workspace_id=workspace_id)
    return posts.select_related("item", "item__workspace__item").order_by("-item__updated_at")


def authors_of(post_ids: Iterable[UUID]) -> dict[UUID, list[Party]]:
    """Return the authors of posts, the first first, in one query."""
    authors: dict[UUID, list[Party]] = defaultdict(list)
    rows = Author.objects.filter(post_id__in=list(post_ids)).select_related("person")
    for row in rows.defer("person__photo", "person__search_text").order_by("pk"):
        authors[row.post_id].append(row.person)
    return authors


def readers_of(post: Post) -> QuerySet[Reading]:
    """Return who read a post, the latest first."""
    rows = post.readings.select_related("person").defer("person__photo", "person__search_text")
    return rows.order_by("-read_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """A person was asked to read a post: when, by whom, until when, and when they had.

    `by` is set when somebody else answered for them; `is_outdated` when the text changed since.
    """

    person: Party
    asked_by: Party | None
    asked_at: datetime
    due_on: date | None
    done_at: datetime | None
    by: Party | None
    is_outdated: bool
    waiting_id: UUID


def _is_done(hold: Waiting) -> bool:
    is_holder = hold.ended_by_id == hold.party_id or hold.ended_by_id != hold.asked_by_id
    return hold.state in {WaitingState.ANSWERED, WaitingState.CLOSED} and is_holder


def acknowledgements(post: Post) -> list[Acknowledgement]:
    """Return who was asked to read a post: those who have not yet, then the latest who have.

    Each person once, by their latest hold; what was taken back or passed on is left out.
    """
    rows = (
        Waiting.objects.filter(
            item_id=post.pk,
            action=WaitingAction.READ,
            state__in=(WaitingState.OPEN, WaitingState.ANSWERED, WaitingState.CLOSED),
        )
        .select_related("party", "asked_by", "ended_by")
        .defer("party__photo", "asked_by__photo", "ended_by__photo")
        .order_by("since", "pk")
    )
    latest = {row.party_id: row for row in rows if row.state == WaitingState.OPEN or _is_done(row)}
    shown = [_acknowledgement(post, row) for row in latest.values()]
    waiting = [one for one in shown if one.done_at is None]
    done = [one for one in shown if one.done_at is not None]
    waiting.sort(key=lambda one: one.person.sort_name)
    done.sort(key=lambda one: one.done_at or one.asked_at, reverse=True)
    return [*waiting, *done]


def _acknowledgement(post: Post, row: Waiting) -> Acknowledgement:
    done_at = None if row.state == WaitingState.OPEN else row.ended_at
    is_other = done_at is not None and row.ended_by_id not in {None, row.party_id}
    return Acknowledgement(
        person=row.party,
        asked_by=row.asked_by,
        asked_at=row.since,
        due_on=row.due_on,
        done_at=done_at,
        by=row.ended_by if is_other else None,
        is_outdated=bool(done_at and post.edited_at and done_at < post.edited_at),
        waiting_id=row.pk,
    )


def acknowledged_ids(post: Post) -> set[UUID]:
    """Return the persons who have acknowledged the present text of a post."""
    return {one.person.pk for one in acknowledgements(post) if one.done_at and not one.is_outdated}


def _oneself(actor: Actor) -> list[UUID]:
    return [actor.party_id] if actor.party_id else []


def own_hold(actor: Actor, post_id: UUID) -> Waiting | None:
    """Return what the actor is asked to read, None when nothing is."""
    return (
        Waiting.objects.filter(
            item_id=post_id,
            action=WaitingAction.READ,
            state=WaitingState.OPEN,
            party_id__in=_oneself(actor),
        )
        .select_related("asked_by")
        .defer("asked_by__photo")
        .order_by(F("due_on").asc(nulls_last=True))
        .first()
    )


def asked_post_ids(actor: Actor, post_ids: Sequence[UUID]) -> set[UUID]:
    """Return which of these posts the actor is asked to read, in one query."""
    rows = Waiting.objects.filter(
        item_id__in=post_ids,
        action=WaitingAction.READ,
        state=WaitingState.OPEN,
        party_id__in=_oneself(actor),
    )
    return set(rows.values_list("item_id", flat=True))


def card_items(actor: Actor, post: Post) -> list[Item]:
    """Return the things that a post leads to and that this reader sees, in order."""
    rows = post.cards.filter(item__in=access.visible_items(actor))
    return [row.item for row in rows.select_related("item__workspace__item").order_by("pk")]


def places_for(actor: Actor, item: Item) -> QuerySet[Workspace]:
    """Return the other spaces where the actor may show something, by title."""
    return writable_workspaces(actor).exclude(pk=item.workspace_id)


def open_public_page(workspace_id: UUID) -> PublicPage | None:
    """Return the public page of a space if it is open, for anybody, and publications are on."""
    page = (
        PublicPage.objects.filter(
            workspace_id=workspace_id,
            is_open=True,
            workspace__openness__in=(Openness.OPEN, Openness.CLOSED),
            workspace__state__in=access.LIVING,
        )
        .select_related("workspace__item", "workspace__organisation")
        .defer("workspace__organisation__logo")
        .first()
    )
    return page if page and is_open_to_all(page.workspace, "posts") else None


def public_posts(page: PublicPage) -> QuerySet[Post]:
    """Return what an open public page shows: posts marked public, unrestricted, of that space."""
    return (
        Post.objects.filter(
            item__workspace_id=page.pk,
            item__trashed_at__isnull=True,
            item__access_root__isnull=True,
            item__is_off=False,
            state=PostState.PUBLISHED,
            is_public=True,
        )
        .select_related("item", "cover")
        .annotate(is_pinned=Exists(Pin.objects.filter(post=OuterRef("pk"), workspace_id=page.pk)))
        .order_by(F("is_pinned").desc(), "-published_at", "-pk")
    )


def writable_workspaces(actor: Actor) -> QuerySet[Workspace]:
    """Return the spaces where the actor may publish, by title."""
    held = access.current_memberships(actor.party_ids).filter(role__gte=Role.EDITOR)
    return (
        access.readable_workspaces(actor)
        .filter(pk__in=held.values("workspace_id"), state=WorkspaceState.ACTIVE)
        .select_related("item")
        .order_by("item__sort_title")
    )
