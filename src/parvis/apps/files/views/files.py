"""The page of a file: its preview, its versions, its lock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.files import access, selectors
from parvis.apps.files.enums import Verdict
from parvis.apps.files.limits import max_file_bytes
from parvis.apps.files.media import medium_of
from parvis.apps.files.models import File, FileVersion
from parvis.apps.files.presenters import file_context
from parvis.apps.files.services import locks
from parvis.apps.files.services.versions import restore_version
from parvis.apps.files.showing import preview_context
from parvis.apps.files.views.downloads import number_in
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.presenters import item_frame
from parvis.kernel.actors import OrganisationRole
from parvis.kernel.errors import ParvisError
from parvis.kernel.ui.htmx import go_to, is_fragment

SHOWN_VERSIONS = 8


@dataclass(frozen=True, kw_only=True)
class ShownVersion:
    """A version as the list shows it; `change`: how many bytes more than the one before."""

    version: FileVersion
    is_current: bool
    change: int | None


def shown_versions(file: File, rows: list[FileVersion]) -> list[ShownVersion]:
    older = {row.number: row.size for row in rows}
    return [
        ShownVersion(
            version=row,
            is_current=row.pk == file.current_id,
            change=row.size - older[row.number - 1] if row.number - 1 in older else None,
        )
        for row in rows
    ]


@require_safe
@signed_in
def file(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Show a file: its content, its versions, and what surrounds every item."""
    found = access.get_file(request.actor, item_id, with_trash=True)
    version = _shown_version(request, found)
    rows = list(selectors.versions_of_file(found)[: SHOWN_VERSIONS + 1])
    lock = locks.held_lock(found)
    is_own_lock = lock is not None and lock.by_id in request.actor.party_ids
    context = {
        **item_frame(request, found.item),
        **preview_context(version),
        "file": found,
        "line": file_context(version),
        "medium": medium_of(version.media_type),
        "versions": shown_versions(found, rows)[:SHOWN_VERSIONS],
        "has_older": len(rows) > SHOWN_VERSIONS,
        "is_old": version.pk != found.current_id,
        "lock": lock,
        "is_own_lock": is_own_lock,
        "takes_versions": (lock is None or is_own_lock)
        and found.item.trashed_at is None
        and items_access.abilities(request.actor, found.item)["add_version"],
        "shows_unscanned": version.verdict == Verdict.UNSCANNED
        and request.actor.has_role(OrganisationRole.ADMINISTRATOR),
        "max_bytes": max_file_bytes(),
    }
    return render(request, "files/file.html", context)


def _shown_version(request: ActorRequest, found: File) -> FileVersion:
    return access.version_of(found, number_in(request))


@require_safe
@signed_in
def preview(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Show the preview alone: what a page asks again while it is being prepared."""
    version = access.get_version(request.actor, item_id, number_in(request))
    context = {
        **preview_context(version, is_watched=True),
        "item": version.file.item,
        "file": version.file,
    }
    return render(request, "files/file.html#preview", context)


@require_safe
@signed_in
def versions(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """List every version of a file."""
    found = access.get_file(request.actor, item_id)
    rows = list(selectors.versions_of_file(found))
    context = {
        **item_frame(request, found.item),
        "file": found,
        "versions": shown_versions(found, rows),
    }
    return render(request, "files/versions.html", context)


@require_POST
@signed_in
def restore(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Bring an earlier version back."""
    raw = request.POST.get("number", "")
    number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else 0
    version = restore_version(actor=request.actor, file_id=item_id, number=number)
    messages.success(
        request,
        _("Version %(number)s is back, as version %(new)s.")
        % {"number": number, "new": version.number},
    )
    return _back(request, item_id)


def _back(request: ActorRequest, item_id: UUID) -> HttpResponse:
    url = reverse("files:file", args=[item_id])
    return go_to(url) if is_fragment(request) else redirect(url)


LOCK_CHOICES = (
    ("", gettext_lazy("Until I unlock it")),
    ("2", gettext_lazy("For 2 hours")),
    ("24", gettext_lazy("Until tomorrow, same time")),
    ("168", gettext_lazy("For a week")),
)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def lock(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Lock a file with a message, in a dialog or on a page."""
    found = access.get_file(request.actor, item_id)
    items_access.require(request.actor, found.item, "lock")
    typed, error = request.POST.get("message", ""), ""
    if request.method == "POST":
        try:
            locks.lock_file(
                actor=request.actor,
                file_id=item_id,
                message=typed,
                until=_until(request.POST.get("hours", "")),
            )
        except ParvisError as refusal:
            fields = [str(text) for texts in refusal.fields.values() for text in texts]
            error = " ".join(fields) or str(refusal.message)
        else:
            return _back(request, item_id)
    context = {"item": found.item, "typed": typed, "error": error, "choices": LOCK_CHOICES}
    template = "files/lock.html" + ("#dialog" if is_fragment(request) else "")
    return render(request, template, context, status=422 if error else 200)


def _until(hours: str) -> datetime | None:
    known = {value for value, _label in LOCK_CHOICES if value}
    return timezone.now() + timedelta(hours=int(hours)) if hours in known else None


@require_POST
@signed_in
def unlock(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Take a lock away."""
    locks.unlock_file(actor=request.actor, file_id=item_id)
    messages.success(request, _("The file is unlocked."))
    return _back(request, item_id)
