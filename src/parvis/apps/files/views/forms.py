"""Plain forms to send files, for browsers without JavaScript: their bytes go sealed to the disk."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.files import access
from parvis.apps.files.enums import NameChoice
from parvis.apps.files.limits import max_file_bytes
from parvis.apps.files.models import FileVersion
from parvis.apps.files.services.locks import require_unlocked
from parvis.apps.files.services.versions import add_file, add_version
from parvis.apps.files.spooling import SpooledFile, SpoolHandler
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.presenters import item_url
from parvis.apps.workspaces.services.items import TitleTakenError
from parvis.kernel.errors import ParvisError
from parvis.kernel.middleware import require_storable

View = Callable[[ActorRequest, Item, SpoolHandler], HttpResponseBase]


@csrf_protect
def _checked(
    request: ActorRequest, item: Item, handler: SpoolHandler, view: View
) -> HttpResponseBase:
    require_storable(request.POST)
    return view(request, item, handler)


def _received(request: ActorRequest, item: Item, verb: str, view: View) -> HttpResponseBase:
    """Authorise before a single byte is taken, then read the form through the spool."""
    items_access.require(request.actor, item, verb)
    handler = SpoolHandler()
    request.upload_handlers = [handler]
    try:
        return _checked(request, item, handler, view)
    finally:
        handler.discard()


@csrf_exempt  # checked inside `_received`, once the handler of files is in place
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Add files to a folder by a plain form."""
    container = access.get_container(request.actor, item_id)
    return _received(request, container, "add", _add)


def _sent(request: ActorRequest, field: str) -> list[SpooledFile]:
    return [one for one in request.FILES.getlist(field) if isinstance(one, SpooledFile)]


def _add(request: ActorRequest, container: Item, handler: SpoolHandler) -> HttpResponse:
    error = ""
    if request.method == "POST":
        sent = _sent(request, "files")
        error = _trouble(sent, handler)
        choice = request.POST.get("choice", "")
        wished = NameChoice(choice) if choice in {"version", "keep_both"} else NameChoice.ASK
        if not error:
            try:
                for one in sent:
                    _place(request, container, one, wished)
            except TitleTakenError:
                error = _("“%(name)s” is here already: say below what to do.") % {"name": one.name}
            except ParvisError as refusal:
                error = str(refusal.message)
            else:
                messages.success(
                    request,
                    ngettext("%(n)s file was added.", "%(n)s files were added.", len(sent))
                    % {"n": len(sent)},
                )
                return redirect(reverse("files:folder", args=[container.pk]))
    context = {"container": container, "error": error, "max_bytes": max_file_bytes()}
    return render(request, "files/add.html", context, status=422 if error else 200)


def _trouble(sent: list[SpooledFile], handler: SpoolHandler) -> str:
    if handler.is_too_large:
        return _("One of these files is larger than this server takes: nothing was added.")
    return "" if sent else _("Choose at least one file.")


def _place(
    request: ActorRequest, container: Item, sent: SpooledFile, choice: NameChoice
) -> FileVersion:
    return add_file(
        actor=request.actor,
        parent_id=container.pk,
        name=sent.name or "",
        blob=sent.store(request.actor.organisation_id),
        name_choice=choice,
    )


@csrf_exempt  # checked inside `_received`, once the handler of files is in place
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def version(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Add a version to a file by a plain form."""
    file = access.get_file(request.actor, item_id)
    require_unlocked(request.actor, file)
    return _received(request, file.item, "add_version", _version)


def _version(request: ActorRequest, item: Item, handler: SpoolHandler) -> HttpResponse:
    error = ""
    file = access.get_file(request.actor, item.pk)
    if request.method == "POST":
        sent = _sent(request, "file")[:1]
        error = _trouble(sent, handler)
        if not error:
            raw = request.POST.get("expected", "")
            expected = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else None
            try:
                add_version(
                    actor=request.actor,
                    file_id=item.pk,
                    name=sent[0].name or "",
                    blob=sent[0].store(request.actor.organisation_id),
                    remark=request.POST.get("remark", ""),
                    expected_number=expected,
                )
            except ParvisError as refusal:
                fields = [str(text) for texts in refusal.fields.values() for text in texts]
                error = " ".join(fields) or str(refusal.message)
            else:
                messages.success(request, _("The new version is here."))
                return redirect(item_url(item))
    context = {
        "item": item,
        "file": file,
        "remark": request.POST.get("remark", ""),
        "error": error,
        "max_bytes": max_file_bytes(),
    }
    return render(request, "files/add_version.html", context, status=422 if error else 200)
