"""What the API sends and takes about spaces, items and the ball."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from parvis.apps.directory.api import PartyOut
from parvis.kernel.actors import Role
from parvis.kernel.api.problems import Problem

RoleName = Literal["reader", "commenter", "editor", "manager"]
ERRORS: dict[int, object] = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}


class SpaceOut(Schema):
    """A space; `role` is the caller's, empty when they are not in it."""

    id: UUID
    title: str
    description: str
    openness: str = Field(description="open, closed or secret")
    state: str
    parent_id: UUID | None
    tools: list[str]
    role: str = ""


class SpaceIn(Schema):
    title: str = Field(min_length=1, max_length=255)
    template: str = "blank"
    openness: Literal["", "open", "closed", "secret"] = Field(
        "", description="empty: the template's"
    )
    description: str = Field("", max_length=5_000)
    parent_id: UUID | None = None


class MemberOut(Schema):
    party: PartyOut
    role: RoleName
    ends_on: date | None


class MemberIn(Schema):
    role: RoleName
    ends_on: date | None = None


class ItemOut(Schema):
    """Anything in a space. `version` is its ETag; `url` its page for people."""

    id: UUID
    kind: str
    title: str
    description: str
    workspace_id: UUID
    parent_id: UUID | None
    is_restricted: bool
    tags: list[str] = []
    author_id: UUID | None = Field(None, description="the party who made it")
    created_at: datetime
    updated_at: datetime
    version: int
    url: str


class ItemIn(Schema):
    """What changes; a field left out stays."""

    title: str | None = Field(None, min_length=1, max_length=255)
    description: str | None = Field(None, max_length=5_000)
    parent_id: UUID | None = Field(None, description="moves the item")
    tags: list[str] | None = None


class CopyIn(Schema):
    parent_id: UUID = Field(description="the folder or space that receives the copy")


class GrantIn(Schema):
    role: RoleName


class WaitingOut(Schema):
    """Who has the ball about an item: since when, until when."""

    id: UUID
    item_id: UUID
    item_title: str
    workspace_id: UUID
    party: PartyOut
    asked_by: PartyOut | None
    action: str
    message: str
    since: datetime
    due_on: date | None
    state: str
    answer: str


class WaitingIn(Schema):
    party_id: UUID
    action: Literal["answer", "review", "decide", "do", "provide", "read"] = "answer"
    message: str = Field("", max_length=2_000)
    due_on: date | None = None


class AnswerIn(Schema):
    text: str = Field(min_length=1, max_length=5_000)


class PassIn(Schema):
    party_id: UUID
    message: str = Field("", max_length=2_000)


def role_of(name: RoleName) -> Role:
    """Return the role of a name."""
    return Role[name.upper()]
