"""The organisation chart."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parvis.apps.directory import access
from parvis.apps.directory.charts import read_chart
from parvis.apps.directory.requests import ActorRequest, signed_in


@require_safe
@signed_in
def chart(request: ActorRequest) -> HttpResponse:
    """Draw who answers for what, elected officials and administration."""
    access.require(request.actor, "view")
    context = {
        "chart": read_chart(request.actor),
        "may_change": access.may(request.actor, "change_directory"),
        "steps": [(_("Directory"), reverse("directory:index")), (_("Organisation chart"), "")],
    }
    return render(request, "directory/chart.html", context)
