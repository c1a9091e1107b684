"""Pages of notifications: the list, one opened, how one wants mails, the link that stops them."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.notifications import services
from parvis.apps.notifications.enums import MailPace, Reason
from parvis.apps.notifications.selectors import (
    get_notification,
    pace_of,
    told_of,
    visible_notifications,
)
from parvis.apps.notifications.services.reading import read_stop_token
from parvis.apps.notifications.shell import unread_of
from parvis.kernel.errors import InvalidError
from parvis.kernel.ui.htmx import is_fragment

PAGE = 40
FILTERS: dict[str, tuple[Reason, ...]] = {
    "balle": (Reason.BALL, Reason.REMINDER, Reason.ANSWER),
    "mentions": (Reason.MENTION,),
    "suivis": (Reason.FOLLOW, Reason.MEMBER, Reason.STAND_IN),
}


@require_safe
@signed_in
def index(request: ActorRequest) -> HttpResponseBase:
    """List what one was told, unread first."""
    chosen = request.GET.get("quoi", "")
    rows = visible_notifications(request.actor)
    if chosen in FILTERS:
        rows = rows.filter(reason__in=FILTERS[chosen])
    elif chosen == "nonlues":
        rows = rows.filter(read_at__isnull=True)
    rows = rows.order_by(F("read_at").desc(nulls_first=True), "-id")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "told": told_of(request.actor, list(page.object_list)),
        "chosen": chosen,
        "keep": f"quoi={chosen}&" if chosen else "",
        "filters": [
            ("", _("Everything")),
            ("nonlues", _("Unread")),
            ("balle", _("The ball")),
            ("mentions", _("Mentions")),
            ("suivis", _("What you follow")),
        ],
        "unread": unread_of(request),
    }
    return render(request, "notifications/index.html", context)


@require_safe
@signed_in
def open_one(request: ActorRequest, notification_id: UUID) -> HttpResponseBase:
    """Lead to the thing, and mark the notification as read."""
    row = get_notification(request.actor, notification_id)
    if row.read_at is None and request.actor.has_scope("write"):
        services.mark_read(actor=request.actor, notification_id=row.pk)
    if row.reason == Reason.STAND_IN and row.event.party_id:
        return redirect("directory:party", row.event.party_id)
    if row.item_id is None:
        return redirect("notifications:index")
    return redirect("workspaces:item", row.item_id)


@require_POST
@signed_in
def mark(request: ActorRequest, notification_id: UUID) -> HttpResponseBase:
    """Mark one as read or unread, in place."""
    row = services.mark_read(
        actor=request.actor,
        notification_id=notification_id,
        is_read=request.POST.get("read") != "no",
    )
    if not is_fragment(request):
        return redirect("notifications:index")
    (told,) = told_of(request.actor, [row])
    return render(request, "notifications/index.html#line", {"one": told})


@require_POST
@signed_in
def mark_all(request: ActorRequest) -> HttpResponseBase:
    """Mark all as read."""
    services.mark_all_read(actor=request.actor)
    messages.success(request, _("All is marked as read."))
    return redirect("notifications:index")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def preferences(request: ActorRequest) -> HttpResponseBase:
    """Choose how fast mails follow what waits for one."""
    error = ""
    if request.method == "POST":
        try:
            services.set_pace(actor=request.actor, pace=request.POST.get("pace", ""))
        except InvalidError as refusal:
            error = " ".join(str(text) for text in refusal.fields.get("pace", []))
        else:
            messages.success(request, _("Your choice is kept."))
            return redirect("notifications:preferences")
    context = {
        "paces": MailPace.choices,
        "chosen": pace_of(request.actor.party_id),
        "error": error,
    }
    status = 422 if error else 200
    return render(request, "notifications/preferences.html", context, status=status)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponseBase:
    """Stop a person's mails by the signed link of a mail, in one click (RFC 8058)."""
    read_stop_token(token)
    if request.method == "POST":
        services.stop_mails(token=token)
    context = {"is_done": request.method == "POST"}
    return render(request, "notifications/stop.html", context)
