"""The directory as an import needs it: by name, by e-mail, by identifier, in seven queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from parvis.apps.directory.imports.values import TEXTS
from parvis.apps.directory.models import (
    Delegation,
    Department,
    Function,
    Group,
    GroupMember,
    Person,
)
from parvis.kernel.actors import OrganisationRole
from parvis.kernel.texts import folded


@dataclass
class Known:
    """A person of the directory."""

    pk: UUID
    name: str
    role: str
    has_left: bool
    is_elected: bool
    department: str
    texts: dict[str, str]
    groups: set[str] = field(default_factory=set)
    delegations: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Desk:
    """A function of the directory, and who holds it."""

    pk: UUID
    holder: UUID | None
    holder_name: str


@dataclass
class Snapshot:
    """Everything is by folded name; of two departments of one name, the first counts."""

    by_external_id: dict[str, Known] = field(default_factory=dict)
    by_email: dict[str, Known] = field(default_factory=dict)
    by_name: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    departments: dict[str, str] = field(default_factory=dict)
    department_ids: dict[str, UUID] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    functions: dict[str, Desk] = field(default_factory=dict)
    groups: dict[str, UUID] = field(default_factory=dict)
    kept_groups: set[str] = field(default_factory=set)


def read_snapshot(organisation_id: UUID) -> Snapshot:
    """Read the present directory of an organisation."""
    snapshot = Snapshot()
    persons = _read_persons(organisation_id, snapshot)
    _read_structure(organisation_id, snapshot)
    members = GroupMember.objects.filter(group__party__organisation_id=organisation_id)
    for person_id, name in members.values_list("person_id", "group__party__name"):
        if person_id in persons:
            persons[person_id].groups.add(folded(name))
    current = Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())
    delegations = Delegation.objects.filter(current, person__organisation_id=organisation_id)
    for person_id, subject in delegations.values_list("person_id", "subject"):
        persons[person_id].delegations.add(folded(subject))
    return snapshot


def _read_persons(organisation_id: UUID, snapshot: Snapshot) -> dict[UUID, Known]:
    persons: dict[UUID, Known] = {}
    columns = ("pk", "role", "is_elected", "party__left_at", "department__party__name", *TEXTS)
    rows = Person.objects.filter(organisation_id=organisation_id).order_by("pk")
    for pk, role, is_elected, left_at, department, *texts in rows.values_list(*columns):
        said = dict(zip(TEXTS, texts, strict=True))
        known = Known(
            pk=pk,
            name=f"{said['given_name']} {said['family_name']}".strip(),
            role=role,
            has_left=left_at is not None,
            is_elected=is_elected,
            department=department or "",
            texts=said,
        )
        persons[pk] = known
        if said["external_id"]:
            snapshot.by_external_id.setdefault(folded(said["external_id"]), known)
        if said["email"]:
            snapshot.by_email[said["email"].lower()] = known
        if not known.has_left and role != OrganisationRole.GUEST:
            snapshot.by_name[folded(known.name)].append(known)
    return persons


def _read_structure(organisation_id: UUID, snapshot: Snapshot) -> None:
    here = Q(party__organisation_id=organisation_id, party__left_at__isnull=True)
    columns = ("pk", "party__name", "parent__party__name", "head__party__name")
    departments = Department.objects.filter(here).order_by("pk")
    for pk, name, parent, head in departments.values_list(*columns):
        key = folded(name)
        if key not in snapshot.departments:
            snapshot.departments[key] = name
            snapshot.department_ids[key] = pk
            snapshot.parents[key] = folded(parent or "")
            snapshot.heads[key] = head or ""
    functions = Function.objects.filter(here).order_by("pk")
    for pk, name, holder_id, holder in functions.values_list(
        "pk", "party__name", "holder_id", "holder__party__name"
    ):
        snapshot.functions.setdefault(folded(name), Desk(pk, holder_id, holder or ""))
    groups = Group.objects.filter(here).order_by("pk")
    for pk, name, follows_role in groups.values_list("pk", "party__name", "follows_role"):
        snapshot.groups.setdefault(folded(name), pk)
        if follows_role:
            snapshot.kept_groups.add(folded(name))
