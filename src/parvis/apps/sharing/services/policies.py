"""What an organisation lets its people share."""

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.apps.directory import access as directory_access
from parvis.apps.sharing.events import PolicyChanged
from parvis.apps.sharing.models import Policy
from parvis.kernel.actors import Actor
from parvis.kernel.errors import InvalidError, Text
from parvis.kernel.events import emit

LONGEST_DAYS = 3_650


@transaction.atomic
def change_policy(
    *, actor: Actor, is_on: bool, default_days: int, max_days: int, requires_password: bool
) -> Policy:
    """Set the rules of sharing, as an administrator; links that were made keep their end."""
    organisation = directory_access.lock_organisation(actor, to="change_organisation")
    fields: dict[str, list[Text]] = {}
    if not 1 <= max_days <= LONGEST_DAYS:
        fields["max_days"] = [_("Choose from 1 to 3,650 days.")]
    if not 1 <= default_days <= max_days:
        fields["default_days"] = [_("Choose from 1 day to the longest.")]
    if fields:
        raise InvalidError(fields=fields)
    policy, _is_new = Policy.objects.update_or_create(
        organisation=organisation,
        defaults={
            "is_on": is_on,
            "default_days": default_days,
            "max_days": max_days,
            "requires_password": requires_password,
        },
    )
    emit(
        PolicyChanged(
            is_on=is_on,
            default_days=default_days,
            max_days=max_days,
            requires_password=requires_password,
        ),
        actor=actor,
    )
    return policy
