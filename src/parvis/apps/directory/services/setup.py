"""The first visit: an organisation and its first administrator, once and for all."""

from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from parvis.apps.accounts.models import User
from parvis.apps.accounts.services import create_user, ensure_user
from parvis.apps.directory.communes import Commune
from parvis.apps.directory.enums import OrganisationKind
from parvis.apps.directory.models import Organisation, Person
from parvis.apps.directory.services.branding import encode_logo, store_logo
from parvis.apps.directory.services.organisations import create_organisation
from parvis.apps.directory.services.parties import add_person
from parvis.kernel.actors import OrganisationRole, system_actor
from parvis.kernel.errors import ConflictError, InvalidError

LOCK = 0x9A211
DONE = _("This server is set up already. Sign in, or ask its administrator for an invitation.")


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """What is known of an organisation before it is there; a commune brings its own facts."""

    name: str
    kind: str = OrganisationKind.COMMUNE
    commune: Commune | None = None
    colour: str = "#1f5f5b"
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """Who opens an organisation; without a password they sign in by a mailed code."""

    given_name: str
    family_name: str
    email: str
    password: str = ""


def close_the_door() -> None:
    """Let one set-up through at a time, until the end of the transaction (raises ConflictError).

    SQLite writers exclude one another from BEGIN IMMEDIATE on; PostgreSQL takes an advisory lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if Organisation.objects.exists():
        raise ConflictError(DONE)


@transaction.atomic
def set_up(*, organisation: NewOrganisation, administrator: FirstAdministrator) -> Person:
    """Open this installation with its first organisation (raises ConflictError, InvalidError)."""
    close_the_door()
    check_password(administrator)
    user = create_user(
        email=administrator.email, password=administrator.password or None, is_proven=True
    )
    return open_organisation(organisation=organisation, administrator=administrator, user=user)


@transaction.atomic
def add_organisation(*, organisation: NewOrganisation, administrator: FirstAdministrator) -> Person:
    """Open one more organisation beside the others; called by the command line only."""
    user = ensure_user(email=administrator.email)
    return open_organisation(organisation=organisation, administrator=administrator, user=user)


def open_organisation(
    *, organisation: NewOrganisation, administrator: FirstAdministrator, user: User
) -> Person:
    """Create an organisation, its logo and its administrator; inside the caller's transaction."""
    commune = organisation.commune
    logo = encode_logo(organisation.logo) if organisation.logo else b""
    created = create_organisation(
        name=organisation.name,
        kind=organisation.kind,
        insee_code=commune.code if commune else "",
        siren=commune.siren if commune else "",
        population=commune.population if commune else None,
        epci_name=commune.epci if commune else "",
        epci_siren=commune.epci_siren if commune else "",
        colour=organisation.colour,
    )
    if logo:
        store_logo(created, logo)
    return add_person(
        actor=system_actor("setup", organisation_id=created.pk),
        given_name=administrator.given_name,
        family_name=administrator.family_name,
        email=administrator.email,
        user_id=user.pk,
        role=OrganisationRole.ADMINISTRATOR,
    )


def check_password(administrator: FirstAdministrator) -> None:
    """Refuse a weak password before anything is made (raises InvalidError)."""
    if not administrator.password:
        return
    try:
        validate_password(administrator.password, User(email=administrator.email))
    except ValidationError as error:
        raise InvalidError(fields={"password": list(error.messages)}) from error
