"""Who acts: every service, selector and access rule takes an `Actor`."""

from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationRole(models.TextChoices):
    """What a person is in an organisation; the order of `rank` is the order of rights."""

    GUEST = "guest", _("Guest")
    MEMBER = "member", _("Member")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Administrator")

    @property
    def rank(self) -> int:
        return list(OrganisationRole).index(self)


class Role(IntEnum):
    """What a party may do in a space or on a restricted item; a higher role includes the lower."""

    READER = 10
    COMMENTER = 20
    EDITOR = 30
    MANAGER = 40

    @property
    def label(self) -> str:
        return str(ROLE_LABELS[self])


ROLE_LABELS = {
    Role.READER: _("Reader"),
    Role.COMMENTER: _("Commenter"),
    Role.EDITOR: _("Editor"),
    Role.MANAGER: _("Space manager"),
}
ROLE_CHOICES = [(int(role), label) for role, label in ROLE_LABELS.items()]


NOWHERE = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person acting in one organisation, or a named part of the system.

    `organisation_id` is NOWHERE when nobody is signed in. `party_ids` are the parties that the
    person is, belongs to or holds; `stand_in_party_ids` those for whom the person stands in today.
    `scopes` is None for a browser session, else the token's (`read`, `write`, `admin`).
    `tools_off` names the tools that the organisation does without.
    `leaves_sensitive_out`: the answer is to stay on a device, so what is restricted is left out.
    """

    user_id: UUID | None = None
    organisation_id: UUID = NOWHERE
    party_id: UUID | None = None
    name: str = ""
    role: OrganisationRole | None = None
    party_ids: frozenset[UUID] = field(default_factory=frozenset)
    stand_in_party_ids: frozenset[UUID] = field(default_factory=frozenset)
    has_second_factor: bool = False
    scopes: frozenset[str] | None = None
    tools_off: frozenset[str] = field(default_factory=frozenset)
    system: str = ""
    leaves_sensitive_out: bool = False

    @property
    def is_system(self) -> bool:
        return bool(self.system)

    @property
    def is_known(self) -> bool:
        """Tell whether the actor is a person of the organisation, or the system."""
        return self.is_system or self.party_id is not None

    @property
    def is_guest(self) -> bool:
        return self.role == OrganisationRole.GUEST

    @property
    def all_party_ids(self) -> frozenset[UUID]:
        """Return the parties whose ball is in the actor's hands, in person or as a stand-in."""
        return self.party_ids | self.stand_in_party_ids

    def without_sensitive(self) -> Self:
        """Return the actor as they read what stays on a device."""
        return replace(self, leaves_sensitive_out=True)

    @property
    def granted_party_ids(self) -> frozenset[UUID]:
        """Return the parties whose grants on restricted items count now."""
        return frozenset() if self.leaves_sensitive_out else self.party_ids

    @property
    def opens_secured_spaces(self) -> bool:
        """Tell whether spaces that ask for a second factor are open now."""
        return self.has_second_factor and not self.leaves_sensitive_out

    def has_role(self, role: OrganisationRole) -> bool:
        """Tell whether the actor's organisation role is `role` or more; the system has all."""
        return self.is_system or (self.role is not None and self.role.rank >= role.rank)

    def has_scope(self, scope: str) -> bool:
        """Tell whether the session or token allows `scope`; `admin` > `write` > `read`."""
        if self.scopes is None:
            return True
        including = {"read": {"read", "write", "admin"}, "write": {"write", "admin"}}
        return bool(self.scopes & including.get(scope, {scope}))


ANONYMOUS = Actor()


def system_actor(name: str, *, organisation_id: UUID) -> Actor:
    """Return the actor of a job; `name` shows in the journal."""
    return Actor(system=name, organisation_id=organisation_id)
