"""The index of administration, the organisation itself, and how people sign in."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parvis.apps.directory.admin_forms import OrganisationForm
from parvis.apps.directory.administration import admin_pages
from parvis.apps.directory.requests import ActorRequest, for_administrators, organisation_shown
from parvis.apps.directory.selectors import second_factor_figures
from parvis.apps.directory.services import branding
from parvis.kernel.errors import InvalidError, NotFoundError, ParvisError, TooLargeError


@require_safe
@for_administrators
def index(request: ActorRequest) -> HttpResponse:
    """Show every page of administration."""
    return render(request, "directory/administration/index.html", {"pages": admin_pages()})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def organisation(request: ActorRequest) -> HttpResponse:
    """Change the organisation's name, kind, colour and logo."""
    shown = organisation_shown(request)
    if shown is None:
        raise NotFoundError
    initial = {"name": shown.name, "kind": shown.kind, "colour": shown.colour}
    form = OrganisationForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _save(request, form):
        return redirect("directory:admin-organisation")
    context = {
        "form": form,
        "organisation": shown,
        "readable": branding.readable_colour(shown.colour),
    }
    status = 422 if form.is_bound else 200
    return render(request, "directory/administration/organisation.html", context, status=status)


def _save(request: ActorRequest, form: OrganisationForm) -> bool:
    values = form.cleaned_data
    logo = values["logo"].read() if values["logo"] else b""
    try:
        with transaction.atomic():
            branding.change_organisation(
                actor=request.actor,
                name=values["name"],
                kind=values["kind"],
                colour=values["colour"],
            )
            if logo or values["remove_logo"]:
                branding.change_logo(actor=request.actor, data=logo)
    except (InvalidError, TooLargeError) as error:
        for field, texts in (error.fields or {"logo": [error.message]}).items():
            form.add_error(field, [str(text) for text in texts])
        return False
    messages.success(request, _("Saved."))
    if branding.readable_colour(values["colour"]) != values["colour"].lower():
        messages.info(request, _("This colour was too pale to be read: it is shown darker."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def sign_in(request: ActorRequest) -> HttpResponse:
    """Ask everybody for a second check, or no longer."""
    if request.method == "POST":
        wanted = request.POST.get("requires_second_factor") == "1"
        try:
            branding.change_sign_in_policy(actor=request.actor, requires_second_factor=wanted)
        except ParvisError as error:
            return _sign_in_page(request, str(error.message), status=error.status)
        messages.success(request, _("Saved."))
        return redirect("directory:admin-sign-in")
    return _sign_in_page(request)


def _sign_in_page(request: ActorRequest, problem: str = "", *, status: int = 200) -> HttpResponse:
    context = {
        "organisation": organisation_shown(request),
        "figures": second_factor_figures(request.actor),
        "problem": problem,
    }
    return render(request, "directory/administration/sign_in.html", context, status=status)
