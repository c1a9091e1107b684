"""Who defines fields and who fills them in. Deny by default.

The fields of a town are its administrators'; those of a space, its managers'. Whoever sees a thing
reads what it answers; whoever may edit it fills it in.
"""

from uuid import UUID

from django.db.models import Q, QuerySet

from parvis.apps.directory import access as directory_access
from parvis.apps.fields.models import Field
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.models import Workspace
from parvis.kernel.actors import Actor
from parvis.kernel.errors import NotFoundError

DEFINE_IN_TOWN = "change_organisation"
DEFINE_IN_SPACE = "manage_space"
FILL = "edit"


def may_define(actor: Actor, workspace: Workspace | None) -> bool:
    """Tell whether the actor may define fields of a space that they see, or of the town."""
    if workspace is None:
        return directory_access.may(actor, DEFINE_IN_TOWN)
    return items_access.may(actor, workspace.item, DEFINE_IN_SPACE)


def require_define(actor: Actor, workspace_id: UUID | None) -> Workspace | None:
    """Authorise the definition of fields, locking the space (RefusedError, NotFoundError)."""
    if workspace_id is None:
        directory_access.require(actor, DEFINE_IN_TOWN)
        return None
    return items_access.lock_workspace(actor, workspace_id, to=DEFINE_IN_SPACE)


def visible_fields(actor: Actor) -> QuerySet[Field]:
    """Return the fields that the actor may know: of their town, of the spaces that they read."""
    if not actor.is_known or not actor.has_scope("read"):
        return Field.objects.none()
    mine = items_access.readable_workspaces(actor)
    return Field.objects.filter(
        Q(workspace__isnull=True) | Q(workspace__in=mine.values("pk")),
        organisation_id=actor.organisation_id,
    )


def lock_field(actor: Actor, field_id: UUID) -> Field:
    """Lock a field and authorise its change (raises NotFoundError, RefusedError)."""
    found = visible_fields(actor).filter(pk=field_id).values_list("workspace_id").first()
    if found is None:
        raise NotFoundError
    require_define(actor, found[0])
    return Field.objects.select_for_update().get(pk=field_id)
