"""Spaces, items and who has the ball."""

from parvis.apps.workspaces.models.items import Follow, Grant, Item, ItemTag, Showing
from parvis.apps.workspaces.models.marks import Favourite, Opening
from parvis.apps.workspaces.models.spaces import JoinRequest, Membership, Workspace
from parvis.apps.workspaces.models.templates import OwnTemplate
from parvis.apps.workspaces.models.waiting import Waiting

__all__ = [
    "Favourite",
    "Follow",
    "Grant",
    "Item",
    "ItemTag",
    "JoinRequest",
    "Membership",
    "Opening",
    "OwnTemplate",
    "Showing",
    "Waiting",
    "Workspace",
]
