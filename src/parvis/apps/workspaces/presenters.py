"""What the pages of spaces and of items share: their frames."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.apps.directory import access as directory_access
from parvis.apps.directory.models import Party, PartyUser, Person
from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import Openness, WorkspaceState
from parvis.apps.workspaces.models import Item, Workspace
from parvis.apps.workspaces.registry import (
    ItemAction,
    ItemKind,
    Panel,
    actions,
    kinds,
    panels,
    settings_pages,
)
from parvis.apps.workspaces.selectors import breadcrumbs, decision_hold
from parvis.apps.workspaces.switches import require_tool
from parvis.apps.workspaces.tabs import Tab, space_tabs
from parvis.kernel.actors import OrganisationRole, Role

FACES = 4


@dataclass(frozen=True, slots=True)
class Face:
    """A person in a stack of faces."""

    name: str
    photo: str = ""
    square: bool = False
    hue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Where the request for a space stands: who asked, why, and what was answered."""

    is_refused: bool
    who: str
    message: str
    answer: str
    may_decide: bool


@dataclass(frozen=True, slots=True)
class NestedIn:
    """The space that a space is within: its title, and its address for who may read it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceFrame:
    """What surrounds every page of a space."""

    workspace: Workspace
    title: str
    text: str
    faces: list[Face]
    more: int
    people_label: str
    tabs: list[Tab]
    abilities: Mapping[str, bool]
    role: Role | None
    is_member: bool
    is_archived: bool
    decision: Decision | None
    above: NestedIn | None
    may_nest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAction:
    """An entry of an item's menu as the template shows it."""

    action: ItemAction
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPanel:
    """A panel of an item's page; `values` is None for one that is fetched when it is seen."""

    panel: Panel
    values: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFrame:
    """What surrounds the page of an item of any kind."""

    kind: ItemKind | None
    icon: str
    crumbs: list[tuple[str, str]]
    abilities: Mapping[str, bool]
    actions: list[ShownAction]
    main_panels: list[Panel]
    side_panels: list[Panel]
    is_restricted: bool
    is_trashed: bool
    hue: str


def space_people(workspace_id: UUID) -> QuerySet[Person]:
    """Return the persons of a space today: its members and who is behind them."""
    members = access.memberships_now().filter(workspace_id=workspace_id).values("party_id")
    behind = PartyUser.objects.filter(party_id__in=members, person_id=OuterRef("pk"))
    town = Workspace.objects.filter(pk=workspace_id).values("organisation_id")
    return Person.objects.filter(
        Q(pk__in=members) | Exists(behind), organisation_id__in=town, party__left_at__isnull=True
    ).filter(access.present_persons())


def _openness(workspace: Workspace) -> str:
    labels = {
        Openness.OPEN: _("Open space"),
        Openness.CLOSED: _("Closed space"),
        Openness.SECRET: _("Secret space"),
    }
    return labels[Openness(workspace.openness)]


def _members(count: int) -> str:
    return ngettext("%(count)s member", "%(count)s members", count) % {"count": count}


def _people_line(count: int, partners: int) -> str:
    if not partners:
        return _members(count)
    of_which = ngettext("%(count)s partner", "%(count)s partners", partners) % {"count": partners}
    return _("%(members)s, of whom %(partners)s") % {
        "members": _members(count),
        "partners": of_which,
    }


def space_frame(
    request: ActorRequest, workspace: Workspace, current_tool: str
) -> dict[str, object]:
    """Return what `workspaces/space.html` shows around the page of a tool: `frame`, `workspace`.

    Raises NotFoundError where the tool is off.
    """
    require_tool(request.actor, workspace, current_tool)
    is_guest = Q(role=OrganisationRole.GUEST)
    people = list(
        space_people(workspace.pk)
        .annotate(total=Window(Count("pk")), partners=Window(Count("pk", filter=is_guest)))
        .select_related("party")
        .defer("party__photo", "party__search_text", "in_charge_of")
        .order_by("-party__has_photo", "party__sort_name")[:FACES]
    )
    total = people[0].total if people else 0
    partners = people[0].partners if people else 0
    role = access.membership_role(request.actor, workspace)
    is_living = workspace.state in access.LIVING
    people = people if is_living else []
    reads_only = role is None and workspace.openness == Openness.OPEN
    abilities = access.abilities(
        request.actor, workspace.item, role=Role.READER if reads_only else role
    )
    frame = SpaceFrame(
        workspace=workspace,
        title=workspace.item.title,
        text=f"{_openness(workspace)} · {_people_line(total, partners)}"
        if is_living
        else _openness(workspace),
        faces=[_face(person.party) for person in people],
        more=max(0, total - len(people)),
        people_label=_members(total),
        tabs=space_tabs(workspace, current_tool) if is_living else [],
        abilities=abilities,
        role=role,
        is_member=role is not None and not request.actor.is_system,
        is_archived=workspace.state == WorkspaceState.ARCHIVED,
        decision=_decision(request, workspace),
        above=_above(request, workspace),
        may_nest=abilities["manage_space"] and directory_access.may(request.actor, "create_space"),
    )
    return {"frame": frame, "workspace": workspace, "space_url": _space_url(workspace)}


