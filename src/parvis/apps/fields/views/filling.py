"""The fields of a thing are filled in; those of a space leave as a file."""

import csv
import io
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parvis.apps.directory.exports import harmless
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.fields import services
from parvis.apps.fields.access import FILL
from parvis.apps.fields.forms import AnswersForm
from parvis.apps.fields.selectors import answers_of, is_asked, lines_of
from parvis.apps.workspaces import access
from parvis.apps.workspaces.presenters import item_url
from parvis.apps.workspaces.versions import read_version
from parvis.apps.workspaces.views.answers import UNPROCESSABLE, go, refuse_in
from parvis.kernel.errors import (
    InvalidError,
    NotFoundError,
    RefusedError,
    VersionMismatchError,
)
from parvis.kernel.ui.htmx import is_dialog, is_fragment


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def fill(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Fill in the fields of a thing; what was typed is kept when something is wrong."""
    item = access.get_item(request.actor, item_id)
    if not access.may(request.actor, item, FILL):
        raise RefusedError
    if not is_asked(item):
        raise NotFoundError
    answers = answers_of(item)
    form = AnswersForm(
        request.POST if request.method == "POST" else None,
        answers=answers,
        actor=request.actor,
        workspace_id=item.workspace_id,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.fill_item(
                actor=request.actor,
                item_id=item_id,
                answers=form.sent(),
                version=read_version(request),
            )
        except VersionMismatchError:
            form.add_error(None, _("Somebody has changed this meanwhile: check, then save again."))
        except InvalidError as refusal:
            refuse_in(form, refusal)
        else:
            return go(request, item_url(item), said=_("Saved."))
    context = {"item": item, "form": form, "back_url": item_url(item)}
    part = "#dialog" if is_dialog(request) else "#form" if is_fragment(request) else ""
    status = UNPROCESSABLE if form.errors else 200
    return render(request, f"fields/fill.html{part}", context, status=status)


@require_safe
@signed_in
def export(request: ActorRequest, workspace_id: UUID) -> HttpResponse:
    """Send the fields of a space's things as a CSV file that French spreadsheets open."""
    workspace = access.get_workspace(request.actor, workspace_id)
    headers, lines = lines_of(request.actor, workspace)
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(text) for text in (_("Title"), _("Kind"), *headers)])
    writer.writerows([harmless(text) for text in line] for line in lines)
    response = HttpResponse(
        target.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="champs.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
