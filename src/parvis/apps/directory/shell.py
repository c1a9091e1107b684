"""What the directory adds to the shell: whose pages these are, and who is signed in."""

import hashlib

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.apps.accounts.registry import (
    Persona,
    Place,
    register_first_visit,
    register_personas,
    register_places,
    register_profile,
)
from parvis.apps.directory.access import may
from parvis.apps.directory.admin_shell import register_pages
from parvis.apps.directory.enums import OrganisationKind
from parvis.apps.directory.models import Organisation, Person
from parvis.apps.directory.requests import acting_person, organisation_shown
from parvis.apps.directory.selectors import (
    demonstration_persons,
    has_organisations,
)
from parvis.apps.directory.sessions import standings_for
from parvis.kernel.actors import ANONYMOUS, OrganisationRole
from parvis.kernel.ui import theme
from parvis.kernel.ui.shell import (
    Account,
    Town,
    register_account,
    register_account_link,
    register_nav,
    register_new,
    register_town,
)


def theme_version(colour: str) -> str:
    """Return the name of a colour's stylesheet: it changes when the stylesheet does."""
    digest = hashlib.sha256(theme.stylesheet(colour).encode()).hexdigest()
    return f"{colour.removeprefix('#')}-{digest[:12]}"


def town_of(organisation: Organisation) -> Town:
    """Return how an organisation shows itself."""
    logo = ""
    if organisation.logo_digest:
        logo = reverse("directory:logo", args=[organisation.pk, organisation.logo_digest])
    return Town(
        name=organisation.name,
        logo_url=logo,
        theme_url=reverse("directory:theme", args=[theme_version(organisation.colour)]),
    )


def _town(request: HttpRequest) -> Town:
    organisation = organisation_shown(request)
    return town_of(organisation) if organisation else Town()


def _account(request: HttpRequest) -> Account | None:
    if not request.user.is_authenticated:
        return None
    actor = getattr(request, "actor", ANONYMOUS)
    person = acting_person(request)
    party = person.party if person else None
    return Account(
        name=actor.name or request.user.email,
        subtitle=party.subtitle if party else request.user.email,
        photo_url=party.photo_url if party else "",
        url=reverse("accounts:home"),
        sign_out_url=reverse("account_logout"),
    )


def may_change_directory(request: HttpRequest) -> bool:
    """Tell whether the request's person may add to the directory."""
    return may(getattr(request, "actor", ANONYMOUS), "change_directory")


def is_administrator(request: HttpRequest) -> bool:
    """Tell whether the request's person administers their organisation."""
    actor = getattr(request, "actor", ANONYMOUS)
    return bool(actor.is_known and actor.has_role(OrganisationRole.ADMINISTRATOR))


def _personas() -> list[Persona]:
    """Name the persons of a demonstration, partners and neighbours with their employer."""
    return [
        Persona(key=person.user_id, name=person.party.name, subtitle=_subtitle(person))
        for person in demonstration_persons()
        if person.user_id
    ]


def _subtitle(person: Person) -> str:
    is_neighbour = person.organisation.kind != OrganisationKind.COMMUNE
    employer = person.employer or (person.organisation.name if is_neighbour else "")
    return ", ".join(part for part in (person.job_title, employer) if part)


def _places(request: HttpRequest) -> list[Place]:
    actor = getattr(request, "actor", ANONYMOUS)
    url = reverse("directory:switch")
    return [
        Place(key=one.pk, label=one.name, url=url, is_current=one.pk == actor.organisation_id)
        for one in (standing.person.organisation for standing in standings_for(request))
    ]


def _profile(request: HttpRequest) -> str:
    actor = getattr(request, "actor", ANONYMOUS)
    return reverse("directory:me") if actor.party_id else ""


def _first_visit() -> str:
    return "" if has_organisations() else reverse("directory:setup")


register_first_visit(_first_visit)
register_personas(_personas)
register_places(_places)
register_profile(_profile)
register_town(_town)
register_pages()
register_nav(
    "administration",
    label=_("Administration"),
    icon="settings",
    url="directory:administration",
    order=90,
    visible=is_administrator,
)
register_account(_account)
register_account_link(
    "account", label=_("My account"), icon="settings", url="accounts:home", order=10
)
register_account_link("card", label=_("My card"), icon="person", url="directory:me", order=5)
register_nav(
    "directory",
    label=_("Directory"),
    icon="people",
    url="directory:index",
    order=60,
    tab=_("Directory"),
    shortcut="g a",
)
register_new(
    "person",
    label=_("A person"),
    description=_("In the directory"),
    icon="person-add",
    url="directory:new-person",
    order=80,
    visible=may_change_directory,
)
