"""The pages of parties."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parvis.apps.directory import access, profiles
from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.models import Party
from parvis.apps.directory.requests import ActorRequest, signed_in

ICONS = {
    PartyKind.DEPARTMENT: "department",
    PartyKind.GROUP: "group",
    PartyKind.FUNCTION: "desk",
    PartyKind.PERSON: "person",
}


def _sections(request: HttpRequest, party: Party, *, is_aside: bool) -> list[dict[str, object]]:
    shown = []
    for section in profiles.profile_sections():
        context = section.context(request, party) if section.is_aside == is_aside else None
        if context is not None:
            shown.append({"section": section, **context})
    return shown


@require_safe
@signed_in
def party(request: ActorRequest, party_id: UUID) -> HttpResponse:
    """Show who a party is, how to reach it, and who stands in."""
    actor = request.actor
    shown = profiles.get_party(actor, party_id)
    may_change = access.may(actor, "change_directory")
    context = {
        "party": shown,
        "profile": profiles.read_profile(actor, shown),
        "icon": ICONS[PartyKind(shown.kind)],
        "is_me": shown.pk == actor.party_id,
        "may_change": may_change,
        "may_edit": profiles.may_edit_own(actor, shown),
        "may_view": access.may(actor, "view"),
        "shows_private": profiles.shows_private(actor, shown),
        "kind_label": PartyKind(shown.kind).label,
        "steps": [(_("Directory"), reverse("directory:index")), (shown.name, "")],
        "main_sections": _sections(request, shown, is_aside=False),
        "aside_sections": _sections(request, shown, is_aside=True),
    }
    return render(request, f"directory/{shown.kind}.html", context)
