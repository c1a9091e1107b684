"""What happens in spaces, to items, and to the ball."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from parvis.kernel.events import DomainEvent, register


@register("workspaces.space_created", sentence=_("created the space"), icon="sparkles")
@dataclass(frozen=True, kw_only=True)
class SpaceCreated(DomainEvent):
    template: str


@register("workspaces.space_requested", sentence=_("asked for the space"), icon="sparkles")
@dataclass(frozen=True, kw_only=True)
class SpaceRequested(DomainEvent):
    """A space is asked for; the town's managers decide."""


@register("workspaces.space_granted", sentence=_("granted the space to {party}"), icon="check")
@dataclass(frozen=True, kw_only=True)
class SpaceGranted(DomainEvent):
    """The space is open; `party_id` asked for it."""


@register("workspaces.space_refused", sentence=_("refused the space to {party}"), icon="close")
@dataclass(frozen=True, kw_only=True)
class SpaceRefused(DomainEvent):
    """The space stays closed; `party_id` asked for it and reads why on its page."""


@register(
    "workspaces.space_changed", sentence=_("changed the settings of {space}"), icon="settings"
)
@dataclass(frozen=True, kw_only=True)
class SpaceChanged(DomainEvent):
    fields: list[str]


@register("workspaces.tabs_arranged", sentence=_("arranged the tabs of {space}"), icon="list")
@dataclass(frozen=True, kw_only=True)
class TabsArranged(DomainEvent):
    """The tabs of a space have another order, other names, other links, or other tools are on."""


@register(
    "workspaces.town_tools_changed", sentence=_("turned tools of the town on or off"), icon="puzzle"
)
@dataclass(frozen=True, kw_only=True)
class TownToolsChanged(DomainEvent):
    """Names of tools; `turned_off` are out of everybody's sight, with what they hold."""

    turned_on: list[str]
    turned_off: list[str]


@register("workspaces.template_made", sentence=_("wrote the template “{label}”"), icon="bookmark")
@dataclass(frozen=True, kw_only=True)
class TemplateMade(DomainEvent):
    """A template of spaces is new or changed."""

    template_id: str
    label: str


@register(
    "workspaces.template_retired", sentence=_("retired the template “{label}”"), icon="archive"
)
@dataclass(frozen=True, kw_only=True)
class TemplateRetired(DomainEvent):
    template_id: str
    label: str


@register(
    "workspaces.template_restored",
    sentence=_("brought back the template “{label}”"),
    icon="restore",
)
@dataclass(frozen=True, kw_only=True)
class TemplateRestored(DomainEvent):
    template_id: str
    label: str


@register("workspaces.space_archived", sentence=_("archived {space}"), icon="archive")
@dataclass(frozen=True, kw_only=True)
class SpaceArchived(DomainEvent):
    pass


@register("workspaces.space_reopened", sentence=_("reopened {space}"), icon="restore")
@dataclass(frozen=True, kw_only=True)
class SpaceReopened(DomainEvent):
    pass


@register(
    "workspaces.administrator_entered",
    sentence=_("entered {space} as the town’s administrator: “{reason}”"),
    icon="shield",
)
@dataclass(frozen=True, kw_only=True)
class AdministratorEntered(DomainEvent):
    """An administrator made themselves a manager of a space; its members are told why."""

    reason: str


@register("workspaces.join_requested", sentence=_("asks to join {space}"), icon="door")
@dataclass(frozen=True, kw_only=True)
class JoinRequested(DomainEvent):
    pass


