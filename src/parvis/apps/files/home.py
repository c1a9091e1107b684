"""What files bring to the home page: a figure."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.apps.files.access import FILE
from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Item
from parvis.kernel.actors import Actor
from parvis.kernel.ui.figures import Figure, register_figure


def added_this_month(actor: Actor) -> QuerySet[Item]:
    """Return the files added since the first of the month (`updated_at` has the index)."""
    start = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = access.visible_items(actor).filter(kind=FILE)
    return rows.filter(updated_at__gte=start, created_at__gte=start)


register_figure(
    Figure(
        name="documents",
        label=_("Documents added this month"),
        rows=added_this_month,
        position=30,
    )
)