def settings_frame(workspace: Workspace, current: str) -> dict[str, object]:
    """Return the pages of a space's settings, for `workspaces/settings_tabs.html`."""
    return {
        "settings_tabs": [
            Tab(page.name, str(page.label), page.url(workspace.pk), page.icon, page.name == current)
            for page in settings_pages()
        ]
    }


def _space_url(workspace: Workspace) -> str:
    return reverse("workspaces:space", args=[workspace.pk])


def _above(request: ActorRequest, workspace: Workspace) -> NestedIn | None:
    """Return the space that this one is within, for who may know of it."""
    if workspace.parent_id is None:
        return None
    listed = access.listed_workspaces(request.actor).filter(pk=workspace.parent_id)
    parent = listed.select_related("item").first()
    if parent is None:
        return None
    is_read = access.readable_workspaces(request.actor).filter(pk=parent.pk).exists()
    return NestedIn(parent.item.title, _space_url(parent) if is_read else "")


def _decision(request: ActorRequest, workspace: Workspace) -> Decision | None:
    if workspace.state in access.LIVING:
        return None
    hold = decision_hold(workspace.pk)
    is_refused = workspace.state == WorkspaceState.REFUSED
    return Decision(
        is_refused=is_refused,
        who=hold.asked_by.name if hold and hold.asked_by else "",
        message=hold.message if hold else "",
        answer=hold.answer if hold else "",
        may_decide=not is_refused and directory_access.may(request.actor, "create_space"),
    )


def _face(party: Party) -> Face:
    return Face(party.name, party.photo_url, party.is_square)


def _crumbs(request: ActorRequest, item: Item) -> list[tuple[str, str]]:
    known = kinds()
    above = breadcrumbs(request.actor, item)
    steps = [(one.title, known[one.kind].url(one)) for one in above if one.kind in known]
    return [*steps, (item.title, "")]


def shown_actions(item: Item, abilities: Mapping[str, bool]) -> list[ShownAction]:
    """Return the entries of an item's menu that these abilities allow."""
    return [
        ShownAction(action=action, url=action.url(item))
        for action in actions(item)
        if abilities.get(action.verb)
    ]


def column_panels(request: ActorRequest, item: Item, column: str) -> list[ShownPanel]:
    """Return the panels of a column ("main" or "side") of an item's page, with what they show."""
    return [
        ShownPanel(panel=panel, values=None if panel.is_lazy else panel.context(request, item))
        for panel in panels(item)
        if panel.is_main == (column == "main")
    ]


def item_frame(request: ActorRequest, item: Item) -> dict[str, object]:
    """Return what `workspaces/item.html` shows around an item: `frame`, `item`, `workspace`.

    The panels are only named: the page shows first, then fetches them, a column at a time.
    `item` comes from `access.get_item`, which brings its space along.
    """
    kind = kinds().get(item.kind)
    access.remember_role(request.actor, item)
    abilities = access.abilities(request.actor, item)
    shown = [] if item.trashed_at else panels(item)
    icons = kind.icons([item]) if kind else {}
    frame = ItemFrame(
        kind=kind,
        icon=icons.get(item.pk, kind.icon if kind else "file"),
        crumbs=_crumbs(request, item),
        abilities=abilities,
        actions=[] if item.trashed_at else shown_actions(item, abilities),
        main_panels=[panel for panel in shown if panel.is_main],
        side_panels=[panel for panel in shown if not panel.is_main],
        is_restricted=item.access_root_id is not None,
        is_trashed=item.trashed_at is not None,
        hue=item.workspace.colour,
    )
    space = item.workspace
    return {"frame": frame, "item": item, "workspace": space, "space_url": _space_url(space)}


def item_url(item: Item) -> str:
    """Return the page of an item: its kind's, or the permalink for a kind that nobody declares."""
    kind = kinds().get(item.kind)
    return kind.url(item) if kind else reverse("workspaces:item", args=[item.pk])
