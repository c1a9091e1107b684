"""The answers of the picker of parties."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parvis.apps.directory.choosing import SHOWN, PartyChoices, as_uuid, read_kinds
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.kernel.errors import NotFoundError


@require_safe
@signed_in
def choose(request: ActorRequest) -> HttpResponse:
    """Answer `?q=&kind=person,department&workspace=` with the options of a picker."""
    asked = request.GET.get("workspace", "")
    workspace_id = as_uuid(asked) if asked else None
    if asked and workspace_id is None:
        raise NotFoundError
    choices = PartyChoices(
        actor=request.actor,
        kinds=read_kinds(request.GET.get("kind", "")),
        workspace_id=workspace_id,
        with_guests=request.GET.get("guests") != "no",
    )
    found = list(choices.found(request.GET.get("q", "")[:200])[: SHOWN + 1])
    context = {"parties": found[:SHOWN], "has_more": len(found) > SHOWN}
    return render(request, "directory/choose.html", context)
