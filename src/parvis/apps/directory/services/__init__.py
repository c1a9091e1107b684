"""Changes to organisations and parties."""

from parvis.apps.directory.services.absences import declare_absence, withdraw_absence
from parvis.apps.directory.services.delegations import (
    change_delegation,
    give_delegation,
    remove_delegation,
)
from parvis.apps.directory.services.flattening import rebuild_party_users
from parvis.apps.directory.services.following import follow_roles
from parvis.apps.directory.services.imports import (
    accept_import,
    drop_import,
    get_import,
    map_import,
    refresh_import,
    start_import,
)
from parvis.apps.directory.services.invitations import (
    invite,
    invite_person,
    take_back_invitations,
)
from parvis.apps.directory.services.managers import managers_party
from parvis.apps.directory.services.organisations import create_organisation
from parvis.apps.directory.services.parties import (
    add_department,
    add_function,
    add_group,
    add_group_member,
    add_guest,
    add_person,
    connect_user,
)
from parvis.apps.directory.services.persons import (
    PersonCard,
    change_own_card,
    change_person,
    end_person,
    remove_photo,
    return_person,
    set_photo,
)
from parvis.apps.directory.services.structure import (
    change_department,
    change_function,
    change_group,
    close_party,
    pass_function,
    set_department_members,
    set_group_members,
)

__all__ = [
    "PersonCard",
    "accept_import",
    "add_department",
    "add_function",
    "add_group",
    "add_group_member",
    "add_guest",
    "add_person",
    "change_delegation",
    "change_department",
    "change_function",
    "change_group",
    "change_own_card",
    "change_person",
    "close_party",
    "connect_user",
    "create_organisation",
    "declare_absence",
    "drop_import",
    "end_person",
    "follow_roles",
    "get_import",
    "give_delegation",
    "invite",
    "invite_person",
    "managers_party",
    "map_import",
    "pass_function",
    "rebuild_party_users",
    "refresh_import",
    "remove_delegation",
    "remove_photo",
    "return_person",
    "set_department_members",
    "set_group_members",
    "set_photo",
    "start_import",
    "take_back_invitations",
    "withdraw_absence",
]
