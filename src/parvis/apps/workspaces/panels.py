"""The parts of an item's page that spaces bring: who has the ball, and what happened."""

from collections.abc import Mapping
from typing import cast

from django.http import HttpRequest

from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.models import Party
from parvis.apps.directory.requests import ActorRequest
from parvis.apps.directory.selectors import parties_by_id
from parvis.apps.workspaces import access
from parvis.apps.workspaces.asking import AskForm
from parvis.apps.workspaces.balls import balls_of, past_of
from parvis.apps.workspaces.labels import tags_of
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.seeing import sight_of
from parvis.apps.workspaces.selectors import item_holds, visible_waiting
from parvis.apps.workspaces.timeline import timeline
from parvis.kernel.actors import Actor

HISTORY = 15
HELD = 20
SHOWN = 6
LEFT_BEHIND = 200


def waiting_context(
    request: HttpRequest, item: Item, form: AskForm | None = None
) -> Mapping[str, object]:
    """Return who has the ball about an item, who had it, and the form to ask."""
    actor = cast("ActorRequest", request).actor
    role = access.role_on(actor, item)
    is_open, ended = item_holds(item)
    balls = sorted(balls_of(actor, is_open, with_space=False), key=lambda ball: not ball.is_you)
    may_ask = role is not None and access.may(actor, item, "ask", role=role)
    if form is None and may_ask:
        form = AskForm(actor=actor, workspace_id=item.workspace_id)
    past = [past_of(hold) for hold in ended]
    return {
        "item": item,
        "balls": balls[:SHOWN],
        "more": max(0, len(balls) - SHOWN),
        "past": past,
        "last_answer": None
        if is_open
        else next((one for one in past[:1] if one.hold.answer), None),
        "form": form,
        "may_ask": may_ask,
        "may_close": role is not None and access.may(actor, item, "moderate", role=role),
        "is_asking": bool(form and form.errors),
    }


def profile_context(request: HttpRequest, party: Party) -> Mapping[str, object] | None:
    """Return what is in a party's hands, as far as the reader may see; None when nothing is."""
    actor = cast("ActorRequest", request).actor
    holds = list(visible_waiting(actor).filter(party_id=party.pk)[: HELD + 1])
    if not holds:
        return None
    return {"balls": balls_of(actor, holds[:HELD]), "party": party, "has_more": len(holds) > HELD}


def held_lines(actor: Actor, party: Party) -> list[tuple[str, str]]:
    """Return what somebody who leaves still holds: title and address."""
    holds = visible_waiting(actor).filter(party_id=party.pk)[:LEFT_BEHIND]
    return [(ball.title, ball.url) for ball in balls_of(actor, holds)]


def history_context(request: HttpRequest, item: Item) -> Mapping[str, object]:
    """Return what happened to an item, the latest first."""
    actor = cast("ActorRequest", request).actor
    before = request.GET.get("avant", "")
    page = timeline(actor=actor, item_id=item.pk, limit=HISTORY, before=as_uuid(before))
    return {"item": item, "page": page}


def about_context(request: HttpRequest, item: Item) -> Mapping[str, object]:
    """Return what an item is: its description, its tags, who added it."""
    actor = cast("ActorRequest", request).actor
    authors = parties_by_id([item.author_id])
    return {
        "item": item,
        "tags": tags_of(item),
        "author": authors.get(item.author_id) if item.author_id else None,
        "may_edit": item.trashed_at is None and access.may(actor, item, "edit"),
    }


def sight_context(request: HttpRequest, item: Item) -> Mapping[str, object]:
    """Return who sees an item."""
    return {"item": item, "sight": sight_of(cast("ActorRequest", request).actor, item)}
