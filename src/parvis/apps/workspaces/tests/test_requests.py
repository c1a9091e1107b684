"""Asking for a space, asking to join one, settings, archiving, an administrator's entry."""

from dataclasses import replace

import pytest
from tests.town import Town

from parvis.apps.directory.models import Group, Person
from parvis.apps.directory.services import managers_party, set_group_members
from parvis.apps.workspaces import access, selectors
from parvis.apps.workspaces.enums import Openness, RequestState, WaitingState, WorkspaceState
from parvis.apps.workspaces.models import JoinRequest, Membership, Waiting, Workspace
from parvis.apps.workspaces.services import items, joining, requests, settings, spaces
from parvis.kernel.actors import Role
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from parvis.kernel.models import Event


def types(town: Town) -> list[str]:
    rows = Event.objects.filter(organisation_id=town.organisation.pk).order_by("-id")
    return [name.removeprefix("workspaces.") for name in rows.values_list("type", flat=True)]


@pytest.fixture
def requested(town: Town) -> Workspace:
    return requests.request_workspace(
        actor=town.actor("agent"), title="Marché de Noël", message="Pour l’organiser"
    )


def settings_of(space: Workspace) -> settings.SpaceSettings:
    return settings.SpaceSettings(
        title=space.item.title,
        description=space.item.description,
        colour=space.colour,
        openness=space.openness,
        tools=space.tools,
        default_role=Role(space.default_role),
        requires_second_factor=space.requires_second_factor,
        parent_id=space.parent_id,
    )


# Asking for a space


def test_requested_space_waits_for_whoever_may_open_spaces(
    town: Town, requested: Workspace
) -> None:
    assert requested.state == WorkspaceState.REQUESTED
    for persona in ("manager", "admin"):
        holds = selectors.waits_for(town.actor(persona))
        assert [hold.item_id for hold in holds] == [requested.pk]
    for persona in ("councillor", "stranger", "outsider", "partner"):
        assert not selectors.waits_for(town.actor(persona)).exists()
        assert not access.listed_workspaces(town.actor(persona)).filter(pk=requested.pk).exists()


def test_nothing_is_put_in_a_requested_space(town: Town, requested: Workspace) -> None:
    for persona in ("agent", "manager"):
        with pytest.raises(ConflictError):
            items.create_item(
                actor=town.actor(persona),
                kind="workspaces.space",
                parent_id=requested.pk,
                title="x",
            )


def test_granted_space_belongs_to_who_asked_and_to_nobody_else(
    town: Town, requested: Workspace
) -> None:
    requests.grant_workspace(actor=town.actor("manager"), workspace_id=requested.pk, word="Oui")
    requested.refresh_from_db()
    assert requested.state == WorkspaceState.ACTIVE
    assert list(requested.memberships.values_list("party_id", "role")) == [
        (town.persons["agent"].pk, Role.MANAGER)
    ]
    hold = Waiting.objects.get(item_id=requested.pk)
    assert (hold.state, hold.answer) == (WaitingState.ANSWERED, "Oui")
    assert types(town)[0] == "space_granted"
    with pytest.raises(NotFoundError):
        access.get_workspace(town.actor("manager"), requested.pk)


def test_refusal_says_why_and_is_read_by_who_asked(town: Town, requested: Workspace) -> None:
    with pytest.raises(InvalidError):
        requests.refuse_workspace(actor=town.actor("manager"), workspace_id=requested.pk, word="  ")
    requests.refuse_workspace(
        actor=town.actor("manager"), workspace_id=requested.pk, word="L’espace Fêtes suffit"
    )
    space = access.get_workspace(town.actor("agent"), requested.pk)
    assert space.state == WorkspaceState.REFUSED
    assert not selectors.waits_for(town.actor("manager")).exists()
    with pytest.raises(ConflictError):
        requests.grant_workspace(actor=town.actor("admin"), workspace_id=requested.pk)


@pytest.mark.parametrize("persona", ["agent", "councillor", "stranger", "partner", "outsider"])
def test_only_managers_of_the_town_decide(town: Town, requested: Workspace, persona: str) -> None:
    with pytest.raises((RefusedError, NotFoundError)):
        requests.grant_workspace(actor=town.actor(persona), workspace_id=requested.pk)
    requested.refresh_from_db()
    assert requested.state == WorkspaceState.REQUESTED


