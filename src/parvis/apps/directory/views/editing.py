"""Forms that change the directory."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parvis.apps.directory import access, profiles, services
from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.forms.cards import (
    DepartmentForm,
    FunctionForm,
    GroupForm,
    GuestForm,
    NewFunctionForm,
    OwnCardForm,
    PersonForm,
    PhotoForm,
    ServiceForm,
)
from parvis.apps.directory.models import Party
from parvis.apps.directory.photos import LARGEST_FILE
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.directory.services import PersonCard
from parvis.kernel.actors import OrganisationRole
from parvis.kernel.errors import InvalidError, NotFoundError, RefusedError
from parvis.kernel.ui.htmx import go_to, is_dialog

Save = Callable[[dict[str, Any]], Party | None]


def pk_of(party: Party | None) -> UUID | None:
    """Return the id of a party chosen in a form."""
    return party.pk if party else None


def address(party_id: UUID) -> str:
    """Return the address of a party's page."""
    return reverse("directory:party", args=[party_id])


def run_form(
    request: ActorRequest,
    form: ServiceForm,
    save: Save,
    *,
    title: str,
    back: str,
    verb: str | Promise = "",
    said: str = "",
    **context: object,
) -> HttpResponseBase:
    """Show a form, alone or in the dialog; saved, go to what `save` returns (or `back`)."""
    inner = is_dialog(request)
    if request.method == "POST" and form.is_valid():
        try:
            party = save(form.cleaned_data)
        except InvalidError as error:
            form.show(error)
        else:
            messages.success(request, said or _("Saved."))
            url = address(party.pk) if party else back
            return go_to(url) if inner else HttpResponseRedirect(url)
    return show_form(request, form, title=title, back=back, verb=verb, **context)


def show_form(
    request: ActorRequest,
    form: ServiceForm,
    *,
    title: str,
    back: str,
    verb: str | Promise = "",
    **context: object,
) -> HttpResponse:
    """Render a form in its page or in the dialog; one with errors answers 422."""
    values = {
        "form": form,
        "title": title,
        "back": back,
        "verb": verb or _("Save"),
        "inner": is_dialog(request),
        "action": request.get_full_path(),
        "steps": [(_("Directory"), reverse("directory:index")), (title, "")],
        **context,
    }
    template = "directory/form.html#form" if is_dialog(request) else "directory/form.html"
    return render(request, template, values, status=422 if form.errors else 200)


