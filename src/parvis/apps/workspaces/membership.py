"""Who is in a space, as its page of members shows it: themselves, and who stands behind them."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from parvis.apps.directory.enums import Belonging, PartyKind
from parvis.apps.directory.models import Party, PartyUser
from parvis.apps.directory.selectors import search_parties
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import RequestState
from parvis.apps.workspaces.models import JoinRequest, Membership, Workspace
from parvis.kernel.actors import Actor, OrganisationRole

PAGE = 50
NAMED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMember:
    """A member of a space; `people` are those whom a department, a group or a function brings."""

    membership: Membership
    is_guest: bool
    has_come: bool
    has_left: bool
    people: list[str] = field(default_factory=list)
    more: int = 0

    @property
    def party(self) -> Party:
        return self.membership.party

    @property
    def is_person(self) -> bool:
        return self.membership.party.kind == PartyKind.PERSON


def memberships_of(workspace: Workspace) -> QuerySet[Membership]:
    """Return the present memberships of a space, managers first, then by name."""
    return (
        access.memberships_now()
        .filter(workspace=workspace, party__left_at__isnull=True)
        .select_related("party", "party__person")
        .defer("party__photo", "party__search_text")
        .order_by("-role", "party__sort_name", "pk")
    )


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A page of members: the pages there are, and those shown."""

    page: Page[Membership]
    rows: list[ShownMember]


def member_page(workspace: Workspace, *, text: str = "", number: str = "1") -> MemberPage:
    """Return a page of members whose name matches, in three queries."""
    memberships = memberships_of(workspace)
    if text:
        named = search_parties(Party.objects.all(), text)
        memberships = memberships.filter(party__in=named)
    page = Paginator(memberships, PAGE).get_page(number)
    rows = list(page.object_list)
    behind = _behind([row.party_id for row in rows if row.party.kind != PartyKind.PERSON])
    return MemberPage(page, [_shown(row, behind) for row in rows])


def _behind(party_ids: list[UUID]) -> dict[UUID, list[str]]:
    """Return the names of those whom parties bring, stand-ins aside, in one query."""
    names: dict[UUID, list[str]] = defaultdict(list)
    if party_ids:
        rows = (
            PartyUser.objects.filter(party_id__in=party_ids, person__party__left_at__isnull=True)
            .filter(access.present_persons("person__"))
            .exclude(belonging=Belonging.STAND_IN)
            .order_by("person__party__sort_name")
            .values_list("party_id", F("person__party__name"))
            .distinct()
        )
        for party_id, name in rows:
            names[party_id].append(name)
    return names


def _shown(membership: Membership, behind: dict[UUID, list[str]]) -> ShownMember:
    person = membership.party.person if membership.party.kind == PartyKind.PERSON else None
    people = behind.get(membership.party_id, [])
    return ShownMember(
        membership=membership,
        is_guest=person is not None and person.role == OrganisationRole.GUEST,
        has_come=person is None or person.user_id is not None,
        has_left=person is not None and person.suspended_at is not None,
        people=people[:NAMED],
        more=max(0, len(people) - NAMED),
    )


def ended_memberships(workspace: Workspace) -> QuerySet[Membership]:
    """Return the memberships whose end date has passed, the latest first."""
    return (
        Membership.objects.filter(workspace=workspace, ends_on__lt=timezone.localdate())
        .filter(party__left_at__isnull=True)
        .select_related("party")
        .defer("party__photo", "party__search_text")
        .order_by("-ends_on", "party__sort_name", "pk")
    )


def ended_guest(actor: Actor) -> Membership | None:
    """Return the last membership of a partner who is in no space any more, else None."""
    if not actor.is_guest or access.member_workspaces(actor).exists():
        return None
    mine = Membership.objects.filter(
        party_id__in=actor.party_ids, workspace__organisation_id=actor.organisation_id
    )
    return mine.select_related("added_by").order_by("-ends_on").first()


def pending_requests(workspace: Workspace) -> QuerySet[JoinRequest]:
    """Return who asks to join a space, the oldest first."""
    return (
        JoinRequest.objects.filter(workspace=workspace, state=RequestState.PENDING)
        .filter(Q(person__left_at__isnull=True))
        .select_related("person")
        .defer("person__photo", "person__search_text")
        .order_by("created_at")
    )


def get_membership(workspace: Workspace, membership_id: UUID) -> Membership | None:
    """Return a membership of a space, ended or not."""
    return (
        Membership.objects.filter(workspace=workspace, pk=membership_id)
        .select_related("party", "party__person")
        .defer("party__photo")
        .first()
    )
