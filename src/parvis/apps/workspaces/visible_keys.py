"""What opens things to somebody, as keys for an index."""

from uuid import UUID

from django.db.models import Value

from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Grant
from parvis.kernel.actors import Actor


def visible_keys(actor: Actor) -> tuple[list[UUID], list[UUID]]:
    """Return what opens things to the actor: spaces they read, restricted things granted there.

    For an index that keeps, beside each item, its `access_root`, else its space. An index may be
    late: what it finds is asked of `visible_items` before it is shown.
    """
    granted = Grant.objects.filter(
        party_id__in=actor.granted_party_ids, item__organisation_id=actor.organisation_id
    )
    spaces = (
        access.readable_workspaces(actor).annotate(is_space=Value(1)).values_list("pk", "is_space")
    )
    roots = granted.annotate(is_space=Value(0)).values_list("item_id", "is_space")
    found = list(spaces.union(roots))
    return [pk for pk, is_space in found if is_space], [
        pk for pk, is_space in found if not is_space
    ]
