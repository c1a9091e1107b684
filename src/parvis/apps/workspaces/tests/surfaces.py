"""Who may reach the addresses of spaces."""

from typing import Any

from parvis.apps.workspaces.enums import WaitingAction
from parvis.apps.workspaces.services import items
from parvis.apps.workspaces.services import waiting as balls
from parvis.kernel.testing.surfaces import (
    SIGNED_IN,
    SPACE_COMMENTERS,
    SPACE_EDITORS,
    SPACE_MANAGERS,
    SPACE_READERS,
    Elsewhere,
    Walk,
)


def space(town: Any) -> dict[str, Any]:
    return {"workspace_id": town.space.pk}


def item(town: Any) -> dict[str, Any]:
    return {"item_id": town.space.pk}


def ball(town: Any) -> dict[str, Any]:
    """The agent asked the councillor for something."""
    hold = balls.ask(
        actor=town.actor("agent"),
        item_id=town.space.pk,
        party_id=town.persons["councillor"].pk,
    )
    return {"waiting_id": hold.pk}


def panel(town: Any) -> dict[str, Any]:
    inside = items.create_item(
        actor=town.actor("agent"), kind="workspaces.space", parent_id=town.space.pk, title="Devis"
    )
    return {"item_id": inside.pk, "name": "history"}


def to_the_manager(town: Any) -> dict[str, Any]:
    return {"party": town.persons["manager"].pk, "action": WaitingAction.ANSWER}


HOLDER = frozenset({"councillor"})
ASKER = SPACE_MANAGERS | {"agent"}
SURFACES: dict[str, Walk | Elsewhere] = {
    "workspaces:space": Walk(SPACE_READERS, space),
    "workspaces:members": Walk(SPACE_READERS, space),
    "workspaces:waiting": Walk(SPACE_READERS, space),
    "workspaces:item": Walk(SPACE_READERS, item),
    "workspaces:history": Walk(SPACE_READERS, item),
    "workspaces:panel": Walk(SPACE_READERS, panel),
    "workspaces:rename": Walk(SPACE_EDITORS, item, method="post"),
    "workspaces:balls": Walk(SIGNED_IN),
    "workspaces:ball_panel": Walk(SPACE_READERS, item),
    "workspaces:ball_ask": Walk(SPACE_COMMENTERS, item, "post", to_the_manager),
    "workspaces:ball_answer": Walk(HOLDER, ball, method="post"),
    "workspaces:ball_pass": Walk(HOLDER, ball, "post", to_the_manager),
    "workspaces:ball_take_back": Walk(frozenset({"agent"}), ball, method="post"),
    "workspaces:ball_close": Walk(ASKER | HOLDER, ball, method="post"),
    "workspaces:ball_remind": Walk(ASKER, ball, method="post"),
}
