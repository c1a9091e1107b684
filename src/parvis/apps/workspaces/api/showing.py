"""Rows of spaces as the API shows them."""

from collections.abc import Sequence
from uuid import UUID

from parvis.apps.workspaces import access
from parvis.apps.workspaces.api.schemas import JoinRequestOut, MemberOut, SpaceOut, role_name
from parvis.apps.workspaces.models import JoinRequest, Membership, Workspace
from parvis.kernel.actors import Actor, Role


def show_spaces(rows: Sequence[Workspace], actor: Actor) -> list[SpaceOut]:
    """Return spaces as the API shows them, with the actor’s role in each."""
    held: dict[UUID, int] = {}
    memberships = access.current_memberships(actor.party_ids)
    for space_id, role in memberships.filter(workspace__in=rows).values_list("workspace", "role"):
        held[space_id] = max(role, held.get(space_id, 0))
    return [
        SpaceOut(
            id=row.pk,
            title=row.item.title,
            description=row.item.description,
            openness=row.openness,
            state=row.state,
            parent_id=row.parent_id,
            tools=row.tools,
            colour=row.colour,
            default_role=role_name(row.default_role),
            requires_second_factor=row.requires_second_factor,
            version=row.item.version,
            role=Role(held[row.pk]).name.lower() if row.pk in held else "",
        )
        for row in rows
    ]


def show_members(rows: Sequence[Membership]) -> list[MemberOut]:
    """Return memberships as the API shows them."""
    return [
        MemberOut.model_validate(
            {"party": row.party, "role": role_name(row.role), "ends_on": row.ends_on},
            from_attributes=True,
        )
        for row in rows
    ]


def show_requests(rows: Sequence[JoinRequest]) -> list[JoinRequestOut]:
    """Return who asks to join as the API shows it."""
    return [JoinRequestOut.model_validate(row, from_attributes=True) for row in rows]
