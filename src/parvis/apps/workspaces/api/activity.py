"""What happened, for programs: on a thing, in a space, in the town."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Query, Router, Schema

from parvis.apps.directory.api import PartyOut
from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces import access
from parvis.apps.workspaces.timeline import Timeline, TimelineEntry, timeline
from parvis.kernel.api.cursors import Cursor, Page, decode, encode

router = Router(tags=["Activity"])
Lines = Annotated[int, Query(30, ge=1, le=100, description="lines a page")]


class EntryOut(Schema):
    """One line: what was done, in plain words, in the language of Accept-Language."""

    id: UUID
    type: str = Field(description="stable name, such as files.version_added")
    at: datetime
    who: PartyOut | None = Field(description="null: Parvis itself, or somebody out of sight")
    text: str
    said: str = Field(description="what they wrote, cut short; empty when they wrote nothing")
    count: int = Field(description="how many events it tells at once")
    item_id: UUID | None
    workspace_id: UUID | None


def show_entry(entry: TimelineEntry) -> EntryOut:
    """Return a line as the API shows it."""
    names = EntryOut.model_fields.keys() - {"who"}
    values = {"who": entry.party, **{name: getattr(entry, name) for name in names}}
    return EntryOut.model_validate(values, from_attributes=True)


def _page(found: Timeline) -> dict[str, object]:
    return {
        "items": [show_entry(entry) for entry in found],
        "next": encode(found.before) if found.before else "",
    }


def _before(cursor: str) -> UUID | None:
    return decode(cursor) if cursor else None


@router.get("/timeline", response={200: Page[EntryOut]}, summary="What happened that I may know of")
def read_timeline(
    request: ActorRequest, cursor: Cursor = "", limit: Lines = 30
) -> dict[str, object]:
    return _page(timeline(actor=request.actor, before=_before(cursor), limit=limit))


@router.get(
    "/workspaces/{uuid:workspace_id}/timeline",
    response={200: Page[EntryOut]},
    summary="What happened in a space",
)
def read_space_timeline(
    request: ActorRequest, workspace_id: UUID, cursor: Cursor = "", limit: Lines = 30
) -> dict[str, object]:
    space = access.get_workspace(request.actor, workspace_id)
    found = timeline(
        actor=request.actor, workspace_id=space.pk, before=_before(cursor), limit=limit
    )
    return _page(found)


@router.get(
    "/items/{uuid:item_id}/history",
    response={200: Page[EntryOut]},
    summary="What happened to a thing",
)
def read_history(
    request: ActorRequest, item_id: UUID, cursor: Cursor = "", limit: Lines = 30
) -> dict[str, object]:
    item = access.get_item(request.actor, item_id, with_trash=True)
    return _page(
        timeline(actor=request.actor, item_id=item.pk, before=_before(cursor), limit=limit)
    )
