"""One's own tokens and sessions, for programs: seen and ended, never made."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Path, Router, Schema, Status

from parvis.apps.accounts import selectors, services
from parvis.apps.accounts.devices import device_of
from parvis.apps.accounts.models import ApiToken
from parvis.apps.accounts.requests import UserRequest
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of

router = Router(tags=["My account"])
SessionId = Annotated[int, Path(ge=1, le=2_147_483_647)]


class TokenOut(Schema):
    """A key to the API; its secret was shown once, when it was made."""

    id: UUID
    name: str
    hint: str = Field(description="how its secret begins")
    scopes: list[str]
    ends_on: date | None
    last_used_at: datetime | None
    created_at: datetime


class SessionOut(Schema):
    """A device where you are signed in."""

    id: int
    device: str
    address: str
    opened_at: datetime


def _show(rows: Sequence[ApiToken]) -> list[TokenOut]:
    return [TokenOut.model_validate(row, from_attributes=True) for row in rows]


@router.get("/me/tokens", response={200: Page[TokenOut]}, summary="My tokens")
def list_tokens(request: UserRequest, cursor: Cursor = "", limit: Limit = 50) -> dict[str, object]:
    """List your tokens for this organisation. They are made in “My account”, never by a token."""
    rows = selectors.own_tokens(request.actor)
    return page_of(rows, cursor=cursor, limit=limit, show=_show, newest_first=True)


@router.delete("/me/tokens/{uuid:token_id}", response={204: None}, summary="Revoke a token")
def revoke_token(request: UserRequest, token_id: UUID) -> Status[None]:
    """End it at once; a token may revoke itself."""
    services.revoke_own_token(actor=request.actor, token_id=token_id)
    return Status(204, None)


@router.get("/me/sessions", response={200: list[SessionOut]}, summary="Where I am signed in")
def list_sessions(request: UserRequest) -> list[SessionOut]:
    return [
        SessionOut(
            id=one.pk, device=device_of(one.user_agent), address=one.ip, opened_at=one.created_at
        )
        for one in selectors.own_sessions(request.actor)
    ]


@router.delete("/me/sessions/{session_id}", response={204: None}, summary="Close a session")
def close_session(request: UserRequest, session_id: SessionId) -> Status[None]:
    services.end_own_session(actor=request.actor, session_id=session_id)
    return Status(204, None)
