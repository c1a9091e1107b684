"""Who may reach the addresses of posts: what one reads, writes, acknowledges, and all the world."""

from typing import Any
from uuid import UUID

from parvis.apps.posts.models import Picture
from parvis.apps.posts.services import pictures, publishing, readings, writing
from parvis.apps.posts.services.public_pages import set_public_page
from parvis.apps.posts.services.writing import Content
from parvis.apps.posts.tests.photographs import photograph
from parvis.apps.posts.writing import picture_mark
from parvis.apps.workspaces.services import showings
from parvis.apps.workspaces.services import spaces as spaces_services
from parvis.kernel.testing.surfaces import (
    EVERYONE,
    SIGNED_IN,
    SPACE_EDITORS,
    SPACE_MANAGERS,
    SPACE_READERS,
    Elsewhere,
    Walk,
)

AUTHORS = frozenset({"agent", "manager"})  # and the manager of the space


def space(town: Any) -> dict[str, Any]:
    return {"workspace_id": town.space.pk}


def drafted(town: Any, **content: Any) -> UUID:
    values = {"title": "Travaux de la halle", "body": "Ils commencent **lundi**.", **content}
    made = writing.create_post(
        actor=town.actor("agent"), workspace_id=town.space.pk, content=Content(**values)
    )
    return made.pk


def draft(town: Any) -> dict[str, Any]:
    return {"post_id": drafted(town)}


def published(town: Any, **content: Any) -> dict[str, Any]:
    pk = drafted(town, **content)
    publishing.publish_post(actor=town.actor("agent"), post_id=pk)
    return {"post_id": pk}


def asked(town: Any) -> dict[str, Any]:
    """Make a post that every reader of the space is asked to read, but its author."""
    made = published(town)
    readings.ask_to_acknowledge(actor=town.actor("agent"), everybody=True, **made)
    return made


def illustrated(town: Any, pk: UUID) -> Picture:
    made = pictures.add_picture(actor=town.actor("agent"), post_id=pk, data=photograph())
    body = picture_mark(made.pk, "La halle")
    writing.save_post(actor=town.actor("agent"), post_id=pk, content=Content(body=body))
    return made


def picture(town: Any) -> dict[str, Any]:
    return {"picture_id": illustrated(town, published(town)["post_id"]).pk}


def opened(town: Any) -> dict[str, Any]:
    set_public_page(
        actor=town.actor("manager"), workspace_id=town.space.pk, is_open=True, introduction=""
    )
    return space(town)


def public_post(town: Any) -> dict[str, Any]:
    return {**opened(town), **published(town, is_public=True)}


def public_picture(town: Any) -> dict[str, Any]:
    return {"picture_id": illustrated(town, public_post(town)["post_id"]).pk}


def guest_of_other(town: Any) -> dict[str, Any]:
    """Make a post of another space that the town's manager shows in the space."""
    manager = town.actor("manager")
    other = spaces_services.create_workspace(actor=manager, title="Communication")
    made = writing.create_post(
        actor=manager, workspace_id=other.pk, content=Content(title="Fête", body="Samedi.")
    )
    publishing.publish_post(actor=manager, post_id=made.pk)
    showings.show_item(actor=manager, item_id=made.pk, workspace_ids=[town.space.pk])
    return {"post_id": made.pk}


def place(town: Any) -> dict[str, Any]:
    return {"place": str(town.space.pk)}


SURFACES: dict[str, Walk | Elsewhere] = {
    "posts:news": Walk(SIGNED_IN),
    "posts:choose": Walk(SIGNED_IN),
    "posts:space": Walk(SPACE_READERS, space),
    "posts:new": Walk(SPACE_EDITORS, space),
    "posts:begin": Walk(SPACE_EDITORS, space, "post"),
    "posts:cards": Walk(SPACE_READERS, space),
    "posts:page": Walk(SPACE_MANAGERS, space),
    "posts:picture": Walk(SPACE_READERS, picture),
    "posts:post": Walk(SPACE_READERS, published),
    "posts:edit": Walk(AUTHORS, published),
    "posts:autosave": Walk(frozenset({"agent"}), draft, "post"),
    "posts:add_picture": Walk(AUTHORS, published, "post"),
    "posts:unschedule": Elsewhere("test_services.py: a scheduled post and its authors"),
    "posts:withdraw": Walk(AUTHORS, published, "post"),
    "posts:pin": Walk(SPACE_MANAGERS, published, "post"),
    "posts:hide": Walk(SPACE_MANAGERS, guest_of_other, "post", place),
    "posts:authors": Walk(AUTHORS, published),
    "posts:readers": Walk(AUTHORS, published),
    "posts:ask": Walk(AUTHORS, published),
    "posts:acknowledge": Walk(SPACE_READERS, asked, "post"),
    "posts:versions": Walk(AUTHORS, published),
    "posts:public": Walk(EVERYONE, opened),
    "posts:public_post": Walk(EVERYONE, public_post),
    "posts:public_picture": Walk(EVERYONE, public_picture),
}
