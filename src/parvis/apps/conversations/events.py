"""What happens in conversations."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from parvis.kernel.events import DomainEvent, register


@register("conversations.message_added", sentence=_("commented on {item}"), icon="comment")
@dataclass(frozen=True, kw_only=True)
class MessageAdded(DomainEvent):
    conversation_id: str
    message_id: str
    mentioned_ids: list[str] = field(default_factory=list)


@register(
    "conversations.message_edited",
    sentence=_("edited a comment on {item}"),
    icon="comment",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class MessageEdited(DomainEvent):
    message_id: str
    mentioned_ids: list[str] = field(default_factory=list)


@register(
    "conversations.message_deleted",
    sentence=_("deleted a comment on {item}"),
    icon="comment",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class MessageDeleted(DomainEvent):
    message_id: str


@register(
    "conversations.conversation_resolved",
    sentence=_("closed a conversation on {item}"),
    icon="check",
)
@dataclass(frozen=True, kw_only=True)
class ConversationResolved(DomainEvent):
    conversation_id: str


@register(
    "conversations.conversation_reopened",
    sentence=_("reopened a conversation on {item}"),
    icon="comment",
)
@dataclass(frozen=True, kw_only=True)
class ConversationReopened(DomainEvent):
    conversation_id: str
