"""People and roles: who comes in, who may do what, who was invited."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from parvis.apps.directory import access, services
from parvis.apps.directory import people as reads
from parvis.apps.directory.admin_forms import RoleForm
from parvis.apps.directory.models import Invitation, Person
from parvis.apps.directory.requests import ActorRequest, for_administrators
from parvis.apps.directory.services import roles
from parvis.kernel.actors import Actor, OrganisationRole
from parvis.kernel.errors import NotFoundError, ParvisError
from parvis.kernel.ui.htmx import is_fragment

PAGE_SIZE = 50


@require_safe
@for_administrators
def people(request: ActorRequest) -> HttpResponse:
    """List the people of the organisation, found as one types."""
    asked = {name: request.GET.get(name, "")[:80] for name in ("q", "role", "state")}
    found = reads.people(request.actor, text=asked["q"], role=asked["role"], state=asked["state"])
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [reads.row_of(person) for person in page.object_list],
        "asked": asked,
        "keep": urlencode({key: value for key, value in asked.items() if value}) + "&",
        "roles": [("", _("All roles")), *OrganisationRole.choices],
        "states": [("", _("All who come in")), *reads.STATES.items()],
        "has_newcomers": _newcomers(request.actor).exists(),
    }
    template = "directory/administration/people.html"
    return render(request, f"{template}#list" if is_fragment(request) else template, context)


def _newcomers(actor: Actor) -> QuerySet[Person]:
    """Return who has an address and was never invited."""
    return reads.people(actor, state="never").exclude(email="")


@require_safe
@for_administrators
def person(request: ActorRequest, party_id: UUID) -> HttpResponse:
    """Show a person's access: role, invitations, what they hold."""
    return _person_page(request, party_id)


def _person_page(
    request: ActorRequest, party_id: UUID, problem: str = "", *, status: int = 200
) -> HttpResponse:
    access.get_party(request.actor, party_id)
    found = reads.people(request.actor, state="left") | reads.people(request.actor)
    shown = found.filter(pk=party_id).select_related("user").first()
    if shown is None:
        raise NotFoundError
    context = {
        "person": shown,
        "row": reads.row_of(shown),
        "form": RoleForm(initial={"role": shown.role}),
        "invitations": Invitation.objects.filter(person=shown)[:5],
        "holdings": reads.holdings(shown),
        "is_me": shown.pk == request.actor.party_id,
        "problem": problem,
    }
    return render(request, "directory/administration/person.html", context, status=status)


def _act(
    request: ActorRequest, party_id: UUID, change: Callable[[], object], said: str
) -> HttpResponse:
    """Do a change and come back to the person's page, which says a refusal in its place."""
    try:
        change()
    except NotFoundError:
        raise
    except ParvisError as error:
        texts = [str(text) for many in error.fields.values() for text in many]
        problem = " ".join(texts) or str(error.message)
        return _person_page(request, party_id, problem, status=error.status)
    messages.success(request, said)
    return redirect("directory:admin-person", party_id)


@require_POST
@for_administrators
def change_role(request: ActorRequest, party_id: UUID) -> HttpResponse:
    """Give a person another role."""
    role = request.POST.get("role", "")
    return _act(
        request,
        party_id,
        lambda: roles.change_role(actor=request.actor, person_id=party_id, role=role),
        _("The role is changed."),
    )


@require_POST
@for_administrators
def suspend(request: ActorRequest, party_id: UUID) -> HttpResponse:
    """Cut a person's access."""
    return _act(
        request,
        party_id,
        lambda: roles.suspend_person(actor=request.actor, person_id=party_id),
        _("Access is cut off at once, on every device."),
    )


@require_POST
@for_administrators
def resume(request: ActorRequest, party_id: UUID) -> HttpResponse:
    """Give a person their access back."""
    return _act(
        request,
        party_id,
        lambda: roles.resume_person(actor=request.actor, person_id=party_id),
        _("Access is given back."),
    )


@require_POST
@for_administrators
def invite(request: ActorRequest, party_id: UUID) -> HttpResponse:
    """Send a person an invitation, or another one."""
    return _act(
        request,
        party_id,
        lambda: services.invite_person(actor=request.actor, person_id=party_id),
        _("The invitation is on its way."),
    )


@require_POST
@for_administrators
def invite_newcomers(request: ActorRequest) -> HttpResponseRedirect:
    """Invite at once everybody who has an address and never was."""
    newcomers = list(_newcomers(request.actor))
    for one in newcomers:
        services.invite_person(actor=request.actor, person_id=one.pk)
    count = len(newcomers)
    messages.success(
        request,
        ngettext(
            "%(count)s invitation is on its way.", "%(count)s invitations are on their way.", count
        )
        % {"count": count},
    )
    return redirect("directory:admin-people")
