"""Who sees and does what in spaces: the one place where rights are decided.

An item is visible to a member of its space (or, in an open space, to anybody of the organisation
who isn't a guest) if it has no `access_root` or the member has a grant on it. What one may do there
is the role of the membership, or of the grant on a restricted item. An unrestricted item may also
be shown in other spaces or to the whole town: there one reads it, and comments. Deny by default.
"""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.db.models import Max, Model, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.apps.workspaces.enums import Openness, WorkspaceState
from parvis.apps.workspaces.hiding import error_out_of_sight
from parvis.apps.workspaces.models import Grant, Item, Membership, Showing, Workspace
from parvis.apps.workspaces.own_marks import IS_SHOWN, own_marks
from parvis.apps.workspaces.registry import kinds, rule_on, verbs
from parvis.apps.workspaces.switches import is_on
from parvis.kernel.actors import Actor, OrganisationRole, Role
from parvis.kernel.errors import (
    READS_ONLY,
    ConflictError,
    NotFoundError,
    RefusedError,
    VersionMismatchError,
)

RULES: dict[str, Role] = {
    "view": Role.READER,
    "follow": Role.READER,
    "answer": Role.READER,
    "comment": Role.COMMENTER,
    "ask": Role.COMMENTER,
    "edit": Role.EDITOR,
    "add": Role.EDITOR,
    "move": Role.EDITOR,
    "trash": Role.EDITOR,
    "restrict": Role.EDITOR,
    "share": Role.EDITOR,
    "purge": Role.MANAGER,
    "manage_grants": Role.MANAGER,
    "moderate": Role.MANAGER,
    "manage_members": Role.MANAGER,
    "manage_space": Role.MANAGER,
}
READING = frozenset({"view"})
LIVING = (WorkspaceState.ACTIVE, WorkspaceState.ARCHIVED)
OPENING = {
    "item__workspace__openness__in": (Openness.OPEN, Openness.CLOSED),
    "item__workspace__state__in": LIVING,
}
ARCHIVED_MESSAGE = _(
    "This space is archived: it can be read, not changed. Ask a manager to reopen it."
)
REQUESTED_MESSAGE = _("This space waits for a decision: nothing can be put in it yet.")


def memberships_now() -> QuerySet[Membership]:
    """Return the memberships that have not ended."""
    return Membership.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()))


def current_memberships(party_ids: Iterable[UUID]) -> QuerySet[Membership]:
    """Return the memberships of parties that have not ended."""
    return memberships_now().filter(party_id__in=party_ids)


def present_persons(prefix: str = "") -> Q:
    """Return the condition of persons who are there today: not suspended, not past their end."""
    is_to_come = Q(**{f"{prefix}ends_on__gte": timezone.localdate()})
    has_no_end = Q(**{f"{prefix}ends_on__isnull": True})
    return Q(**{f"{prefix}suspended_at__isnull": True}) & (is_to_come | has_no_end)


def member_workspaces(actor: Actor) -> QuerySet[Workspace]:
    """Return the spaces of which the actor is a member by any party, whatever their state."""
    if not actor.is_known or actor.is_system:
        return Workspace.objects.none()
    mine = current_memberships(actor.party_ids).values("workspace_id")
    return Workspace.objects.filter(organisation_id=actor.organisation_id, pk__in=mine)


def readable_workspaces(actor: Actor) -> QuerySet[Workspace]:
    """Return the spaces whose content the actor may read now.

    A space that asks for a second factor stays out until the session has shown one. A system actor
    reads every space of its organisation.
    """
    return Workspace.objects.filter(is_readable(actor))


def is_readable(actor: Actor, prefix: str = "") -> Q:
    """Return the condition of `readable_workspaces`; `prefix` leads to the space."""
    town = Q(**{f"{prefix}organisation_id": actor.organisation_id})
    if actor.is_system:
        return town
    if not actor.is_known or not actor.has_scope("read"):
        return Q(**{f"{prefix}pk__in": []})
    mine = current_memberships(actor.party_ids).values("workspace_id")
    rule = Q(**{f"{prefix}pk__in": mine})
    if not actor.is_guest:
        rule |= Q(**{f"{prefix}openness": Openness.OPEN, f"{prefix}state__in": LIVING})
    if not actor.opens_secured_spaces:
        rule &= Q(**{f"{prefix}requires_second_factor": False})
    return town & rule


