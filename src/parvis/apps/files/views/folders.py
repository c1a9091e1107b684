"""The page of a folder, or of the documents of a space, and what is done to many things at once."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.files import access
from parvis.apps.files.access import FOLDER
from parvis.apps.files.limits import max_file_bytes
from parvis.apps.files.listing import SORT_LABELS, SORTS, Wanted, listing
from parvis.apps.files.services import folders
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.presenters import item_frame, space_frame
from parvis.apps.workspaces.registry import SelectionAction, selection_actions
from parvis.apps.workspaces.selectors import breadcrumbs
from parvis.apps.workspaces.services import copying, items, trash
from parvis.apps.workspaces.services.items import TitleTakenError
from parvis.kernel.actors import Actor
from parvis.kernel.errors import InvalidError, ParvisError
from parvis.kernel.ui.htmx import go_to, is_fragment

MAX_CHOSEN = 500


def wanted_in(request: ActorRequest) -> Wanted:
    sort = request.GET.get("tri", "name")
    return Wanted(
        text=request.GET.get("q", "")[:200],
        tag=request.GET.get("etiquette", "")[:60],
        sort=sort if sort in SORTS else "name",
        page=request.GET.get("page", "1"),
    )


def _keep(wanted: Wanted) -> str:
    """Return the query that keeps what is asked, but the page, ending in "&"."""
    asked = {"q": wanted.text, "etiquette": wanted.tag, "tri": wanted.sort}
    shown = {key: value for key, value in asked.items() if value and value != "name"}
    return urlencode(shown) + "&" if shown else ""


@require_safe
@signed_in
def folder(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """List what lies in a folder or in a space."""
    container = access.get_container(request.actor, item_id)
    wanted = wanted_in(request)
    context: dict[str, object] = {
        "container": container,
        "listing": listing(request.actor, container, wanted),
        "keep": _keep(wanted),
        "sorts": SORT_LABELS,
        "max_bytes": max_file_bytes(),
    }
    if is_fragment(request):
        abilities = items_access.abilities(request.actor, container)
        context |= {"abilities": abilities, "selection_actions": _offered(abilities)}
        return render(request, "files/listing.html#rows", context)
    if container.parent_id is None:
        workspace = container.workspace
        workspace.item = container  # the same thing, with what was read along with it
        context |= space_frame(request, workspace, "files")
        template = "files/space.html"
    else:
        context |= item_frame(request, container)
        template = "files/folder.html"
    abilities = context["frame"].abilities  # type: ignore[attr-defined]
    context |= {"abilities": abilities, "selection_actions": _offered(abilities)}
    return render(request, template, context)


def _offered(abilities: Mapping[str, bool]) -> list[SelectionAction]:
    """Return what apps offer to do with chosen documents, as far as the reader may."""
    return [one for one in selection_actions().values() if abilities.get(one.verb)]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_folder(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Make a folder, in a dialog or on a page."""
    container = access.get_container(request.actor, item_id)
    typed, error = "", ""
    if request.method == "POST":
        typed = request.POST.get("title", "")
        try:
            folders.add_folder(actor=request.actor, parent_id=item_id, title=typed)
        except (InvalidError, TitleTakenError) as refusal:
            error = " ".join(str(text) for texts in refusal.fields.values() for text in texts)
        else:
            url = reverse("files:folder", args=[item_id])
            return go_to(url) if is_fragment(request) else redirect(url)
    context = {"container": container, "typed": typed, "error": error}
    template = "files/new_folder.html" + ("#dialog" if is_fragment(request) else "")
    return render(request, template, context, status=422 if error else 200)


def chosen_in(values: list[str]) -> list[UUID]:
    """Return the ids of the things chosen (raises InvalidError for none, too many, or nonsense)."""
    try:
        ids = list(dict.fromkeys(UUID(value) for value in values))
    except ValueError as error:
        raise InvalidError from error
    if not ids:
        raise InvalidError(_("Choose at least one thing first."))
    if len(ids) > MAX_CHOSEN:
        raise InvalidError(_("Choose at most 500 things at a time."))
    return ids


