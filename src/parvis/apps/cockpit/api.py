"""The journal for programs: everything that happened, and whether its seals hold."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ninja import Field, Query, Router, Schema

from parvis.apps.cockpit.journal.reading import JournalFilters, journal_events, told
from parvis.apps.cockpit.journal.seals import verify
from parvis.apps.directory import access
from parvis.apps.directory.requests import ActorRequest
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of
from parvis.kernel.api.values import Day
from parvis.kernel.models import Event

router = Router(tags=["Journal"])


class Wanted(Schema):
    """Which events to list: all those that pass every filter given."""

    workspace_id: UUID | None = None
    person_id: UUID | None = Field(None, description="who did it, or to whom it was done")
    type: str = Field(
        "", max_length=80, description="such as files.version_added, or files for all"
    )
    first: Day | None = Field(None, description="the first day")
    last: Day | None = Field(None, description="the last day")
    q: str = Field("", max_length=200, description="words, accents forgiven")


class EventOut(Schema):
    """Something that happened; `text` tells it without naming what you may not see."""

    id: UUID
    type: str
    at: datetime
    actor_id: UUID | None = Field(description="the party who did it; null: `system` did")
    acting_for_id: UUID | None = Field(description="for whom, when standing in")
    system: str
    text: str
    workspace_id: UUID | None
    item_id: UUID | None
    party_id: UUID | None = Field(description="to whom it was done")
    seal_id: UUID | None = Field(description="the link that covers it; null: not sealed yet")


class LinkOut(Schema):
    """A link of the chain of seals."""

    id: UUID
    number: int
    event_count: int
    digest: str
    sealed_at: datetime
    problems: list[str] = Field(description="what is wrong with it; empty: it holds")


class VerdictOut(Schema):
    """Every link was verified; shown are those that don’t hold, then the latest ones."""

    holds: bool
    words: str
    unsealed: int = Field(description="events of the last minutes, not sealed yet")
    links: list[LinkOut]


def _show(request: ActorRequest, rows: Sequence[Event]) -> list[EventOut]:
    names = EventOut.model_fields.keys() - {"at", "text"}
    return [
        EventOut.model_validate(
            {
                "at": event.occurred_at,
                "text": entry.text,
                **{name: getattr(event, name) for name in names},
            }
        )
        for event, entry, _is_seen in told(request.actor, rows)
    ]


@router.get("/journal", response={200: Page[EventOut]}, summary="The journal of the town")
def list_journal(
    request: ActorRequest,
    wanted: Query[Wanted],
    cursor: Cursor = "",
    limit: Limit = 50,
) -> dict[str, object]:
    """List every event of the organisation, the newest first, for its administrators."""
    filters = JournalFilters(
        space=wanted.workspace_id,
        person=wanted.person_id,
        type=wanted.type,
        first=wanted.first,
        last=wanted.last,
        text=wanted.q,
    )
    return page_of(
        journal_events(request.actor, filters),
        cursor=cursor,
        limit=limit,
        show=lambda rows: _show(request, rows),
        newest_first=True,
    )


@router.get("/journal/seals", response={200: VerdictOut}, summary="Verify the seals of the journal")
def verify_seals(request: ActorRequest) -> VerdictOut:
    """Compute the whole chain again, link by link: what was changed or removed shows."""
    access.require(request.actor, "read_journal")
    found = verify(request.actor.organisation_id)
    links = [
        LinkOut.model_validate(
            {
                "problems": link.problems,
                **{
                    name: getattr(link.seal, name)
                    for name in LinkOut.model_fields
                    if name != "problems"
                },
            }
        )
        for link in found.links
    ]
    return VerdictOut(holds=found.holds, words=found.words, unsealed=found.unsealed, links=links)
