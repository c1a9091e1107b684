"""The templates that a town may choose from: those of Parvis and its own."""

from uuid import UUID

from django.db.models import QuerySet

from parvis.apps.directory.choosing import as_uuid
from parvis.apps.workspaces.models import OwnTemplate
from parvis.apps.workspaces.registry import WorkspaceTemplate, templates
from parvis.kernel.actors import Role

OWN = "own-"


def own_templates(organisation_id: UUID) -> QuerySet[OwnTemplate]:
    """Return the templates that a town has made and still offers."""
    return OwnTemplate.objects.filter(organisation_id=organisation_id, retired_at__isnull=True)


def offered_templates(organisation_id: UUID) -> dict[str, WorkspaceTemplate]:
    """Return every template that new spaces of a town may start with, its own first."""
    own = [as_template(row) for row in own_templates(organisation_id)]
    return {**{one.name: one for one in own}, **templates()}


def template_named(organisation_id: UUID, name: str) -> WorkspaceTemplate | None:
    """Return a template by its name, even one that is retired since a space was asked for."""
    if not name.startswith(OWN):
        return templates().get(name)
    template_id = as_uuid(name.removeprefix(OWN))
    if template_id is None:
        return None
    row = OwnTemplate.objects.filter(organisation_id=organisation_id, pk=template_id).first()
    return as_template(row) if row else None


def as_template(row: OwnTemplate) -> WorkspaceTemplate:
    """Return a town's own template as the registry describes those of Parvis."""
    return WorkspaceTemplate(
        name=f"{OWN}{row.pk.hex}",
        label=row.label,
        description=row.description,
        icon="bookmark",
        colour=row.colour,
        tools=tuple(row.tools),
        folders=tuple(row.parts.get("folders", ())),
        openness=row.openness,
        default_role=Role(row.default_role),
        tabs=tuple(row.tabs),
        parts=row.parts,
    )
