"""What posts bring to the home page: the news, and the publications to come."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.posts.enums import PostState
from parvis.apps.posts.selectors import all_posts, own_drafts
from parvis.kernel.actors import Actor
from parvis.kernel.ui.agenda import DatedEntry, register_dates
from parvis.kernel.ui.blocks import Column, HomeBlock, register_block

NEWS = 3
MOST = 30


def news(request: HttpRequest) -> Mapping[str, object] | None:
    """Show the latest publications; nothing while there are none."""
    posts = list(all_posts(cast("ActorRequest", request).actor)[:NEWS])
    return {"news": posts} if posts else None


def scheduled(actor: Actor, first: date, last: date) -> Iterator[DatedEntry]:
    """Date the publications that the actor has planned."""
    planned = own_drafts(actor).filter(state=PostState.SCHEDULED)
    rows = planned.filter(publish_at__date__range=(first, last)).order_by("publish_at")
    for post in rows[:MOST]:
        if post.publish_at:
            yield DatedEntry(
                day=timezone.localtime(post.publish_at).date(),
                at=post.publish_at,
                title=post.item.title,
                text=_("Publication planned"),
                icon="megaphone",
                url=reverse("posts:post", args=[post.pk]),
            )


register_dates("posts", scheduled)
register_block(
    HomeBlock(
        name="news",
        label=gettext_lazy("News"),
        description=gettext_lazy("The latest publications of your spaces and of the town."),
        icon="megaphone",
        template="posts/home_news.html",
        context=news,
        position=30,
        column=Column.SIDE,
    )
)
