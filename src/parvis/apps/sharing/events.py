"""What happens to links."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from parvis.kernel.events import DomainEvent, register


@register("sharing.link_made", sentence=_("shared {item} outside by a link"), icon="share")
@dataclass(frozen=True, kw_only=True)
class LinkMade(DomainEvent):
    link_id: str
    ends_on: str


@register(
    "sharing.deposit_opened",
    sentence=_("opened {item} to deposits from outside"),
    icon="import",
)
@dataclass(frozen=True, kw_only=True)
class DepositOpened(DomainEvent):
    link_id: str
    ends_on: str


@register("sharing.files_sent", sentence=_("sent {item} outside by a link"), icon="send")
@dataclass(frozen=True, kw_only=True)
class FilesSent(DomainEvent):
    """Documents of `item_id` were sent to `count` addresses, as a link."""

    link_id: str
    count: int


@register(
    "sharing.link_mailed",
    sentence=_("mailed a link to {item}"),
    icon="mail",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class LinkMailed(DomainEvent):
    """A letter with the link is owed to the recipient."""

    link_id: str
    recipient_id: int


@register(
    "sharing.link_changed",
    sentence=_("changed a link to {item}"),
    icon="share",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class LinkChanged(DomainEvent):
    link_id: str


@register("sharing.link_revoked", sentence=_("withdrew a link to {item}"), icon="hidden")
@dataclass(frozen=True, kw_only=True)
class LinkRevoked(DomainEvent):
    """Nobody opens it any more; `party_id` had made it."""

    link_id: str


@register(
    "sharing.link_ended", sentence=_("closed a link to {item}: its end has come"), icon="clock"
)
@dataclass(frozen=True, kw_only=True)
class LinkEnded(DomainEvent):
    """Its date has passed; `party_id` had made it."""

    link_id: str


@register(
    "sharing.link_stopped",
    sentence=_("stopped a link to {item}: {party}, who had made it, may no longer share it"),
    icon="warning",
)
@dataclass(frozen=True, kw_only=True)
class LinkStopped(DomainEvent):
    """`party_id`, who had made it, left or lost the right to share it."""

    link_id: str


@register(
    "sharing.link_opened",
    sentence=_("was told that a link to {item} was opened"),
    icon="preview",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class LinkOpened(DomainEvent):
    """Somebody outside opened it for the first time; `party_id` had asked to know."""

    link_id: str


@register(
    "sharing.link_downloaded",
    sentence=_("gave {item} to somebody outside, by a link"),
    icon="download",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class LinkDownloaded(DomainEvent):
    """Somebody outside downloaded `item_id`, or `count` files of it."""

    link_id: str
    count: int


@register("sharing.deposit_received", sentence=_("received documents in {item}"), icon="import")
@dataclass(frozen=True, kw_only=True)
class DepositReceived(DomainEvent):
    """Somebody outside handed in `count` files; `party_id` had opened the deposit."""

    link_id: str
    deposit_id: str
    count: int


@register(
    "sharing.policy_changed",
    sentence=_("changed the rules of sharing outside"),
    icon="settings",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class PolicyChanged(DomainEvent):
    is_on: bool
    default_days: int
    max_days: int
    requires_password: bool