def _chosen(data: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return form data as service arguments: parties by id."""
    ids = {f"{name}_id": pk_of(data[name]) for name in names}
    return {**{key: value for key, value in data.items() if key not in names}, **ids}


def _add_person(request: ActorRequest, data: dict[str, Any]) -> Party:
    return services.add_person(actor=request.actor, **_chosen(data, "department")).party


def _add_department(request: ActorRequest, data: dict[str, Any]) -> Party:
    values = _chosen(data, "parent", "head")
    return services.add_department(actor=request.actor, **values).party


def _add_group(request: ActorRequest, data: dict[str, Any]) -> Party:
    return services.add_group(actor=request.actor, **data).party


def _add_function(request: ActorRequest, data: dict[str, Any]) -> Party:
    data.pop("position")
    values = _chosen(data, "holder", "department", "fallback")
    return services.add_function(actor=request.actor, **values).party


_ADDING: dict[str, tuple[type[ServiceForm], Callable[[ActorRequest, dict[str, Any]], Party]]] = {
    PartyKind.PERSON: (PersonForm, _add_person),
    PartyKind.DEPARTMENT: (DepartmentForm, _add_department),
    PartyKind.GROUP: (GroupForm, _add_group),
    PartyKind.FUNCTION: (NewFunctionForm, _add_function),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Add a person, a department, a group or a function."""
    access.require(request.actor, "change_directory")
    if kind not in _ADDING:
        raise NotFoundError
    make, save = _ADDING[kind]
    titles = {
        PartyKind.PERSON: _("Add a person"),
        PartyKind.DEPARTMENT: _("Add a department"),
        PartyKind.GROUP: _("Add a group"),
        PartyKind.FUNCTION: _("Add a function"),
    }
    form = make(request.POST or None, actor=request.actor)
    return run_form(
        request,
        form,
        lambda data: save(request, data),
        title=titles[PartyKind(kind)],
        back=reverse("directory:index"),
        verb=_("Add"),
        said=_("Added to the directory."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: ActorRequest, party_id: UUID) -> HttpResponseBase:
    """Change a party: managers all of it, everybody their own part of their card."""
    party = profiles.get_party(request.actor, party_id)
    if not profiles.may_edit_own(request.actor, party):
        raise RefusedError(_("Only a manager of the directory may change this."))
    form, save = _editing(request, party)
    return run_form(
        request,
        form,
        save,
        title=_("Change “%(name)s”") % {"name": party.name},
        back=address(party.pk),
        party=party,
        shows_photo=True,
    )


def _editing(request: ActorRequest, party: Party) -> tuple[ServiceForm, Save]:
    if not access.may(request.actor, "change_directory"):
        return _own_card(request, party)
    match party.kind:
        case PartyKind.PERSON:
            return _person(request, party)
        case PartyKind.DEPARTMENT:
            return _department(request, party)
        case PartyKind.GROUP:
            form: ServiceForm = GroupForm(
                request.POST or None,
                actor=request.actor,
                initial={"name": party.name, "description": party.group.description},
            )
            change = services.change_group
            return form, lambda data: change(actor=request.actor, group_id=party.pk, **data).party
        case _:
            return _function(request, party)


def _own_card(request: ActorRequest, party: Party) -> tuple[ServiceForm, Save]:
    card = PersonCard.of(party.person)
    initial = {name: getattr(card, name) for name in OwnCardForm.base_fields}
    form = OwnCardForm(request.POST or None, actor=request.actor, initial=initial)
    return (
        form,
        lambda data: (
            services.change_own_card(actor=request.actor, person_id=party.pk, **data).party
        ),
    )


def _person(request: ActorRequest, party: Party) -> tuple[ServiceForm, Save]:
    is_guest = party.person.role == OrganisationRole.GUEST
    make = GuestForm if is_guest else PersonForm
    card = PersonCard.of(party.person)
    initial = {**vars(card), "department": card.department_id}
    form = make(request.POST or None, actor=request.actor, initial=initial)
    return (
        form,
        lambda data: (
            services.change_person(
                actor=request.actor,
                person_id=party.pk,
                card=replace(card, **_chosen(data, "department")),
            ).party
        ),
    )


def _department(request: ActorRequest, party: Party) -> tuple[ServiceForm, Save]:
    department = party.department
    initial = {
        "name": party.name,
        "parent": department.parent_id,
        "head": department.head_id,
        "phone": department.phone,
        "email": department.email,
        "description": department.description,
    }
    form = DepartmentForm(request.POST or None, actor=request.actor, initial=initial)
    return (
        form,
        lambda data: (
            services.change_department(
                actor=request.actor, department_id=party.pk, **_chosen(data, "parent", "head")
            ).party
        ),
    )


def _function(request: ActorRequest, party: Party) -> tuple[ServiceForm, Save]:
    function = party.function
    initial = {
        "name": party.name,
        "is_elected": function.is_elected,
        "department": function.department_id,
        "fallback": function.fallback_id,
        "position": function.position,
        "description": function.description,
    }
    form = FunctionForm(request.POST or None, actor=request.actor, initial=initial)
    return (
        form,
        lambda data: (
            services.change_function(
                actor=request.actor, function_id=party.pk, **_chosen(data, "department", "fallback")
            ).party
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change_photo(request: ActorRequest, party_id: UUID) -> HttpResponseBase:
    """Set or remove a party's photo."""
    actor = request.actor
    party = profiles.get_party(actor, party_id)
    if not profiles.may_edit_own(actor, party):
        raise RefusedError(_("Only a manager of the directory may change this."))
    if request.method == "POST" and "remove" in request.POST:
        services.remove_photo(actor=actor, party_id=party.pk)
        messages.success(request, _("The photo is removed."))
        url = address(party.pk)
        return go_to(url) if is_dialog(request) else HttpResponseRedirect(url)
    form = PhotoForm(request.POST or None, request.FILES or None, actor=actor)
    return run_form(
        request,
        form,
        lambda data: services.set_photo(
            actor=actor, party_id=party.pk, data=data["photo"].read(LARGEST_FILE + 1)
        ),
        title=_("Photo of “%(name)s”") % {"name": party.name},
        back=address(party.pk),
        verb=_("Use this photo"),
        party=party,
        sends_files=True,
        may_remove=party.has_photo,
    )