def _target_of(request: ActorRequest) -> UUID:
    try:
        return UUID(request.POST.get("target", ""))
    except ValueError as error:
        raise InvalidError(_("Choose a folder.")) from error


@require_POST
@signed_in
def act(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Trash, move or copy the chosen things: all of them, or none."""
    ids = chosen_in(request.POST.getlist("items"))
    action = request.POST.get("action", "")
    back = reverse("files:folder", args=[item_id])
    if action == "zip":
        query = urlencode([("items", str(pk)) for pk in ids])
        return redirect(f"{reverse('files:zip', args=[item_id])}?{query}")
    if offered := selection_actions().get(action):
        query = urlencode([("items", str(pk)) for pk in ids])
        return redirect(f"{offered.url(item_id)}?{query}")
    if action in {"move", "copy"} and "target" not in request.POST:
        query = urlencode([("items", str(pk)) for pk in ids])
        return redirect(f"{reverse('files:choose', args=[item_id])}?action={action}&{query}")
    done = _ACTIONS.get(action)
    if done is None:
        raise InvalidError
    with transaction.atomic():
        for pk in ids:
            done(request, pk)
    messages.success(request, _done_phrase(action, len(ids)))
    return go_to(back) if is_fragment(request) else redirect(back)


def _done_phrase(action: str, count: int) -> str:
    phrases = {
        "trash": ngettext("%(n)s thing is in the trash.", "%(n)s things are in the trash.", count),
        "move": ngettext("%(n)s thing was moved.", "%(n)s things were moved.", count),
        "copy": ngettext("%(n)s thing was copied.", "%(n)s things were copied.", count),
    }
    return phrases[action] % {"n": count}


def _trash(request: ActorRequest, item_id: UUID) -> None:
    trash.trash_item(actor=request.actor, item_id=item_id)


def _move(request: ActorRequest, item_id: UUID) -> None:
    target = _target_of(request)
    items.move_item(actor=request.actor, item_id=item_id, parent_id=target)


def _copy(request: ActorRequest, item_id: UUID) -> None:
    target = _target_of(request)
    copying.copy_item(actor=request.actor, item_id=item_id, parent_id=target)


_ACTIONS: dict[str, Callable[[ActorRequest, UUID], None]] = {
    "trash": _trash,
    "move": _move,
    "copy": _copy,
}


@require_safe
@signed_in
def choose(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Choose the folder where things are moved or copied to, walking from place to place."""
    container = access.get_container(request.actor, item_id)
    ids = chosen_in(request.GET.getlist("items"))
    action = "copy" if request.GET.get("action") == "copy" else "move"
    place = _place(request, container)
    context = {
        "container": container,
        "place": place,
        "ids": ids,
        "action": action,
        "steps": [*breadcrumbs(request.actor, place), place] if place else [],
        "below": _places_below(request.actor, place, set(ids)),
        "may_add": place is not None and items_access.may(request.actor, place, "add"),
        "query": urlencode([("action", action), *[("items", str(pk)) for pk in ids]]),
        "count": len(ids),
    }
    template = "files/choose.html" + ("#dialog" if is_fragment(request) else "")
    return render(request, template, context)


def _place(request: ActorRequest, container: Item) -> Item | None:
    asked = request.GET.get("place")
    if asked is None:
        return container
    if not asked:
        return None
    try:
        return access.get_container(request.actor, UUID(asked))
    except (ValueError, ParvisError):
        return container


def _places_below(actor: Actor, place: Item | None, moving: set[UUID]) -> list[Item]:
    """Return the folders of a place, or the spaces where the actor works, to walk into."""
    if place is None:
        spaces = items_access.readable_workspaces(actor)
        below = items_access.visible_items(actor).filter(pk__in=spaces.values("pk"))
    else:
        below = items_access.visible_items(actor).filter(parent_id=place.pk, kind=FOLDER)
    return list(below.exclude(pk__in=moving).order_by("sort_title")[:300])
