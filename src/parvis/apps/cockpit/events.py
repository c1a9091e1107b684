"""What happens to the journal itself."""

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
