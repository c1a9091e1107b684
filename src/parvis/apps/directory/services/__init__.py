"""Changes to organisations and parties."""

from parvis.apps.directory.services.flattening import rebuild_party_users
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

__all__ = [
    "add_department",
    "add_function",
    "add_group",
    "add_group_member",
    "add_guest",
    "add_person",
    "connect_user",
    "create_organisation",
    "rebuild_party_users",
]
