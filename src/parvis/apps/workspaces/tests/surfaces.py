"""Who may reach the addresses of spaces."""

from typing import Any

from parvis.kernel.testing.surfaces import SPACE_EDITORS, SPACE_READERS, Elsewhere, Walk


def space(town: Any) -> dict[str, Any]:
    return {"workspace_id": town.space.pk}


def item(town: Any) -> dict[str, Any]:
    return {"item_id": town.space.pk}


SURFACES: dict[str, Walk | Elsewhere] = {
    "workspaces:space": Walk(SPACE_READERS, space),
    "workspaces:members": Walk(SPACE_READERS, space),
    "workspaces:waiting": Walk(SPACE_READERS, space),
    "workspaces:item": Walk(SPACE_READERS, item),
    "workspaces:panel": Walk(SPACE_READERS, lambda town: {**item(town), "name": "history"}),
    "workspaces:rename": Walk(SPACE_EDITORS, item, method="post"),
}