@pytest.mark.parametrize("persona", ["partner"])
def test_guest_asks_for_no_space(town: Town, persona: str) -> None:
    with pytest.raises(RefusedError):
        requests.request_workspace(actor=town.actor(persona), title="x")
    assert not Workspace.objects.filter(state=WorkspaceState.REQUESTED).exists()


def test_managers_group_follows_roles_and_is_not_changed_by_hand(town: Town) -> None:
    party = managers_party(organisation_id=town.organisation.pk)
    group = Group.objects.get(pk=party.pk)
    assert group.members.count() == 2
    Person.objects.filter(pk=town.persons["agent"].pk).update(role="manager")
    assert managers_party(organisation_id=town.organisation.pk).pk == party.pk
    assert group.members.count() == 3
    with pytest.raises(ConflictError):
        set_group_members(actor=town.actor("admin"), group_id=party.pk, person_ids=[])


# Joining


def test_closed_space_is_asked_for_and_a_manager_lets_in(town: Town) -> None:
    request = joining.ask_to_join(
        actor=town.actor("stranger"), workspace_id=town.space.pk, message="Je suis la halle"
    )
    again = joining.ask_to_join(
        actor=town.actor("stranger"), workspace_id=town.space.pk, message="Bonjour"
    )
    assert again.pk == request.pk
    assert [hold.asked_by_id for hold in selectors.waits_for(town.actor("manager"))] == [
        town.persons["stranger"].pk
    ]
    membership = joining.grant_join(
        actor=town.actor("manager"), workspace_id=town.space.pk, request_id=request.pk
    )
    assert membership.role == Role.EDITOR
    assert not selectors.waits_for(town.actor("manager")).exists()
    assert access.get_workspace(town.actor("stranger"), town.space.pk)
    with pytest.raises(ConflictError):
        joining.grant_join(
            actor=town.actor("manager"), workspace_id=town.space.pk, request_id=request.pk
        )


def test_refused_request_keeps_the_answer_and_may_be_made_again(town: Town) -> None:
    request = joining.ask_to_join(actor=town.actor("stranger"), workspace_id=town.space.pk)
    joining.refuse_join(
        actor=town.actor("manager"),
        workspace_id=town.space.pk,
        request_id=request.pk,
        word="Réservé au comité",
    )
    request = JoinRequest.objects.get(pk=request.pk)
    assert (request.state, request.answer) == (RequestState.REFUSED, "Réservé au comité")
    assert joining.ask_to_join(actor=town.actor("stranger"), workspace_id=town.space.pk)


def test_open_space_is_joined_at_once_but_never_as_manager(town: Town) -> None:
    Workspace.objects.filter(pk=town.space.pk).update(
        openness=Openness.OPEN, default_role=Role.MANAGER
    )
    membership = joining.join_workspace(actor=town.actor("stranger"), workspace_id=town.space.pk)
    assert membership.role == Role.EDITOR
    assert types(town)[0] == "member_joined"


@pytest.mark.parametrize(
    ("persona", "error"),
    [("agent", ConflictError), ("partner", RefusedError), ("outsider", NotFoundError)],
)
def test_joining_is_for_people_of_the_town_who_are_not_in(
    town: Town, persona: str, error: type[Exception]
) -> None:
    Workspace.objects.filter(pk=town.space.pk).update(openness=Openness.OPEN)
    with pytest.raises(error):
        joining.join_workspace(actor=town.actor(persona), workspace_id=town.space.pk)


def test_secret_space_cannot_be_asked_for(town: Town) -> None:
    Workspace.objects.filter(pk=town.space.pk).update(openness=Openness.SECRET)
    with pytest.raises(NotFoundError):
        joining.ask_to_join(actor=town.actor("stranger"), workspace_id=town.space.pk)
    with pytest.raises(RefusedError):
        joining.ask_to_join(actor=town.actor("admin"), workspace_id=town.space.pk)


def test_leaving_is_free_except_for_the_last_manager(town: Town) -> None:
    spaces.remove_member(
        actor=town.actor("agent"),
        workspace_id=town.space.pk,
        party_id=town.persons["agent"].pk,
    )
    assert types(town)[0] == "member_left"
    with pytest.raises(ConflictError):
        spaces.remove_member(
            actor=town.actor("manager"),
            workspace_id=town.space.pk,
            party_id=town.persons["manager"].pk,
        )


