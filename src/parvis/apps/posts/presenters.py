"""What lists and pages say of posts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.apps.conversations.selectors import comment_counts
from parvis.apps.directory.models import Party
from parvis.apps.posts.enums import PostState
from parvis.apps.posts.models import Picture, Post
from parvis.apps.posts.selectors import asked_post_ids, authors_of
from parvis.apps.posts.writing import Pictures, ShownPicture, picture_ids, plain, render
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.presenters import Face, item_url
from parvis.apps.workspaces.registry import kinds
from parvis.kernel.actors import Actor
from parvis.kernel.ui.phrases import exactly

NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPost:
    """A post as lists show it; `space` is empty where the list is that of its own space."""

    post: Post
    url: str
    cover_url: str
    authors: list[Face]
    authors_line: str
    space: str
    hue: str
    is_pinned: bool
    is_read: bool
    is_asked: bool
    reading_count: int
    comment_count: int

    @property
    def counts(self) -> str:
        """Return the line of counts: "12 lectures · 3 commentaires"."""
        parts = [readings_phrase(self.reading_count)]
        if self.comment_count:
            said = ngettext("%(count)s comment", "%(count)s comments", self.comment_count)
            parts.append(said % {"count": self.comment_count})
        return " · ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCard:
    """A thing that a post leads to, as its card shows it."""

    title: str
    url: str
    icon: str
    context: str


def readings_phrase(count: int) -> str:
    if not count:
        return _("Not read yet")
    return ngettext("%(count)s reader", "%(count)s readers", count) % {"count": count}


def names_line(parties: Sequence[Party]) -> str:
    """Name a few authors: "Inès Moreau et Agnès Petit", "Inès Moreau et 3 autres"."""
    names = [party.name for party in parties]
    if not names:
        return _("Somebody who left")
    if len(names) > NAMED:
        more = len(names) - 1
        rest = ngettext("%(count)s other", "%(count)s others", more) % {"count": more}
        names = [names[0], rest]
    if len(names) == 1:
        return names[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def shown_posts(
    actor: Actor, posts: Iterable[Post], *, workspace_id: UUID | None = None
) -> list[ShownPost]:
    """Return rows of `selectors.space_posts` and its like as lists show them, in three queries."""
    posts = list(posts)
    ids = [post.pk for post in posts]
    authors, comments = authors_of(ids), comment_counts(ids)
    asked = asked_post_ids(actor, ids)
    return [
        ShownPost(
            post=post,
            url=reverse("posts:post", args=[post.pk]),
            cover_url=small_url(post.cover),
            authors=[face_of(party) for party in authors.get(post.pk, [])[:NAMED]],
            authors_line=names_line(authors.get(post.pk, [])),
            space=_space_of(post) if post.item.workspace_id != workspace_id else "",
            hue=post.item.workspace.colour,
            is_pinned=bool(vars(post).get("is_pinned")),
            is_read=bool(vars(post).get("is_read")),
            is_asked=post.pk in asked,
            reading_count=int(vars(post).get("reading_count", 0)),
            comment_count=comments.get(post.pk, 0),
        )
        for post in posts
    ]


def face_of(party: Party) -> Face:
    return Face(party.name, party.photo_url, party.is_square)


def _space_of(post: Post) -> str:
    return post.item.workspace.item.title


def small_url(picture: Picture | None) -> str:
    return f"{reverse('posts:picture', args=[picture.pk])}?petite=1" if picture else ""


def pictures_of(post: Post, *, route: str = "posts:picture") -> Pictures:
    """Return the pictures of a post with the address at which its reader gets them."""
    if not picture_ids(post.body):
        return {}
    return {
        picture.pk: ShownPicture(reverse(route, args=[picture.pk]), picture.width, picture.height)
        for picture in post.pictures.all()
    }


def html_of(post: Post, *, route: str = "posts:picture") -> SafeString:
    """Return the text of a post as HTML."""
    return render(post.body, pictures_of(post, route=route))


def shown_cards(items: Sequence[Item]) -> list[ShownCard]:
    """Return the cards of things that the reader sees, in a few queries for each kind."""
    known = kinds()
    contexts: dict[UUID, str] = {}
    icons: dict[UUID, str] = {}
    for name, kind in known.items():
        mine = [item for item in items if item.kind == name]
        if mine:
            contexts |= kind.contexts(mine)
            icons |= kind.icons(mine)
    return [
        ShownCard(
            title=item.title,
            url=item_url(item),
            icon=icons.get(item.pk, known[item.kind].icon if item.kind in known else "file"),
            context=" · ".join(
                part for part in (contexts.get(item.pk, ""), item.workspace.item.title) if part
            ),
        )
        for item in items
    ]


def post_contexts(items: Iterable[Item]) -> Mapping[UUID, str]:
    """Return the line below the title of posts, wherever they are listed."""
    rows = Post.objects.filter(pk__in=[item.pk for item in items]).in_bulk()
    authors = authors_of(rows)
    return {pk: post_context(post, authors.get(pk, [])) for pk, post in rows.items()}


def post_context(post: Post, authors: Sequence[Party]) -> str:
    if post.state == PostState.DRAFT:
        return _("Draft")
    if post.state == PostState.SCHEDULED and post.publish_at:
        return _("Scheduled for %(when)s") % {"when": exactly(post.publish_at)}
    return _("Publication · %(who)s") % {"who": names_line(authors)}


def searchable_text(item: Item) -> str:
    """Return the words of a post: for search."""
    body = Post.objects.filter(pk=item.pk).values_list("body", flat=True).first()
    return plain(body or "")