def listed_workspaces(actor: Actor) -> QuerySet[Workspace]:
    """Return the spaces whose title the actor may know: theirs, and all but the secret ones.

    Administrators know of every space; knowing of it opens nothing in it.
    """
    if not actor.is_known or not actor.has_scope("read"):
        return Workspace.objects.none()
    spaces = Workspace.objects.filter(organisation_id=actor.organisation_id)
    if actor.is_system or actor.has_role(OrganisationRole.ADMINISTRATOR):
        return spaces
    mine = Q(pk__in=current_memberships(actor.party_ids).values("workspace_id"))
    if actor.is_guest:
        return spaces.filter(mine)
    return spaces.filter(mine | (~Q(openness=Openness.SECRET) & Q(state__in=LIVING)))


def visible_items(actor: Actor, *, with_trash: bool = False) -> QuerySet[Item]:
    """Return the items that the actor may see: the rule of every list, search, file and feed."""
    return Item.objects.filter(is_visible(actor, with_trash=with_trash))


def is_visible(actor: Actor, prefix: str = "", *, with_trash: bool = False) -> Q:
    """Return the condition that the actor may see an item; `prefix` leads to it ("item__").

    A subquery of all that one may see would be read whole, and takes PostgreSQL long to plan.
    """
    rule = Q(**{f"{prefix}organisation_id": actor.organisation_id}) & is_on(actor, prefix)
    rule &= Q() if with_trash else Q(**{f"{prefix}trashed_at__isnull": True})
    if actor.is_system:
        return rule
    granted = Grant.objects.filter(party_id__in=actor.granted_party_ids).values("item_id")
    opened = {f"{prefix}access_root": None}
    here = Q(**opened) | Q(**{f"{prefix}access_root_id__in": granted})
    shown = Q(**opened, **{f"{prefix}pk__in": showings_to(actor).values("item_id")})
    return rule & ((here & is_readable(actor, f"{prefix}workspace__")) | shown)


def showings_to(actor: Actor) -> QuerySet[Showing]:
    """Return the showings that open an unrestricted item to the actor, beyond its own space.

    Those in a space that they read, or to the whole town for all but guests. What a secret space
    holds, or one that asks for a second factor not shown yet, is opened to nobody elsewhere.
    """
    if not actor.is_known or not actor.has_scope("read"):
        return Showing.objects.none()
    place = is_readable(actor, "workspace__")
    if not actor.is_guest:
        place |= Q(workspace=None, item__organisation_id=actor.organisation_id)
    showings = Showing.objects.filter(place, **OPENING)
    if not actor.opens_secured_spaces:
        showings = showings.filter(item__workspace__requires_second_factor=False)
    return showings


def visible_item_id(actor: Actor, outer: str, *, with_trash: bool = False) -> Subquery:
    """Return the id that the row's field `outer` names if the actor may see the item, else NULL.

    Unlike EXISTS, which PostgreSQL may answer by reading all that one may see, it looks only at
    the items of the rows in question.
    """
    items = visible_items(actor, with_trash=with_trash).filter(pk=OuterRef(outer))
    return Subquery(items.values("pk")[:1])


def membership_role(actor: Actor, workspace: Workspace) -> Role | None:
    """Return the best role of the actor's memberships in a space, None when they have none."""
    if actor.is_system:
        return Role.MANAGER
    if not actor.is_known or workspace.organisation_id != actor.organisation_id:
        return None

    def read() -> int | None:
        held = current_memberships(actor.party_ids).filter(workspace=workspace)
        best: int | None = held.aggregate(best=Max("role"))["best"]
        return best

    best = _remembered(workspace, actor, read)
    return Role(best) if best is not None else None


def _remembered(row: Model, actor: Actor, read: Callable[[], int | None]) -> int | None:
    """Read a role once for a row that was fetched: a page asks it for each of its parts."""
    known: dict[UUID | None, int | None] = row.__dict__.setdefault("_roles", {})
    if actor.party_id not in known:
        known[actor.party_id] = read()
    return known[actor.party_id]