def test_manager_whose_days_are_counted_does_not_keep_a_space(town: Town) -> None:
    with pytest.raises(ConflictError):
        spaces.add_member(
            actor=town.actor("manager"),
            workspace_id=town.space.pk,
            party_id=town.persons["manager"].pk,
            role=Role.MANAGER,
            ends_on=town.persons["partner"].ends_on,
        )


# Settings


def test_settings_change_and_are_told(town: Town) -> None:
    wanted = replace(
        settings_of(town.space),
        title="La halle",
        colour="plum",
        openness="secret",
        tools=["members", "nothing", "timeline"],
        default_role=Role.READER,
    )
    settings.change_settings(
        actor=town.actor("manager"), workspace_id=town.space.pk, settings=wanted
    )
    space = Workspace.objects.get(pk=town.space.pk)
    assert space.item.title == "La halle"
    assert (space.colour, space.openness, space.default_role) == ("plum", "secret", Role.READER)
    assert space.tools[:2] == ["members", "timeline"]
    assert "nothing" not in space.tools
    changed = Event.objects.get(type="workspaces.space_changed")
    assert set(changed.payload["fields"]) == {"colour", "openness", "tools", "default_role"}


@pytest.mark.parametrize("persona", ["agent", "councillor", "mayor", "partner"])
def test_settings_are_the_managers(town: Town, persona: str) -> None:
    with pytest.raises(RefusedError):
        settings.change_settings(
            actor=town.actor(persona),
            workspace_id=town.space.pk,
            settings=replace(settings_of(town.space), openness="open"),
        )
    with pytest.raises(RefusedError):
        settings.archive_workspace(actor=town.actor(persona), workspace_id=town.space.pk)


def test_manager_without_second_factor_does_not_shut_themselves_out(town: Town) -> None:
    wanted = replace(settings_of(town.space), requires_second_factor=True)
    manager = town.actor("manager")
    with pytest.raises(InvalidError):
        settings.change_settings(actor=manager, workspace_id=town.space.pk, settings=wanted)
    settings.change_settings(
        actor=replace(manager, has_second_factor=True),
        workspace_id=town.space.pk,
        settings=wanted,
    )
    assert Workspace.objects.get(pk=town.space.pk).requires_second_factor


def test_space_does_not_go_inside_itself(town: Town) -> None:
    manager = town.actor("manager")
    inner = spaces.create_workspace(actor=manager, title="Lot 2", parent_id=town.space.pk)
    with pytest.raises(InvalidError):
        settings.change_settings(
            actor=manager,
            workspace_id=town.space.pk,
            settings=replace(settings_of(town.space), parent_id=inner.pk),
        )


def test_archived_space_is_read_and_not_changed_until_reopened(town: Town) -> None:
    manager = town.actor("manager")
    settings.archive_workspace(actor=manager, workspace_id=town.space.pk)
    assert access.get_workspace(town.actor("agent"), town.space.pk)
    with pytest.raises(ConflictError):
        items.rename_item(actor=manager, item_id=town.space.pk, title="x")
    with pytest.raises(RefusedError):
        settings.reopen_workspace(actor=town.actor("agent"), workspace_id=town.space.pk)
    settings.reopen_workspace(actor=manager, workspace_id=town.space.pk)
    items.rename_item(actor=manager, item_id=town.space.pk, title="De nouveau")


# An administrator


def test_administrator_enters_openly_and_not_otherwise(town: Town) -> None:
    Workspace.objects.filter(pk=town.space.pk).update(openness=Openness.SECRET)
    admin = town.actor("admin")
    with pytest.raises(NotFoundError):
        access.get_workspace(admin, town.space.pk)
    with pytest.raises(InvalidError):
        settings.enter_as_administrator(actor=admin, workspace_id=town.space.pk, reason="")
    settings.enter_as_administrator(
        actor=admin, workspace_id=town.space.pk, reason="La gestionnaire a quitté la mairie"
    )
    assert access.get_workspace(admin, town.space.pk)
    event = Event.objects.get(type="workspaces.administrator_entered")
    assert event.payload["reason"] == "La gestionnaire a quitté la mairie"


@pytest.mark.parametrize("persona", ["manager", "agent", "stranger", "partner", "outsider"])
def test_nobody_else_enters_that_way(town: Town, persona: str) -> None:
    before = Membership.objects.count()
    with pytest.raises((RefusedError, NotFoundError)):
        settings.enter_as_administrator(
            actor=town.actor(persona), workspace_id=town.space.pk, reason="x"
        )
    assert Membership.objects.count() == before
