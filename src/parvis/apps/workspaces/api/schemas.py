"""What the API sends and takes about spaces, items and the ball."""

from datetime import date, datetime
from typing import Annotated, Literal, cast
from uuid import UUID

from ninja import Field, Schema

from parvis.apps.directory.api import PartyOut
from parvis.kernel.actors import Role
from parvis.kernel.api.problems import Problem
from parvis.kernel.api.values import Day

Openness = Literal["", "open", "closed", "secret"]
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
    colour: str
    default_role: RoleName = Field(description="of those who join by themselves")
    requires_second_factor: bool
    version: int = Field(description="its ETag")
    role: str = ""


class SpaceIn(Schema):
    title: str = Field(min_length=1, max_length=255)
    template: str = Field("blank", max_length=40)
    openness: Openness = Field("", description="empty: the template’s")
    description: str = Field("", max_length=5_000)
    parent_id: UUID | None = None


class SpaceRequestIn(Schema):
    title: str = Field(min_length=1, max_length=255)
    template: str = Field("blank", max_length=40)
    openness: Openness = Field("", description="empty: the template’s")
    description: str = Field("", max_length=5_000)
    message: str = Field("", max_length=2_000, description="to those who decide")


class SpaceChange(Schema):
    """What changes; a field left out stays."""

    title: str = Field(default_factory=str, min_length=1, max_length=255)
    description: str = Field("", max_length=5_000)
    colour: str = Field("", max_length=7)
    openness: Literal["open", "closed", "secret"] = "closed"
    tools: list[Annotated[str, Field(max_length=40)]] = Field(
        default_factory=list, max_length=50, description="in the order of the tabs"
    )
    default_role: RoleName = "editor"
    requires_second_factor: bool = False
    parent_id: UUID | None = None


class DecisionIn(Schema):
    word: str = Field("", max_length=2_000, description="why; needed for a refusal")


class JoinRequestIn(Schema):
    message: str = Field("", max_length=2_000, description="to the managers of the space")


class JoinRequestOut(Schema):
    id: UUID
    workspace_id: UUID
    person: PartyOut
    message: str
    state: Literal["pending", "granted", "refused"]
    answer: str
    created_at: datetime


class JoinGrantIn(Schema):
    role: RoleName | None = Field(None, description="none: the space’s default role")


class PartnersIn(Schema):
    emails: list[Annotated[str, Field(max_length=254)]] = Field(
        min_length=1, max_length=200, description="“Name <name@town.fr>” or the address alone"
    )
    role: RoleName = "editor"
    ends_on: Day | None = Field(None, description="the last day of their access")
    message: str = Field("", max_length=1_000, description="a word of yours in the letter")


class TrashedOut(Schema):
    """A thing in the trash, with all that went along."""

    id: UUID
    kind: str
    title: str
    trashed_at: datetime
    trashed_by: PartyOut | None
    days_left: int = Field(description="before it is removed for good")


class GrantOut(Schema):
    party: PartyOut
    role: RoleName


class MemberOut(Schema):
    party: PartyOut
    role: RoleName
    ends_on: date | None


class MemberIn(Schema):
    role: RoleName
    ends_on: Day | None = None


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
    tags: list[Annotated[str, Field(max_length=60)]] | None = Field(None, max_length=50)


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
    due_on: Day | None = None


class AnswerIn(Schema):
    text: str = Field(min_length=1, max_length=5_000)


class PassIn(Schema):
    party_id: UUID
    message: str = Field("", max_length=2_000)


def role_of(name: RoleName) -> Role:
    """Return the role of a name."""
    return Role[name.upper()]


def role_name(role: int) -> RoleName:
    """Return the name of a role."""
    return cast("RoleName", Role(role).name.lower())
