"""What happens in the directory."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from parvis.kernel.events import DomainEvent, register


@register("directory.organisation_created", sentence=_("opened Parvis"), icon="town")
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
