"""Who may reach the addresses of fields."""

from typing import Any
from uuid import UUID

from parvis.apps.fields.models import Field
from parvis.apps.fields.services import Definition, define_field, retire_field
from parvis.apps.files.services.folders import add_folder
from parvis.kernel.testing.surfaces import SPACE_EDITORS, SPACE_MANAGERS, SPACE_READERS, Walk

ADMINISTRATORS = frozenset({"admin", "outsider"})


def space(town: Any) -> dict[str, Any]:
    return {"workspace_id": town.space.pk}


def define(town: Any, **values: Any) -> Field:
    """Define a field of the space."""
    return define_field(
        actor=town.actor("manager"),
        workspace_id=town.space.pk,
        definition=Definition(**{"label": "Coût", "type": "number", **values}),
    )


def one_more(town: Any) -> Field:
    """Define a field under a name of its own: each persona gets one."""
    return define(town, label=f"Coût {Field.objects.count()}")


def a_field(town: Any) -> dict[str, UUID]:
    return {"field_id": one_more(town).pk}


def a_retired_field(town: Any) -> dict[str, UUID]:
    named = a_field(town)
    retire_field(actor=town.actor("manager"), **named)
    return named


def asked(town: Any) -> dict[str, UUID]:
    """Make a folder that is asked something."""
    title = f"Devis {one_more(town).label}"
    folder = add_folder(actor=town.actor("agent"), parent_id=town.space.pk, title=title)
    return {"item_id": folder.pk}


SURFACES: dict[str, Walk] = {
    "fields:town": Walk(ADMINISTRATORS),
    "fields:town-add": Walk(ADMINISTRATORS),
    "fields:space": Walk(SPACE_MANAGERS, space),
    "fields:space-add": Walk(SPACE_MANAGERS, space),
    "fields:export": Walk(SPACE_READERS, space),
    "fields:change": Walk(SPACE_MANAGERS, a_field),
    "fields:move": Walk(SPACE_MANAGERS, a_field, "post", {"way": "up"}),
    "fields:retire": Walk(SPACE_MANAGERS, a_field, "post"),
    "fields:restore": Walk(SPACE_MANAGERS, a_retired_field, "post"),
    "fields:fill": Walk(SPACE_EDITORS, asked),
}
