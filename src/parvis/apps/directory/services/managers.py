"""The party of all who run the town's spaces."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.models import Group, Party
from parvis.apps.directory.services.flattening import rebuild_party_users
from parvis.apps.directory.services.following import follow_roles
from parvis.kernel.actors import OrganisationRole
from parvis.kernel.texts import folded

MANAGERS_NAME = _("Parvis managers")
MANAGERS_PURPOSE = _("Whoever may open spaces. This group follows the roles by itself.")


@transaction.atomic
def managers_party(*, organisation_id: UUID) -> Party:
    """Return the group of all who may open spaces, made at first need and kept up to date.

    It belongs to no actor: it has what the roles say, so nothing is authorised here.
    """
    group = (
        Group.objects.select_related("party")
        .filter(
            party__organisation_id=organisation_id,
            follows_role=OrganisationRole.MANAGER,
            party__left_at__isnull=True,
        )
        .first()
    )
    if group is None:
        name = str(MANAGERS_NAME)
        party = Party.objects.create(
            organisation_id=organisation_id,
            kind=PartyKind.GROUP,
            name=name,
            sort_name=folded(name),
            subtitle=str(MANAGERS_PURPOSE),
            search_text=folded(name),
        )
        group = Group.objects.create(
            party=party,
            description=str(MANAGERS_PURPOSE),
            follows_role=OrganisationRole.MANAGER,
        )
    if follow_roles(organisation_id=organisation_id):
        rebuild_party_users(organisation_id=organisation_id)
    return group.party
