"""Restricted items: seen by whoever holds a grant, and by nobody else."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parvis.apps.workspaces import access, holders
from parvis.apps.workspaces.events import (
    AccessGranted,
    AccessWithdrawn,
    ItemRestricted,
    ItemUnrestricted,
)
from parvis.apps.workspaces.models import Grant, Item
from parvis.apps.workspaces.services.items import spread_access, touch_item
from parvis.kernel.actors import Actor, Role
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError
from parvis.kernel.events import emit


@transaction.atomic
def restrict_item(*, actor: Actor, item_id: UUID) -> Item:
    """Close an item, and all below, to everybody but those granted: at first, the actor alone."""
    item = access.lock_item(actor, item_id, to="restrict")
    if item.parent_id is None:
        raise InvalidError(_("To restrict a whole space, make it secret."))
    if item.is_restricted:
        return item
    if actor.party_id is None:
        raise InvalidError(_("Only a person can restrict a thing: somebody must keep access."))
    item.is_restricted = True
    Grant.objects.create(item=item, party_id=actor.party_id, role=Role.MANAGER)
    touch_item(item, "is_restricted")
    spread_access(item)
    emit(ItemRestricted(item_id=item.pk, workspace_id=item.workspace_id), actor=actor)
    return item


def restrict_to(*, item: Item, party_ids: Iterable[UUID], role: Role) -> None:
    """Leave an item that the caller has locked to these parties: its tool says why, in its event.

    Below a manager's role, nobody opens it by hand.
    """
    item.grants.all().delete()
    Grant.objects.bulk_create(
        Grant(item=item, party_id=party_id, role=role) for party_id in party_ids
    )
    item.is_restricted = True
    item.save(update_fields=["is_restricted"])
    spread_access(item)


def lift_restriction(*, item: Item) -> None:
    """Open an item that the caller has locked to whoever sees the place where it lies."""
    item.grants.all().delete()
    item.is_restricted = False
    item.save(update_fields=["is_restricted"])
    spread_access(item)


@transaction.atomic
def unrestrict_item(*, actor: Actor, item_id: UUID) -> Item:
    """Open a restricted item to whoever sees the place where it lies."""
    item = _lock_restricted(actor, item_id)
    item.is_restricted = False
    item.grants.all().delete()
    touch_item(item, "is_restricted")
    spread_access(item)
    emit(ItemUnrestricted(item_id=item.pk, workspace_id=item.workspace_id), actor=actor)
    return item


@transaction.atomic
def grant_access(*, actor: Actor, item_id: UUID, party_id: UUID, role: Role) -> Grant:
    """Give a party behind which members of the space stand a role on a restricted item."""
    item = _lock_restricted(actor, item_id)
    is_member = holders.parties_in_space(item.workspace_id).filter(pk=party_id).exists()
    if not is_member:
        raise NotFoundError(_("Only members of the space can be given access. Invite them first."))
    if role != Role.MANAGER:
        _keep_a_manager(item, without=party_id)
    grant, _created = Grant.objects.update_or_create(
        item=item, party_id=party_id, defaults={"role": role}
    )
    touch_item(item)
    emit(
        AccessGranted(
            item_id=item.pk, workspace_id=item.workspace_id, party_id=party_id, role=role
        ),
        actor=actor,
    )
    return grant


@transaction.atomic
def grant_several(
    *, actor: Actor, item_id: UUID, party_ids: Iterable[UUID], role: Role
) -> list[Grant]:
    """Give several parties a role on a restricted item, all or none."""
    return [
        grant_access(actor=actor, item_id=item_id, party_id=party_id, role=role)
        for party_id in dict.fromkeys(party_ids)
    ]


@transaction.atomic
def withdraw_access(*, actor: Actor, item_id: UUID, party_id: UUID) -> None:
    """Take a party's access to a restricted item away; somebody must keep managing it."""
    item = _lock_restricted(actor, item_id)
    _keep_a_manager(item, without=party_id)
    item.grants.filter(party_id=party_id).delete()
    touch_item(item)
    emit(
        AccessWithdrawn(item_id=item.pk, workspace_id=item.workspace_id, party_id=party_id),
        actor=actor,
    )


def _keep_a_manager(item: Item, *, without: UUID) -> None:
    others = item.grants.exclude(party_id=without)
    if not others.filter(role=Role.MANAGER).exists():
        raise ConflictError(_("Somebody must keep managing this: name another manager first."))


def _lock_restricted(actor: Actor, item_id: UUID) -> Item:
    item = access.lock_item(actor, item_id, to="manage_grants")
    if not item.is_restricted:
        raise ConflictError(_("This is not restricted."))
    return item
