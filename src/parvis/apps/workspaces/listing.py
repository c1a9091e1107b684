"""What the pages of spaces list: mine, those one may join, all of the town's for administrators."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.urls import reverse

from parvis.apps.directory import access as directory_access
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import Openness, RequestState, WorkspaceState
from parvis.apps.workspaces.models import JoinRequest, Workspace
from parvis.kernel.actors import Actor, Role
from parvis.kernel.errors import NotFoundError
from parvis.kernel.texts import folded

SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSpace:
    """A space in a list: how deep it is nested in those shown, and what one is there."""

    workspace: Workspace
    depth: int = 0
    role: Role | None = None
    request: JoinRequest | None = None

    @property
    def is_read(self) -> bool:
        """Tell whether its page opens to the reader of the list."""
        return self.role is not None or self.is_joinable

    @property
    def is_joinable(self) -> bool:
        """Tell whether one may enter it without asking."""
        return self.workspace.openness == Openness.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceList:
    """The spaces of which an actor knows, by what they are to them."""

    mine: list[ListedSpace] = field(default_factory=list)
    undecided: list[ListedSpace] = field(default_factory=list)
    open: list[ListedSpace] = field(default_factory=list)
    closed: list[ListedSpace] = field(default_factory=list)
    archived: list[ListedSpace] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any((self.mine, self.undecided, self.open, self.closed, self.archived))


def named_like(spaces: QuerySet[Workspace], text: str) -> QuerySet[Workspace]:
    """Keep the spaces whose title contains every word typed, accents forgiven."""
    for word in folded(text).split():
        spaces = spaces.filter(item__sort_title__contains=word)
    return spaces


def my_roles(actor: Actor) -> dict[UUID, Role]:
    """Return the actor's best role in each of their spaces, in one query."""
    rows = (
        access.current_memberships(actor.party_ids)
        .values_list("workspace_id")
        .annotate(best=Max("role"))
    )
    return {workspace_id: Role(best) for workspace_id, best in rows}


def _nested(spaces: Iterable[ListedSpace]) -> list[ListedSpace]:
    """Put each space below the one that it is nested in, when both are shown."""
    shown = {one.workspace.pk: one for one in spaces}
    below: dict[UUID | None, list[ListedSpace]] = {}
    for one in shown.values():
        parent_id = one.workspace.parent_id
        below.setdefault(parent_id if parent_id in shown else None, []).append(one)
    ordered: list[ListedSpace] = []

    def add(parent_id: UUID | None, depth: int) -> None:
        for one in below.get(parent_id, []):
            ordered.append(
                ListedSpace(
                    workspace=one.workspace, depth=depth, role=one.role, request=one.request
                )
            )
            add(one.workspace.pk, min(depth + 1, 4))

    add(None, 0)
    return ordered


def space_list(actor: Actor, *, text: str = "", with_archived: bool = False) -> SpaceList:
    """Return the spaces that an actor finds, in three queries; secret ones only if in them."""
    roles = my_roles(actor)
    requests = {
        request.workspace_id: request
        for request in JoinRequest.objects.filter(
            person_id=actor.party_id, state__in=(RequestState.PENDING, RequestState.REFUSED)
        ).order_by("created_at")
    }
    spaces = named_like(access.listed_workspaces(actor), text).select_related("item")
    groups: dict[str, list[ListedSpace]] = {}
    for space in spaces.order_by("item__sort_title", "pk")[: 5 * SHOWN]:
        role = roles.get(space.pk)
        section = _section(space, role)
        if section and (section != "archived" or with_archived):
            groups.setdefault(section, []).append(
                ListedSpace(workspace=space, role=role, request=requests.get(space.pk))
            )
    shown = {name: _nested(rows)[:SHOWN] for name, rows in groups.items()}
    return SpaceList(**shown)


def _section(space: Workspace, role: Role | None) -> str:
    if role is None and space.openness == Openness.SECRET:
        return ""
    match space.state:
        case WorkspaceState.ARCHIVED:
            return "archived" if role is not None else ""
        case WorkspaceState.REQUESTED | WorkspaceState.REFUSED:
            return "undecided" if role is not None else ""
        case _ if role is not None:
            return "mine"
        case _:
            return "open" if space.openness == Openness.OPEN else "closed"


