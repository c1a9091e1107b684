"""What happens in the directory."""

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from parvis.kernel.events import DomainEvent, register


@register("directory.organisation_created", sentence=_("opened the workplace"), icon="town")
@dataclass(frozen=True, kw_only=True)
class OrganisationCreated(DomainEvent):
    pass


@register("directory.party_added", sentence=_("added {party}"), icon="person-add", is_public=False)
@dataclass(frozen=True, kw_only=True)
class PartyAdded(DomainEvent):
    kind: str


@register("directory.party_changed", sentence=_("updated {party}"), icon="person", is_public=False)
@dataclass(frozen=True, kw_only=True)
class PartyChanged(DomainEvent):
    fields: list[str] = field(default_factory=list)


@register(
    "directory.person_left", sentence=_("recorded that {party} has left"), icon="person-remove"
)
@dataclass(frozen=True, kw_only=True)
class PersonLeft(DomainEvent):
    pass


@register(
    "directory.person_returned", sentence=_("recorded that {party} is back"), icon="person-add"
)
@dataclass(frozen=True, kw_only=True)
class PersonReturned(DomainEvent):
    pass


@register("directory.party_closed", sentence=_("closed {party}"), icon="archive", is_public=False)
@dataclass(frozen=True, kw_only=True)
class PartyClosed(DomainEvent):
    kind: str


@register("directory.function_passed", sentence=_("passed on {party}"), icon="pass-on")
@dataclass(frozen=True, kw_only=True)
class FunctionPassed(DomainEvent):
    """`party_id` is the function; the two persons' ids are empty when it was or becomes vacant."""

    from_id: str = ""
    to_id: str = ""


@register(
    "directory.group_changed",
    sentence=_("changed the members of {party}"),
    icon="group",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class GroupChanged(DomainEvent):
    joined: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@register(
    "directory.absence_declared",
    sentence=_("declared that {party} is away, from {starts_on} to {ends_on}"),
    sentence_of_own=_("declared an absence, from {starts_on} to {ends_on}"),
    icon="absence",
)
@dataclass(frozen=True, kw_only=True)
class AbsenceDeclared(DomainEvent):
    starts_on: str
    ends_on: str
    stand_in_id: str = ""


@register(
    "directory.absence_withdrawn",
    sentence=_("withdrew the absence of {party}"),
    sentence_of_own=_("withdrew an absence"),
    icon="absence",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class AbsenceWithdrawn(DomainEvent):
    stand_in_id: str = ""


@register(
    "directory.delegation_given", sentence=_("recorded a delegation to {party}"), icon="approve"
)
@dataclass(frozen=True, kw_only=True)
class DelegationGiven(DomainEvent):
    delegation_id: str


@register(
    "directory.delegation_changed",
    sentence=_("changed a delegation of {party}"),
    icon="approve",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class DelegationChanged(DomainEvent):
    delegation_id: str


@register(
    "directory.delegation_removed",
    sentence=_("removed a delegation of {party}"),
    icon="approve",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class DelegationRemoved(DomainEvent):
    delegation_id: str


@register(
    "directory.directory_imported",
    sentence=_("imported the directory: {added} added, {changed} changed"),
    icon="import",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class DirectoryImported(DomainEvent):
    import_id: str
    added: int
    changed: int


@register("directory.person_invited", sentence=_("invited {party}"), icon="invite", is_public=False)
@dataclass(frozen=True, kw_only=True)
class PersonInvited(DomainEvent):
    invitation_id: UUID


@register(
    "directory.invitation_accepted", sentence=_("let {party} in"), icon="sign-in", is_public=False
)
@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(DomainEvent):
    invitation_id: UUID


@register(
    "directory.organisation_changed",
    sentence=_("changed the organisation’s settings"),
    icon="settings",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(DomainEvent):
    fields: list[str] = field(default_factory=list)


@register(
    "directory.sign_in_policy_changed",
    sentence=_("changed how people sign in"),
    icon="shield",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class SignInPolicyChanged(DomainEvent):
    requires_second_factor: bool


@register(
    "directory.role_changed", sentence=_("changed the role of {party}"), icon="key", is_public=False
)
@dataclass(frozen=True, kw_only=True)
class RoleChanged(DomainEvent):
    before: str
    after: str


@register(
    "directory.person_suspended", sentence=_("suspended {party}"), icon="lock", is_public=False
)
@dataclass(frozen=True, kw_only=True)
class PersonSuspended(DomainEvent):
    pass


@register(
    "directory.person_resumed",
    sentence=_("gave {party} their access back"),
    icon="unlock",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class PersonResumed(DomainEvent):
    pass


@register("directory.kept_mail_read", sentence=_("read a kept mail"), icon="mail", is_public=False)
@dataclass(frozen=True, kw_only=True)
class KeptMailRead(DomainEvent):
    mail: str
