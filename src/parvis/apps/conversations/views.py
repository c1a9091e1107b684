"""Pages and fragments of conversations."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis.apps.conversations import access, services
from parvis.apps.conversations.mentions import mentioned_ids, typed
from parvis.apps.conversations.panels import conversation_context
from parvis.apps.conversations.selectors import get_message, mentionable_parties
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.directory.selectors import parties_by_id
from parvis.apps.workspaces.access import get_item
from parvis.kernel.errors import InvalidError
from parvis.kernel.ui.htmx import is_fragment

SHOWN = 8


def _answer(request: ActorRequest, item_id: UUID, act: Callable[[], object]) -> HttpResponseBase:
    """Do `act`, then show the panel again (htmx) or go back to the page of the item."""
    error, words = "", ""
    try:
        act()
    except InvalidError as refusal:
        error = " ".join(str(text) for texts in refusal.fields.values() for text in texts)
        words = request.POST.get("body", "")
        if not is_fragment(request):
            raise
    if not is_fragment(request):
        return redirect("workspaces:item", item_id)
    item = get_item(request.actor, item_id)
    context = {**conversation_context(request, item), "error": error, "typed": words}
    return render(
        request,
        "conversations/panel.html#panel",
        context,
        status=422 if error else 200,
    )


@signed_in
@require_GET
def panel(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Show the conversations of an item."""
    item = get_item(request.actor, item_id)
    return render(request, "conversations/panel.html#panel", conversation_context(request, item))


@signed_in
@require_GET
def mentionable(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Answer `?q=` with those who can be called about an item: the parties who see it."""
    item = get_item(request.actor, item_id)
    found = mentionable_parties(request.actor, item, request.GET.get("q", "")[:200])
    context = {"parties": found[:SHOWN], "has_more": False}
    return render(request, "directory/choose.html", context)


@signed_in
@require_POST
def start(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Open a thread on an item."""
    body = request.POST.get("body", "")
    return _answer(
        request,
        item_id,
        lambda: services.start_conversation(actor=request.actor, item_id=item_id, body=body),
    )


@signed_in
@require_POST
def reply(request: ActorRequest, conversation_id: UUID) -> HttpResponseBase:
    """Answer in a thread."""
    item_id = access.get_conversation(request.actor, conversation_id).item_id
    body = request.POST.get("body", "")
    return _answer(
        request,
        item_id,
        lambda: services.reply(actor=request.actor, conversation_id=conversation_id, body=body),
    )


@signed_in
@require_POST
def resolve(request: ActorRequest, conversation_id: UUID) -> HttpResponseBase:
    """Settle a thread, or open it again."""
    item_id = access.get_conversation(request.actor, conversation_id).item_id
    is_resolved = request.POST.get("resolved") != "no"
    return _answer(
        request,
        item_id,
        lambda: services.resolve_conversation(
            actor=request.actor, conversation_id=conversation_id, is_resolved=is_resolved
        ),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, message_id: UUID) -> HttpResponseBase:
    """Change one's own words."""
    message = get_message(request.actor, message_id)
    item_id = message.conversation.item_id
    if request.method == "POST":
        body = request.POST.get("body", "")
        return _answer(
            request,
            item_id,
            lambda: services.edit_message(actor=request.actor, message_id=message_id, body=body),
        )
    parties = parties_by_id(mentioned_ids(message.body))
    context = {"message": message, "typed": typed(message.body, parties)}
    template = "conversations/edit.html" + ("#form" if is_fragment(request) else "")
    return render(request, template, context)


@signed_in
@require_POST
def delete(request: ActorRequest, message_id: UUID) -> HttpResponseBase:
    """Take words away."""
    item_id = get_message(request.actor, message_id).conversation.item_id
    return _answer(
        request,
        item_id,
        lambda: services.delete_message(actor=request.actor, message_id=message_id),
    )


@signed_in
@require_GET
def history(request: ActorRequest, message_id: UUID) -> HttpResponse:
    """Show the earlier words of a message."""
    message = get_message(request.actor, message_id)
    bodies = [version.body for version in message.versions.all()]
    parties = parties_by_id(party_id for body in bodies for party_id in mentioned_ids(body))
    template = "conversations/history.html" + ("#dialog" if is_fragment(request) else "")
    return render(request, template, {"message": message, "parties": parties})