def spaces_within(actor: Actor, workspace: Workspace) -> list[ListedSpace]:
    """Return the living spaces nested in a space, of which the actor knows."""
    roles = my_roles(actor)
    below = access.listed_workspaces(actor).filter(parent=workspace, state=WorkspaceState.ACTIVE)
    found = [
        ListedSpace(workspace=space, role=roles.get(space.pk))
        for space in below.select_related("item").order_by("item__sort_title", "pk")[:SHOWN]
    ]
    return [one for one in found if _section(one.workspace, one.role)]


def managed_workspaces(actor: Actor) -> QuerySet[Workspace]:
    """Return the living spaces that the actor manages, by title."""
    managed = access.current_memberships(actor.party_ids).filter(role=Role.MANAGER)
    return (
        Workspace.objects.filter(
            organisation_id=actor.organisation_id,
            state=WorkspaceState.ACTIVE,
            pk__in=managed.values("workspace_id"),
        )
        .select_related("item")
        .order_by("item__sort_title")
    )


def all_workspaces(actor: Actor) -> QuerySet[Workspace]:
    """Return every space of the town, for its administrators (raises RefusedError)."""
    directory_access.require(actor, "change_organisation")
    return (
        Workspace.objects.filter(organisation_id=actor.organisation_id)
        .select_related("item", "item__author")
        .defer("item__author__photo")
        .order_by("item__sort_title", "pk")
    )


def known_workspace(actor: Actor, workspace_id: UUID) -> Workspace:
    """Return a space of which the actor may know, readable or not (raises NotFoundError)."""
    space = access.listed_workspaces(actor).select_related("item").filter(pk=workspace_id).first()
    if space is None:
        raise NotFoundError
    return space


def is_closed_to(actor: Actor, workspace_id: UUID) -> bool:
    """Tell whether the actor finds a space in the list, living and closed, and may ask to join."""
    if actor.is_guest:
        return False
    mine = access.member_workspaces(actor).values("pk")
    listed = access.listed_workspaces(actor).filter(pk=workspace_id).exclude(pk__in=mine)
    return listed.filter(openness=Openness.CLOSED, state=WorkspaceState.ACTIVE).exists()


def asks_to_join(actor: Actor, workspace: Workspace) -> bool:
    """Tell whether the actor's request to join a space waits for an answer."""
    asked = JoinRequest.objects.filter(workspace=workspace, person_id=actor.party_id)
    return asked.filter(state=RequestState.PENDING).exists()


def opened_by(actor: Actor, workspace_id: UUID | None) -> UUID | None:
    """Return the id of a space if this actor has opened it: their form was sent twice."""
    mine = Workspace.objects.filter(pk=workspace_id, item__author_id=actor.party_id)
    return mine.values_list("pk", flat=True).first() if workspace_id else None


@dataclass(frozen=True, slots=True)
class MovedSpace:
    """A space of the actor’s, and when something in it was changed last."""

    title: str
    url: str
    hue: str
    moved_at: datetime | None


def lately_moved_spaces(actor: Actor, *, limit: int) -> list[MovedSpace]:
    """Return the actor’s living spaces, the last changed of what they see first, in one query."""
    changed = access.visible_items(actor).filter(workspace=OuterRef("pk")).order_by("-updated_at")
    rows = (
        access.readable_workspaces(actor)
        .filter(pk__in=access.member_workspaces(actor).values("pk"), state=WorkspaceState.ACTIVE)
        .annotate(moved_at=Subquery(changed.values("updated_at")[:1]))
        .order_by(F("moved_at").desc(nulls_last=True), "item__sort_title")
        .values_list("pk", "item__title", "colour", "moved_at")
    )
    return [
        MovedSpace(title, reverse("workspaces:space", args=[pk]), colour, moved_at)
        for pk, title, colour, moved_at in rows[:limit]
    ]
