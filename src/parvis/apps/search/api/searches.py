"""Search, for programs."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.search import selectors
from parvis.apps.search.models import SavedSearch
from parvis.apps.search.presenters import names_of, results_of
from parvis.apps.search.reasons import reasons_of
from parvis.apps.search.services import saved

router = Router(tags=["Search"])
Words = Annotated[str, Query("", max_length=300, description="words, “a phrase”, -without")]
PageNumber = Annotated[int, Query(1, ge=1, le=200)]
PageSize = Annotated[int, Query(20, ge=1, le=100, description="results a page")]


class ResultOut(Schema):
    """Something found; `extract` is text with the words found in <mark>, all else escaped."""

    id: UUID = Field(description="the thing, the comment or the party")
    kind: str
    title: str
    extract: str
    url: str = Field(description="page, from the root of this server")
    item_id: UUID | None
    workspace_id: UUID | None
    author: str
    at: datetime | None


class KindCount(Schema):
    kind: str
    count: int


class ResultsOut(Schema):
    """What was found, best first. With `is_more`, older things were left out of the count."""

    count: int
    is_more: bool
    is_near: bool = Field(description="nothing is written as typed: this is written almost so")
    kinds: list[KindCount]
    results: list[ResultOut]


class ReasonsOut(Schema):
    reasons: list[str]


class SavedSearchOut(Schema):
    id: UUID
    name: str
    query: str


class SavedSearchIn(Schema):
    name: str = Field(max_length=80)
    query: str = Field(
        max_length=1_000, description="as in the address of the page: q=…&type=…&espace=…"
    )


@router.get("/search", response={200: ResultsOut}, summary="Search everywhere")
def search(
    request: ActorRequest,
    q: Words = "",
    kind: Annotated[str, Query("", max_length=40)] = "",
    workspace_id: UUID | None = None,
    person_id: UUID | None = None,
    tag: Annotated[str, Query("", max_length=60)] = "",
    since: date | None = None,
    until: date | None = None,
    page: PageNumber = 1,
    limit: PageSize = 20,
) -> ResultsOut:
    """Find by title, tags, description, comments, text inside files, and people: what you may see.

    Words are found in all their forms, without accents, and written almost so if nothing else is.
    """
    wanted = selectors.Wanted(
        text=q,
        kind=kind,
        space_id=workspace_id,
        person_id=person_id,
        tag=tag,
        since=since,
        until=until,
    )
    found = selectors.search(request.actor, wanted)
    lines = found.lines[(page - 1) * limit : page * limit]
    names = names_of((), {line.author_id for line in lines if line.author_id})
    return ResultsOut(
        count=len(found.lines),
        is_more=found.is_more,
        is_near=found.is_near,
        kinds=[KindCount(kind=name, count=count) for name, count in found.kinds.most_common()],
        results=[
            ResultOut(
                id=one.source_id,
                kind=one.kind,
                title=one.title,
                extract=one.extract,
                url=one.url,
                item_id=one.item_id,
                workspace_id=one.space_id,
                author=one.who,
                at=one.at,
            )
            for one in results_of(lines, found.typed, names)
        ],
    )


@router.get(
    "/search/{uuid:source_id}/reasons",
    response={200: ReasonsOut},
    summary="Why I see something that was found",
)
def read_reasons(request: ActorRequest, source_id: UUID) -> ReasonsOut:
    document = selectors.get_document(request.actor, source_id)
    return ReasonsOut(reasons=reasons_of(request.actor, document))


def _show(rows: Sequence[SavedSearch]) -> list[SavedSearchOut]:
    return [SavedSearchOut(id=row.pk, name=row.name, query=row.query) for row in rows]


@router.get("/searches", response={200: list[SavedSearchOut]}, summary="My kept searches")
def list_searches(request: ActorRequest) -> list[SavedSearchOut]:
    return _show(list(selectors.saved_searches(request.actor)))


@router.post("/searches", response={201: SavedSearchOut}, summary="Keep a search")
def save_search(request: ActorRequest, payload: SavedSearchIn) -> Status[SavedSearchOut]:
    """Keep a search under a name; the same name is given the new search."""
    row = saved.save_search(actor=request.actor, name=payload.name, query=payload.query)
    return Status(201, _show([row])[0])


@router.delete("/searches/{uuid:search_id}", response={204: None}, summary="Forget a search")
def forget_search(request: ActorRequest, search_id: UUID) -> Status[None]:
    saved.forget_search(actor=request.actor, search_id=search_id)
    return Status(204, None)