def role_in(actor: Actor, workspace: Workspace) -> Role | None:
    """Return the actor's role in a space, None when they are nobody there."""
    best = membership_role(actor, workspace)
    if best is not None or not actor.is_known:
        return best
    is_here = workspace.organisation_id == actor.organisation_id
    is_reader = is_here and workspace.openness == Openness.OPEN and not actor.is_guest
    return Role.READER if is_reader else None


def shown_role(actor: Actor, item: Item) -> Role | None:
    """Return the role by which the actor sees an item shown elsewhere: reader or commenter."""
    showings = showings_seen(actor, item) if item.access_root_id is None else []
    if not showings:
        return None
    roles = (showing.role_there for showing in showings)
    return Role.COMMENTER if any(role >= Role.COMMENTER for role in roles) else Role.READER


def showings_seen(actor: Actor, item: Item) -> list[Showing]:
    """Return where a visible item shows beyond its space, as far as the actor sees; asked once."""
    known: dict[UUID | None, list[Showing]] = item.__dict__.setdefault("_showings", {})
    if item.parent_id is None or vars(item).get(IS_SHOWN) is False:
        return []
    if actor.party_id not in known:
        held = current_memberships(actor.party_ids).filter(workspace_id=OuterRef("workspace_id"))
        best = held.order_by("-role").values("role")[:1]
        rows = showings_to(actor).filter(item_id=item.pk).annotate(best=Subquery(best))
        known[actor.party_id] = list(rows.select_related("workspace__item").order_by("pk"))
    return known[actor.party_id]


_KNOWN = "_known_role"


def role_on(actor: Actor, item: Item) -> Role | None:
    """Return the role on a visible item: the grant's on a restricted one, else the space's."""
    known: tuple[Actor, UUID | None, Role | None] | None = item.__dict__.get(_KNOWN)
    if known is not None and known[:2] == (actor, item.access_root_id):
        return known[2]
    if actor.is_system:
        return Role.MANAGER
    root_id = item.access_root_id
    if root_id is None:
        role = role_in(actor, item.workspace)
        return role if role and role >= Role.COMMENTER else shown_role(actor, item) or role

    def read() -> int | None:
        held = Grant.objects.filter(item_id=root_id, party_id__in=actor.party_ids)
        best: int | None = held.aggregate(best=Max("role"))["best"]
        return best

    best = _remembered(item, actor, read)
    return Role(best) if best is not None else None


def remember_role(actor: Actor, item: Item) -> Role | None:
    """Ask for the role once for the many parts of a page that show this very object."""
    role = role_on(actor, item)
    item.__dict__[_KNOWN] = (actor, item.access_root_id, role)
    return role


Roles = Mapping[UUID | None, Role]


def roles_on(actor: Actor, workspace: Workspace, items: Iterable[Item]) -> Roles:
    """Return the actor's role by `access_root` for many visible items of a space, in two queries.

    Under None stands the role in the space itself.
    """
    roots = {item.access_root_id for item in items if item.access_root_id}
    space_role = role_in(actor, workspace)
    roles: dict[UUID | None, Role] = {None: space_role} if space_role else {}
    if actor.is_system:
        return roles | dict.fromkeys(roots, Role.MANAGER)
    if roots:
        grants = Grant.objects.filter(item_id__in=roots, party_id__in=actor.party_ids)
        for root_id, best in grants.values_list("item_id").annotate(best=Max("role")):
            roles[root_id] = Role(best)
    return roles


def _role_allows(actor: Actor, item: Item, verb: str, role: Role | None) -> bool:
    """Tell whether the actor's role and scope allow `verb`, whatever the state of the space."""
    rule = rule_on(actor, item, verb) or RULES.get(verb)
    if rule is None or not actor.has_scope("read" if verb in READING else "write"):
        return False
    held = role or role_on(actor, item)
    return held is not None and held >= rule


def _state_allows(item: Item, verb: str) -> bool:
    """Tell whether the state of the space leaves room for `verb`: an archive is only reopened."""
    state = item.workspace.state
    if state == WorkspaceState.ACTIVE or verb in READING:
        return True
    return state == WorkspaceState.ARCHIVED and verb == "manage_space"