@register(
    "workspaces.join_refused",
    sentence=_("refused the request of {party} to join"),
    icon="close",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class JoinRefused(DomainEvent):
    """`party_id` reads why on the page of spaces."""


@register("workspaces.member_joined", sentence=_("joined {space}"), icon="person-add")
@dataclass(frozen=True, kw_only=True)
class MemberJoined(DomainEvent):
    pass


@register("workspaces.member_left", sentence=_("left {space}"), icon="person-remove")
@dataclass(frozen=True, kw_only=True)
class MemberLeft(DomainEvent):
    pass


@register("workspaces.member_added", sentence=_("brought in {party}"), icon="person-add")
@dataclass(frozen=True, kw_only=True)
class MemberAdded(DomainEvent):
    role: int


@register("workspaces.member_changed", sentence=_("changed the role of {party}"), icon="settings")
@dataclass(frozen=True, kw_only=True)
class MemberChanged(DomainEvent):
    role: int


@register(
    "workspaces.member_extended",
    sentence=_("extended the access of {party} until {ends_on}"),
    icon="hourglass",
)
@dataclass(frozen=True, kw_only=True)
class MemberExtended(DomainEvent):
    """The end date of a membership, passed or to come, is put off."""

    ends_on: str


@register(
    "workspaces.member_limited",
    sentence=_("limited the access of {party} to {ends_on}"),
    icon="hourglass",
)
@dataclass(frozen=True, kw_only=True)
class MemberLimited(DomainEvent):
    """A membership has an end date that it had not, or an earlier one."""

    ends_on: str


@register(
    "workspaces.member_unlimited",
    sentence=_("took away the end date of the access of {party}"),
    icon="hourglass",
)
@dataclass(frozen=True, kw_only=True)
class MemberUnlimited(DomainEvent):
    pass


@register(
    "workspaces.member_removed", sentence=_("ended the membership of {party}"), icon="person-remove"
)
@dataclass(frozen=True, kw_only=True)
class MemberRemoved(DomainEvent):
    pass


@register("workspaces.item_renamed", sentence=_("renamed “{before}” to {item}"), icon="edit")
@dataclass(frozen=True, kw_only=True)
class ItemRenamed(DomainEvent):
    before: str


@register("workspaces.item_described", sentence=_("described {item}"), icon="edit")
@dataclass(frozen=True, kw_only=True)
class ItemDescribed(DomainEvent):
    pass


@register("workspaces.item_tagged", sentence=_("changed the tags of {item}"), icon="tag")
@dataclass(frozen=True, kw_only=True)
class ItemTagged(DomainEvent):
    pass


@register("workspaces.item_moved", sentence=_("moved {item}"), icon="move")
@dataclass(frozen=True, kw_only=True)
class ItemMoved(DomainEvent):
    from_id: str
    to_id: str


@register("workspaces.item_copied", sentence=_("copied {item}"), icon="copy")
@dataclass(frozen=True, kw_only=True)
class ItemCopied(DomainEvent):
    from_id: str
    count: int


@register("workspaces.item_trashed", sentence=_("put {item} in the trash"), icon="trash")
@dataclass(frozen=True, kw_only=True)
class ItemTrashed(DomainEvent):
    count: int


@register("workspaces.item_restored", sentence=_("took {item} out of the trash"), icon="restore")
@dataclass(frozen=True, kw_only=True)
class ItemRestored(DomainEvent):
    count: int


@register("workspaces.item_purged", sentence=_("removed a thing for good"), icon="trash")
@dataclass(frozen=True, kw_only=True)
class ItemPurged(DomainEvent):
    """`was_restricted` keeps the act off the timelines of those who could not see the thing."""

    count: int
    was_restricted: bool = False


@register("workspaces.item_restricted", sentence=_("restricted the access to {item}"), icon="lock")
@dataclass(frozen=True, kw_only=True)
class ItemRestricted(DomainEvent):
    pass


@register("workspaces.item_shown", sentence=_("showed {item} in {space}"), icon="share")
@dataclass(frozen=True, kw_only=True)
class ItemShown(DomainEvent):
    """An item of another space is shown in `workspace_id`."""


@register(
    "workspaces.item_shown_to_town", sentence=_("showed {item} to the whole town"), icon="megaphone"
)
@dataclass(frozen=True, kw_only=True)
class ItemShownToTown(DomainEvent):
    pass


@register("workspaces.item_hidden", sentence=_("shows {item} here no longer"), icon="hidden")
@dataclass(frozen=True, kw_only=True)
class ItemHidden(DomainEvent):
    """An item of another space is shown in `workspace_id` no more."""


@register(
    "workspaces.item_hidden_from_town",
    sentence=_("shows {item} to the whole town no longer"),
    icon="hidden",
)
@dataclass(frozen=True, kw_only=True)
class ItemHiddenFromTown(DomainEvent):
    pass


@register(
    "workspaces.item_unrestricted", sentence=_("opened {item} to the whole space"), icon="unlock"
)
@dataclass(frozen=True, kw_only=True)
class ItemUnrestricted(DomainEvent):
    pass


@register("workspaces.access_granted", sentence=_("gave {party} access to {item}"), icon="key")
@dataclass(frozen=True, kw_only=True)
class AccessGranted(DomainEvent):
    role: int


@register(
    "workspaces.access_withdrawn",
    sentence=_("withdrew the access of {party} to {item}"),
    icon="key",
)
@dataclass(frozen=True, kw_only=True)
class AccessWithdrawn(DomainEvent):
    pass


@register(
    "workspaces.waiting_opened",
    sentence=_("passed the ball to {party} about {item}"),
    icon="pass-on",
)
@dataclass(frozen=True, kw_only=True)
class WaitingOpened(DomainEvent):
    waiting_id: str
    action: str
    due_on: str = ""


@register("workspaces.waiting_answered", sentence=_("answered about {item}"), icon="pass-on")
@dataclass(frozen=True, kw_only=True)
class WaitingAnswered(DomainEvent):
    waiting_id: str


@register(
    "workspaces.waiting_passed",
    sentence=_("passed the ball on to {party} about {item}"),
    icon="pass-on",
)
@dataclass(frozen=True, kw_only=True)
class WaitingPassed(DomainEvent):
    waiting_id: str


@register(
    "workspaces.waiting_withdrawn", sentence=_("took the ball back about {item}"), icon="pass-on"
)
@dataclass(frozen=True, kw_only=True)
class WaitingWithdrawn(DomainEvent):
    waiting_id: str


@register(
    "workspaces.waiting_closed", sentence=_("closed what was asked about {item}"), icon="pass-on"
)
@dataclass(frozen=True, kw_only=True)
class WaitingClosed(DomainEvent):
    waiting_id: str


@register("workspaces.waiting_reminded", sentence=_("reminded {party} about {item}"), icon="bell")
@dataclass(frozen=True, kw_only=True)
class WaitingReminded(DomainEvent):
    waiting_id: str


@register(
    "workspaces.waiting_returned",
    sentence=_("gave the ball to {party} about {item}: its holder has no access any more"),
    icon="take-back",
)
@dataclass(frozen=True, kw_only=True)
class WaitingReturned(DomainEvent):
    """`before_id` is the party that lost the ball."""

    waiting_id: str
    before_id: str
