"""Groups that follow a role: the parties to whom the town's own questions are put."""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.models import Group, GroupMember, Person
from parvis.kernel.actors import OrganisationRole
from parvis.kernel.errors import ConflictError

KEPT = _("This group follows the roles of people: change their role instead.")


def roles_from(role: str) -> list[str]:
    """Return the role and those above it."""
    least = OrganisationRole(role)
    return [one.value for one in OrganisationRole if one.rank >= least.rank]


@transaction.atomic
def follow_roles(*, organisation_id: UUID) -> bool:
    """Give the groups that follow a role their present members; tell whether one has changed.

    `rebuild_party_users` does it first: whatever changes a role rebuilds.
    """
    is_changed = False
    groups = Group.objects.filter(party__organisation_id=organisation_id, party__left_at=None)
    for group in groups.exclude(follows_role=""):
        wanted = set(
            Person.objects.filter(
                organisation_id=organisation_id,
                role__in=roles_from(group.follows_role),
                party__left_at__isnull=True,
                suspended_at__isnull=True,
            ).values_list("pk", flat=True)
        )
        here = set(group.members.values_list(F("person_id"), flat=True))
        if here == wanted:
            continue
        is_changed = True
        group.members.exclude(person_id__in=wanted).delete()
        GroupMember.objects.bulk_create(
            GroupMember(group=group, person_id=person_id) for person_id in wanted - here
        )
    return is_changed


def check_kept_by_hand(party_id: UUID) -> None:
    """Refuse to change by hand what follows the roles (raises ConflictError)."""
    if Group.objects.filter(pk=party_id).exclude(follows_role="").exists():
        raise ConflictError(KEPT)
