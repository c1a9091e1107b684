"""Organisations and their parties."""

from parvis.apps.directory.models.imports import DirectoryImport, ImportState
from parvis.apps.directory.models.invitations import Invitation
from parvis.apps.directory.models.organisations import Organisation
from parvis.apps.directory.models.parties import (
    Absence,
    Delegation,
    Department,
    Function,
    Group,
    GroupMember,
    Party,
    PartyUser,
    Person,
)

__all__ = [
    "Absence",
    "Delegation",
    "Department",
    "DirectoryImport",
    "Function",
    "Group",
    "GroupMember",
    "ImportState",
    "Invitation",
    "Organisation",
    "Party",
    "PartyUser",
    "Person",
]
