"""Who sees and does what: every verb, every persona, restricted or not."""

from uuid import UUID

import pytest
from tests.town import Town

from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import Openness
from parvis.apps.workspaces.models import Item, Workspace
from parvis.apps.workspaces.services import items, restrictions, spaces, trash
from parvis.kernel.actors import ANONYMOUS, Role
from parvis.kernel.errors import (
    ConflictError,
    NotFoundError,
    RefusedError,
    SecondFactorRequiredError,
)

ROLES = {
    "manager": Role.MANAGER,
    "agent": Role.EDITOR,
    "partner": Role.EDITOR,
    "councillor": Role.COMMENTER,
    "mayor": Role.READER,
    "admin": None,
    "stranger": None,
    "outsider": None,
}


@pytest.mark.parametrize("persona", ROLES)
@pytest.mark.parametrize("verb", [*access.RULES, "a verb nobody declared"])
def test_each_verb_asks_for_its_role(town: Town, persona: str, verb: str) -> None:
    actor, role = town.actor(persona), ROLES[persona]
    rule = access.RULES.get(verb)
    if role is None:
        with pytest.raises(NotFoundError):
            access.lock_item(actor, town.space.pk, to=verb)
    elif rule is None or role < rule:
        with pytest.raises(RefusedError):
            access.lock_item(actor, town.space.pk, to=verb)
    else:
        assert access.lock_item(actor, town.space.pk, to=verb).pk == town.space.pk


def _folder(town: Town, title: str = "Dossier", parent: UUID | None = None) -> Item:
    return items.create_item(
        actor=town.actor("agent"),
        kind="workspaces.space",
        parent_id=parent or town.space.pk,
        title=title,
    )


def test_restricted_item_and_all_below_show_only_to_the_granted(town: Town) -> None:
    folder = _folder(town)
    inside = _folder(town, "Dedans", folder.pk)
    restrictions.restrict_item(actor=town.actor("agent"), item_id=folder.pk)
    restrictions.grant_access(
        actor=town.actor("agent"),
        item_id=folder.pk,
        party_id=town.persons["mayor"].pk,
        role=Role.COMMENTER,
    )
    sees = {
        persona: set(access.visible_items(town.actor(persona)).values_list("pk", flat=True))
        for persona in ROLES
    }
    assert {persona for persona, seen in sees.items() if folder.pk in seen} == {"agent", "mayor"}
    assert {persona for persona, seen in sees.items() if inside.pk in seen} == {"agent", "mayor"}
    inside.refresh_from_db()
    assert access.role_on(town.actor("mayor"), inside) == Role.COMMENTER
    with pytest.raises(NotFoundError):
        access.lock_item(town.actor("manager"), inside.pk, to="view")


def test_moving_into_a_restricted_folder_hides_and_out_shows(town: Town) -> None:
    secret, plain = _folder(town, "Secret"), _folder(town, "Clair")
    restrictions.restrict_item(actor=town.actor("agent"), item_id=secret.pk)
    items.move_item(actor=town.actor("agent"), item_id=plain.pk, parent_id=secret.pk)
    assert not access.visible_items(town.actor("manager")).filter(pk=plain.pk).exists()
    items.move_item(actor=town.actor("agent"), item_id=plain.pk, parent_id=town.space.pk)
    assert access.visible_items(town.actor("manager")).filter(pk=plain.pk).exists()


def test_open_space_is_read_by_the_town_but_not_by_guests_or_strangers(town: Town) -> None:
    space = spaces.create_workspace(
        actor=town.actor("manager"), title="Fête du village", openness=Openness.OPEN
    )
    readers = {
        persona
        for persona in ROLES
        if access.visible_items(town.actor(persona)).filter(pk=space.pk).exists()
    }
    assert readers == {"admin", "manager", "agent", "councillor", "mayor", "stranger"}
    assert access.role_in(town.actor("stranger"), space) == Role.READER


def test_ended_membership_opens_nothing(town: Town) -> None:
    town.space.memberships.update(ends_on="2020-01-01")
    assert not access.visible_items(town.actor("agent")).exists()


def test_space_with_second_factor_says_so_to_members_only(town: Town) -> None:
    Workspace.objects.filter(pk=town.space.pk).update(requires_second_factor=True)
    with pytest.raises(SecondFactorRequiredError):
        access.get_item(town.actor("agent"), town.space.pk)
    with pytest.raises(NotFoundError):
        access.get_item(town.actor("stranger"), town.space.pk)


def test_secret_space_is_listed_to_members_and_administrators_only(town: Town) -> None:
    Workspace.objects.filter(pk=town.space.pk).update(openness=Openness.SECRET)
    listed = {
        persona
        for persona in ROLES
        if access.listed_workspaces(town.actor(persona)).filter(pk=town.space.pk).exists()
    }
    assert listed == {"admin", "manager", "agent", "councillor", "mayor", "partner"}


def test_nobody_signed_in_sees_nothing(town: Town) -> None:
    assert not access.visible_items(ANONYMOUS).exists()
    assert not access.listed_workspaces(ANONYMOUS).exists()


def test_trashed_item_leaves_every_list_and_comes_back(town: Town) -> None:
    folder = _folder(town)
    inside = _folder(town, "Dedans", folder.pk)
    trash.trash_item(actor=town.actor("agent"), item_id=folder.pk)
    assert not access.visible_items(town.actor("agent")).filter(pk=inside.pk).exists()
    trash.restore_item(actor=town.actor("agent"), item_id=folder.pk)
    assert access.visible_items(town.actor("agent")).filter(pk=inside.pk).exists()


def test_what_one_does_not_see_is_not_taken_to_another_space(town: Town) -> None:
    outer = _folder(town)
    inner = _folder(town, "Sanctions", outer.pk)
    restrictions.restrict_item(actor=town.actor("manager"), item_id=inner.pk)
    other = spaces.create_workspace(actor=town.actor("manager"), title="Ailleurs")
    spaces.add_member(
        actor=town.actor("manager"),
        workspace_id=other.pk,
        party_id=town.persons["agent"].pk,
        role=Role.EDITOR,
    )
    with pytest.raises(ConflictError):
        items.move_item(actor=town.actor("agent"), item_id=outer.pk, parent_id=other.pk)
    assert Item.objects.get(pk=inner.pk).workspace_id == town.space.pk
    items.move_item(actor=town.actor("manager"), item_id=outer.pk, parent_id=other.pk)
    assert Item.objects.get(pk=inner.pk).workspace_id == other.pk
