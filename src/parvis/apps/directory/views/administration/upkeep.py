"""Whether all works, and what could not be done."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.apps.directory import health as reads
from parvis.apps.directory.requests import ActorRequest, for_administrators
from parvis.kernel import outbox
from parvis.kernel.errors import NotFoundError

SHOWN = 50


@require_safe
@for_administrators
def health(request: ActorRequest) -> HttpResponse:
    """Show what was looked at, what failed, and the versions."""
    found = reads.checks()
    failures = list(reads.failures_of(request.actor.organisation_id)[:SHOWN])
    context = {
        "checks": found,
        "is_well": all(check.tone == "ok" for check in found) and not failures,
        "failures": failures,
        "versions": reads.versions(),
    }
    return render(request, "directory/administration/health.html", context)


@require_POST
@for_administrators
def replay(request: ActorRequest, delivery_id: UUID) -> HttpResponse:
    """Owe a failed delivery again."""
    delivery = reads.failures_of(request.actor.organisation_id).filter(pk=delivery_id).first()
    if delivery is None:
        raise NotFoundError
    outbox.replay(delivery)
    messages.success(request, _("It is tried again now."))
    return redirect("directory:admin-health")
