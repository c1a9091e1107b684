"""Posts for programs: read, written, published, acknowledged."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime

from parvis.apps.directory.api import PartyOut
from parvis.apps.directory.requests import ActorRequest
from parvis.apps.posts import access, selectors
from parvis.apps.posts.enums import PostState
from parvis.apps.posts.models import Post
from parvis.apps.posts.selectors import Acknowledgement, authors_of
from parvis.apps.posts.services import publishing, readings, writing
from parvis.apps.posts.services.writing import Content
from parvis.apps.posts.writing import LONGEST_BODY
from parvis.apps.workspaces.api.items import item_values
from parvis.apps.workspaces.api.schemas import ERRORS, ItemOut
from parvis.kernel.actors import Actor
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of
from parvis.kernel.api.problems import Problem
from parvis.kernel.api.values import Day
from parvis.kernel.api.versions import expected_version, send_version

router = Router(tags=["Posts"])
Body = Annotated[str, Field(max_length=LONGEST_BODY, description="Markdown (CommonMark), no HTML")]
MOST = 200


class PostOut(ItemOut):
    """A post: what all things share, its text, its authors and where it stands."""

    body: str = Field(description="Markdown")
    state: Literal["draft", "scheduled", "published"]
    publish_at: datetime | None
    published_at: datetime | None
    edited_at: datetime | None
    is_public: bool
    to_town: bool
    authors: list[PartyOut]


class PostIn(Schema):
    title: str = Field(min_length=1, max_length=255)
    body: Body = ""
    card_ids: list[UUID] = Field(default_factory=list, max_length=30)
    place_ids: list[UUID] = Field(
        default_factory=list, max_length=50, description="other spaces where it shows"
    )
    to_town: bool = False
    is_public: bool = Field(False, description="on the public page of its space")


class PostChange(Schema):
    """What changes; a field left out stays."""

    title: str | None = Field(None, min_length=1, max_length=255)
    body: Annotated[str | None, Field(max_length=LONGEST_BODY)] = None
    card_ids: Annotated[list[UUID] | None, Field(max_length=30)] = None
    place_ids: Annotated[list[UUID] | None, Field(max_length=50)] = None
    to_town: bool | None = None
    is_public: bool | None = None


class PublishIn(Schema):
    publish_at: AwareDatetime | None = Field(
        None, le=datetime(2200, 12, 31, tzinfo=UTC), description="none: now"
    )


class AskIn(Schema):
    party_ids: list[UUID] = Field(default_factory=list, max_length=MOST)
    everybody: bool = Field(False, description="everybody who sees it")
    message: str = Field("", max_length=2_000)
    due_on: Day | None = None


class AskedOut(Schema):
    asked: int = Field(description="how many persons are asked anew")


class AcknowledgementOut(Schema):
    """A person was asked to read; `done_at` says when they had, None until then."""

    person: PartyOut
    asked_by: PartyOut | None
    asked_at: datetime
    due_on: date | None
    done_at: datetime | None
    by: PartyOut | None = Field(description="who said so in their place")
    is_outdated: bool = Field(description="the text has changed since")


def show_posts(rows: Sequence[Post]) -> list[PostOut]:
    """Return posts as the API shows them, in a constant number of queries."""
    prefetch_related_objects([row.item for row in rows], "tags")
    authors = authors_of([row.pk for row in rows])
    names = PostOut.model_fields.keys() - ItemOut.model_fields.keys() - {"authors"}
    shown = []
    for row in rows:
        values: dict[str, Any] = {name: getattr(row, name) for name in names}
        values |= {**item_values(row.item), "authors": authors.get(row.pk, [])}
        shown.append(PostOut.model_validate(values, from_attributes=True))
    return shown


def _fresh(actor: Actor, response: HttpResponse, post_id: UUID) -> PostOut:
    post = access.get_post(actor, post_id)
    send_version(response, post.item.version)
    return show_posts([post])[0]


@router.get("/posts", response={200: Page[PostOut], **ERRORS}, summary="Posts that I read")
def list_posts(
    request: ActorRequest,
    workspace_id: UUID | None = None,
    view: Literal["published", "town", "drafts"] = "published",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> dict[str, object]:
    """List the published posts, those for the whole town, or my drafts; the newest first."""
    finds = {
        "published": selectors.all_posts,
        "town": selectors.town_posts,
        "drafts": selectors.own_drafts,
    }
    rows = finds[view](request.actor)
    if workspace_id and view == "published":
        rows = selectors.space_posts(request.actor, workspace_id)
    elif workspace_id:
        rows = rows.filter(item__workspace_id=workspace_id)
    return page_of(rows, cursor=cursor, limit=limit, show=show_posts, newest_first=True)


@router.post(
    "/workspaces/{uuid:workspace_id}/posts",
    response={201: PostOut, **ERRORS},
    summary="Begin a post in a space",
)
def create_post(
    request: ActorRequest, response: HttpResponse, workspace_id: UUID, payload: PostIn
) -> Status[PostOut]:
    """Begin a draft: only its authors see it until it is published."""
    post = writing.create_post(
        actor=request.actor, workspace_id=workspace_id, content=Content(**payload.model_dump())
    )
    return Status(201, _fresh(request.actor, response, post.pk))


@router.get("/posts/{uuid:post_id}", response={200: PostOut, **ERRORS}, summary="A post")
def read_post(request: ActorRequest, response: HttpResponse, post_id: UUID) -> PostOut:
    return _fresh(request.actor, response, post_id)


@router.patch(
    "/posts/{uuid:post_id}",
    response={200: PostOut, 412: Problem, **ERRORS},
    summary="Change a post (If-Match checks its version)",
)
def change_post(
    request: ActorRequest, response: HttpResponse, post_id: UUID, payload: PostChange
) -> PostOut:
    writing.save_post(
        actor=request.actor,
        post_id=post_id,
        content=Content(**payload.model_dump()),
        version=expected_version(request),
    )
    return _fresh(request.actor, response, post_id)


@router.post(
    "/posts/{uuid:post_id}/publish",
    response={200: PostOut, 412: Problem, **ERRORS},
    summary="Publish a draft, now or later",
)
def publish_post(
    request: ActorRequest, response: HttpResponse, post_id: UUID, payload: PublishIn
) -> PostOut:
    version = expected_version(request)
    if payload.publish_at:
        publishing.schedule_post(
            actor=request.actor, post_id=post_id, publish_at=payload.publish_at, version=version
        )
    else:
        publishing.publish_post(actor=request.actor, post_id=post_id, version=version)
    return _fresh(request.actor, response, post_id)


@router.post(
    "/posts/{uuid:post_id}/withdraw",
    response={204: None, **ERRORS},
    summary="Make a published or scheduled post a draft again",
)
def withdraw_post(request: ActorRequest, post_id: UUID) -> Status[None]:
    """Leave the post to its authors; nobody is asked to read it any more."""
    post = access.get_post(request.actor, post_id)
    if post.state == PostState.SCHEDULED:
        publishing.unschedule_post(actor=request.actor, post_id=post_id)
    else:
        publishing.withdraw_post(actor=request.actor, post_id=post_id)
    return Status(204, None)


@router.get(
    "/posts/{uuid:post_id}/acknowledgements",
    response={200: list[AcknowledgementOut], **ERRORS},
    summary="Who was asked to read a post, and who has",
)
def list_acknowledgements(request: ActorRequest, post_id: UUID) -> list[Acknowledgement]:
    """List for the authors and the managers of the space: first those who have not read yet."""
    return selectors.acknowledgements(access.get_writable(request.actor, post_id))


@router.post(
    "/posts/{uuid:post_id}/acknowledgements",
    response={200: AskedOut, **ERRORS},
    summary="Ask readers to say that they have read",
)
def ask_to_acknowledge(request: ActorRequest, post_id: UUID, payload: AskIn) -> AskedOut:
    count = readings.ask_to_acknowledge(
        actor=request.actor, post_id=post_id, **payload.model_dump()
    )
    return AskedOut(asked=count)


@router.post(
    "/posts/{uuid:post_id}/acknowledge",
    response={204: None, **ERRORS},
    summary="Say that I have read",
)
def acknowledge(request: ActorRequest, post_id: UUID) -> Status[None]:
    readings.acknowledge(actor=request.actor, post_id=post_id)
    return Status(204, None)