def may(actor: Actor, item: Item, verb: str, *, role: Role | None = None) -> bool:
    """Tell whether the actor may `verb` on an item they see; pass `role` to save a query."""
    return _state_allows(item, verb) and _role_allows(actor, item, verb, role)


def require(actor: Actor, item: Item, verb: str) -> None:
    """Refuse now what `lock_item` would refuse later (raises RefusedError, ConflictError)."""
    if not _role_allows(actor, item, verb, None):
        raise RefusedError
    if not _state_allows(item, verb):
        is_archived = item.workspace.state == WorkspaceState.ARCHIVED
        raise ConflictError(ARCHIVED_MESSAGE if is_archived else REQUESTED_MESSAGE)


def abilities(actor: Actor, item: Item, *, role: Role | None = None) -> dict[str, bool]:
    """Return every verb of an item with whether the actor may: pages and API show the same.

    Pass `role` when it is known already, to save a query.
    """
    role = role or role_on(actor, item)
    kind = kinds().get(item.kind)
    known = {*RULES, *verbs(), *(kind.rules if kind else {})}
    return {verb: role is not None and may(actor, item, verb, role=role) for verb in known}


def get_item(actor: Actor, item_id: UUID, *, with_trash: bool = False) -> Item:
    """Return an item that the actor may see (raises NotFoundError, SecondFactorRequiredError)."""
    item = (
        _with_roles(actor, visible_items(actor, with_trash=with_trash))
        .select_related("workspace", "workspace__item", "workspace__organisation")
        .defer("workspace__organisation__logo")
        .filter(pk=item_id)
        .first()
    )
    if item is None:
        raise error_out_of_sight(actor, item_id, mine=member_workspaces(actor))
    _remembered(item.workspace, actor, lambda: item.__dict__["space_role"])
    _remembered(item, actor, lambda: item.__dict__["root_role"])
    return item


def _with_roles(actor: Actor, items: QuerySet[Item]) -> QuerySet[Item]:
    """Read along the roles that `role_on` and `role_in` would ask for: it saves a query."""
    mine = current_memberships(actor.party_ids).filter(workspace=OuterRef("workspace"))
    grants = Grant.objects.filter(item=OuterRef("access_root"), party_id__in=actor.party_ids)
    return items.annotate(
        space_role=Subquery(mine.order_by("-role").values("role")[:1]),
        root_role=Subquery(grants.order_by("-role").values("role")[:1]),
        **own_marks(actor),
    )


def lock_item(
    actor: Actor, item_id: UUID, *, to: str, version: int | None = None, with_trash: bool = False
) -> Item:
    """Lock an item for the rest of the transaction and authorise `to`.

    Raises NotFoundError when it is out of sight, RefusedError when it is seen but refused or the
    token only reads (what is locked is about to change, whatever `to` is), ConflictError when its
    space is archived, VersionMismatchError when `version` is not its own.
    """
    item = (
        visible_items(actor, with_trash=with_trash)
        .select_related("workspace")
        .select_for_update(of=("self",))
        .filter(pk=item_id)
        .first()
    )
    if item is None:
        raise error_out_of_sight(actor, item_id, mine=member_workspaces(actor))
    if not actor.has_scope("write"):
        raise RefusedError(READS_ONLY)
    require(actor, item, to)
    if version is not None and version != item.version:
        raise VersionMismatchError
    return item


def get_workspace(actor: Actor, workspace_id: UUID) -> Workspace:
    """Return a space that the actor may read (raises NotFoundError, SecondFactorRequiredError)."""
    root = get_item(actor, workspace_id)
    if root.parent_id is not None:
        raise NotFoundError
    root.workspace.item = root
    return root.workspace


def lock_workspace(actor: Actor, workspace_id: UUID, *, to: str) -> Workspace:
    """Lock a space and authorise `to` on it."""
    root = lock_item(actor, workspace_id, to=to)
    if root.parent_id is not None:
        raise NotFoundError
    root.workspace.item = root
    return root.workspace
