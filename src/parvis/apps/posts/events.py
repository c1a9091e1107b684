"""What happens to posts."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from parvis.kernel.events import DomainEvent, register


@register("posts.post_drafted", sentence=_("began to write {item}"), icon="edit", is_public=False)
@dataclass(frozen=True, kw_only=True)
class PostDrafted(DomainEvent):
    """A draft begins; saving it again and again says nothing more."""


@register("posts.post_published", sentence=_("published {item}"), icon="megaphone")
@dataclass(frozen=True, kw_only=True)
class PostPublished(DomainEvent):
    pass


@register("posts.post_scheduled", sentence=_("scheduled {item} for {words}"), icon="clock")
@dataclass(frozen=True, kw_only=True)
class PostScheduled(DomainEvent):
    publish_at: str
    words: str


@register("posts.post_unscheduled", sentence=_("no longer schedules {item}"), icon="clock")
@dataclass(frozen=True, kw_only=True)
class PostUnscheduled(DomainEvent):
    pass


@register("posts.post_held_back", sentence=_("could not publish {item}: {reason}"), icon="warning")
@dataclass(frozen=True, kw_only=True)
class PostHeldBack(DomainEvent):
    """Its time came, but `party_id`, who had scheduled it, may no longer publish it there."""

    reason: str


@register("posts.post_edited", sentence=_("edited {item}"), icon="edit")
@dataclass(frozen=True, kw_only=True)
class PostEdited(DomainEvent):
    pass


@register("posts.post_withdrawn", sentence=_("withdrew {item}"), icon="hidden")
@dataclass(frozen=True, kw_only=True)
class PostWithdrawn(DomainEvent):
    """The post is a draft again, for its authors alone."""


@register("posts.author_added", sentence=_("made {party} an author of {item}"), icon="person-add")
@dataclass(frozen=True, kw_only=True)
class AuthorAdded(DomainEvent):
    pass


@register(
    "posts.author_removed",
    sentence=_("took {party} away from the authors of {item}"),
    icon="person-remove",
)
@dataclass(frozen=True, kw_only=True)
class AuthorRemoved(DomainEvent):
    pass


@register("posts.post_pinned", sentence=_("pinned {item}"), icon="pin")
@dataclass(frozen=True, kw_only=True)
class PostPinned(DomainEvent):
    pass


@register("posts.post_unpinned", sentence=_("unpinned {item}"), icon="pin", is_public=False)
@dataclass(frozen=True, kw_only=True)
class PostUnpinned(DomainEvent):
    pass


@register("posts.post_made_public", sentence=_("made {item} public"), icon="globe")
@dataclass(frozen=True, kw_only=True)
class PostMadePublic(DomainEvent):
    pass


@register("posts.post_made_private", sentence=_("took {item} off the public page"), icon="globe")
@dataclass(frozen=True, kw_only=True)
class PostMadePrivate(DomainEvent):
    pass


@register("posts.public_page_opened", sentence=_("opened the public page of {space}"), icon="globe")
@dataclass(frozen=True, kw_only=True)
class PublicPageOpened(DomainEvent):
    pass


@register("posts.public_page_closed", sentence=_("closed the public page of {space}"), icon="globe")
@dataclass(frozen=True, kw_only=True)
class PublicPageClosed(DomainEvent):
    pass
