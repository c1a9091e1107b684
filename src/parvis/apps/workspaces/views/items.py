"""Pages that items of every kind share: the permalink, a panel alone, the title."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parvis.apps.directory.middleware import ORGANISATION_KEY
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.directory.selectors import actor_standing, standings_of
from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.presenters import ShownPanel, column_panels, item_frame, item_url
from parvis.apps.workspaces.registry import panels
from parvis.apps.workspaces.services import items
from parvis.apps.workspaces.versions import read_version
from parvis.kernel.errors import InvalidError, NotFoundError, VersionMismatchError
from parvis.kernel.ui.htmx import is_fragment


def _item_elsewhere(request: ActorRequest, item_id: UUID) -> Item | None:
    """Return the item as the user sees it in another organisation, which the session then takes."""
    if request.actor.user_id is None:
        return None
    for standing in standings_of(request.actor.user_id):
        person = standing.person
        if person.organisation_id == request.actor.organisation_id:
            continue
        actor = actor_standing(standing, has_second_factor=request.actor.has_second_factor)
        item = access.visible_items(actor, with_trash=True).filter(pk=item_id).first()
        if item:
            request.session[ORGANISATION_KEY] = str(person.organisation_id)
            return item
    return None


@require_safe
@signed_in
def permalink(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Lead to an item from a mail or a notification, in whichever town of the user it lies."""
    try:
        item = access.get_item(request.actor, item_id, with_trash=True)
    except NotFoundError:
        found = _item_elsewhere(request, item_id)
        if found is None:
            raise
        item = found
    if item.trashed_at:
        messages.info(request, _("This is in the trash: restore it to work on it again."))
        return redirect("workspaces:trash", item.workspace_id)
    url = item_url(item)
    if url == request.path:
        raise NotFoundError
    return redirect(url)


@require_safe
@signed_in
def panel(request: ActorRequest, item_id: UUID, name: str) -> HttpResponse:
    """Show one panel of an item: the piece that a lazy one fetches, or a page."""
    item = access.get_item(request.actor, item_id)
    found = next((one for one in panels(item) if one.name == name), None)
    if found is None:
        raise NotFoundError
    shown = ShownPanel(panel=found, values=found.context(request, item))
    if is_fragment(request):
        context: dict[str, object] = {"item": item, "shown": shown}
        return render(request, "workspaces/panel.html#content", context)
    return render(request, "workspaces/panel.html", {**item_frame(request, item), "shown": shown})


@require_safe
@signed_in
def column(request: ActorRequest, item_id: UUID, name: str) -> HttpResponse:
    """Show the panels of a column of an item's page, which the page fetches once it shows."""
    if name not in {"main", "side"}:
        raise NotFoundError
    item = access.get_item(request.actor, item_id)
    context: dict[str, object] = {
        "item": item,
        "shown_panels": column_panels(request, item, name),
    }
    return render(request, "workspaces/item.html#panels", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def rename(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Give an item another title, in place or on a page."""
    item = access.get_item(request.actor, item_id)
    typed, error = item.title, ""
    if request.method == "POST":
        typed = request.POST.get("title", "")
        try:
            items.rename_item(
                actor=request.actor,
                item_id=item_id,
                title=typed,
                version=read_version(request),
            )
        except VersionMismatchError:
            error = _("Somebody has changed it meanwhile: it is now called “%(title)s”.") % {
                "title": item.title
            }
        except (InvalidError, items.TitleTakenError) as refusal:
            error = " ".join(str(text) for texts in refusal.fields.values() for text in texts)
        else:
            return _renamed(request, item_id)
    context = item_frame(request, item)
    if "keep" in request.GET:
        return render(request, "workspaces/item.html#heading", context)
    context |= {"typed": typed, "error": error, "version": item.version, "back_url": item_url(item)}
    template = "workspaces/rename.html" + ("#form" if is_fragment(request) else "")
    return render(request, template, context, status=422 if error else 200)


def _renamed(request: ActorRequest, item_id: UUID) -> HttpResponse:
    item = access.get_item(request.actor, item_id)
    if is_fragment(request):
        return render(request, "workspaces/item.html#heading", item_frame(request, item))
    return redirect(item_url(item))
