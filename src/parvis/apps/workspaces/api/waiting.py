"""Who has the ball, for programs."""

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from ninja import Router, Status

from parvis.apps.directory.requests import ActorRequest
from parvis.apps.workspaces import selectors
from parvis.apps.workspaces.api.schemas import ERRORS, AnswerIn, PassIn, WaitingIn, WaitingOut
from parvis.apps.workspaces.models import Waiting
from parvis.apps.workspaces.services import waiting as balls
from parvis.kernel.api.cursors import Cursor, Limit, Page, page_of

router = Router(tags=["Who has the ball"])


def _show_waiting(rows: Iterable[Waiting]) -> list[WaitingOut]:
    return [
        WaitingOut.model_validate(
            {
                "item_title": row.item.title,
                **{
                    name: getattr(row, name)
                    for name in WaitingOut.model_fields
                    if name != "item_title"
                },
            },
            from_attributes=True,
        )
        for row in rows
    ]


@router.get(
    "/waiting",
    response={200: Page[WaitingOut], **ERRORS},
    summary="Open holds: mine, those I wait for, or all that I see",
)
def list_waiting(
    request: ActorRequest,
    view: Literal["mine", "asked", "all"] = "mine",
    workspace_id: UUID | None = None,
    item_id: UUID | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> dict[str, object]:
    reads = {
        "mine": selectors.waits_for,
        "asked": selectors.asked_by,
        "all": selectors.visible_waiting,
    }
    rows = reads[view](request.actor)
    if workspace_id:
        rows = rows.filter(workspace_id=workspace_id)
    if item_id:
        rows = rows.filter(item_id=item_id)
    return page_of(rows, cursor=cursor, limit=limit, show=_show_waiting)


@router.post(
    "/items/{uuid:item_id}/waiting",
    response={201: WaitingOut, **ERRORS},
    summary="Ask somebody for something",
)
def ask(request: ActorRequest, item_id: UUID, payload: WaitingIn) -> Status[WaitingOut]:
    row = balls.ask(actor=request.actor, item_id=item_id, **payload.model_dump())
    return Status(201, _show_waiting([row])[0])


@router.post(
    "/waiting/{uuid:waiting_id}/answer",
    response={200: WaitingOut, **ERRORS},
    summary="Answer",
)
def answer(request: ActorRequest, waiting_id: UUID, payload: AnswerIn) -> WaitingOut:
    row = balls.answer(actor=request.actor, waiting_id=waiting_id, text=payload.text)
    return _show_waiting([row])[0]


@router.post(
    "/waiting/{uuid:waiting_id}/pass-on",
    response={201: WaitingOut, **ERRORS},
    summary="Pass the ball on",
)
def pass_on(request: ActorRequest, waiting_id: UUID, payload: PassIn) -> Status[WaitingOut]:
    row = balls.pass_on(actor=request.actor, waiting_id=waiting_id, **payload.model_dump())
    return Status(201, _show_waiting([row])[0])


@router.post(
    "/waiting/{uuid:waiting_id}/take-back",
    response={200: WaitingOut, **ERRORS},
    summary="Take back what I asked for",
)
def take_back(request: ActorRequest, waiting_id: UUID) -> WaitingOut:
    return _show_waiting([balls.take_back(actor=request.actor, waiting_id=waiting_id)])[0]


@router.post(
    "/waiting/{uuid:waiting_id}/close",
    response={200: WaitingOut, **ERRORS},
    summary="Close without an answer",
)
def close(request: ActorRequest, waiting_id: UUID) -> WaitingOut:
    return _show_waiting([balls.close(actor=request.actor, waiting_id=waiting_id)])[0]
