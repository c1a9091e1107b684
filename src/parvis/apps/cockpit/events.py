"""What happens to the journal itself, and to the homes of the organisation."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from parvis.kernel.events import DomainEvent, register


@register(
    "cockpit.journal_exported",
    sentence=_("exported the journal ({format})"),
    icon="export",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class JournalExported(DomainEvent):
    """`filters` is the query of the page from which it was exported."""

    format: str
    filters: str = ""


@register(
    "cockpit.home_arranged",
    sentence=_("changed the home page that a profile has by default"),
    icon="dashboard",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class HomeArranged(DomainEvent):
    """Blocks were moved, shown, put away or reset; `profile` is a value of `HomeProfile`."""

    profile: str
