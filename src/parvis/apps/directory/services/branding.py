"""An organisation's name, colours, logo and way of signing in."""

import hashlib
import io

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory import access
from parvis.apps.directory.enums import OrganisationKind
from parvis.apps.directory.events import OrganisationChanged, SignInPolicyChanged
from parvis.apps.directory.models import Organisation
from parvis.kernel.actors import Actor
from parvis.kernel.errors import ConflictError, InvalidError, TooLargeError
from parvis.kernel.events import emit
from parvis.kernel.storage.pictures import thumbnail
from parvis.kernel.ui import theme

LOGO_BYTES = 5_000_000
LOGO_SIDE = 256
MAX_NAME = 160


def encode_logo(data: bytes) -> bytes:
    """Return a picture as the logo that we serve: WebP, 256 pixels at most, nothing hidden in it.

    Raises TooLargeError, InvalidError.
    """
    if len(data) > LOGO_BYTES:
        raise TooLargeError(_("A logo weighs 5 MB at most. Reduce the picture, then try again."))
    return thumbnail(
        io.BytesIO(data), width=LOGO_SIDE, height=LOGO_SIDE, max_pixels=25_000_000, quality=90
    )


def store_logo(organisation: Organisation, logo: bytes) -> None:
    """Keep an encoded logo; its digest is its address."""
    organisation.logo = logo or None
    organisation.logo_digest = hashlib.sha256(logo).hexdigest() if logo else ""
    organisation.save(update_fields=["logo", "logo_digest"])


@transaction.atomic
def change_organisation(*, actor: Actor, name: str, kind: str, colour: str) -> Organisation:
    """Change how the organisation is called and shown (raises RefusedError, InvalidError)."""
    organisation = access.lock_organisation(actor, to="change_organisation")
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME:
        raise InvalidError(fields={"name": [_("Give a name of 160 characters at most.")]})
    if kind not in OrganisationKind:
        raise InvalidError(fields={"kind": [_("Choose one of the list.")]})
    if not theme.is_colour(colour):
        raise InvalidError(fields={"colour": [_("Give a colour such as #1f5f5b.")]})
    wanted = {"name": name, "kind": kind, "colour": colour.lower()}
    changed = [field for field, value in wanted.items() if getattr(organisation, field) != value]
    if changed:
        for field in changed:
            setattr(organisation, field, wanted[field])
        organisation.save(update_fields=changed)
        emit(OrganisationChanged(fields=changed), actor=actor)
    return organisation


@transaction.atomic
def change_logo(*, actor: Actor, data: bytes) -> Organisation:
    """Give the organisation another logo; empty data takes it away (raises InvalidError)."""
    organisation = access.lock_organisation(actor, to="change_organisation")
    store_logo(organisation, encode_logo(data) if data else b"")
    emit(OrganisationChanged(fields=["logo"]), actor=actor)
    return organisation


@transaction.atomic
def change_sign_in_policy(*, actor: Actor, requires_second_factor: bool) -> Organisation:
    """Ask everybody for a second check, or no longer.

    Raises ConflictError when the administrator's own session has shown none: they would shut
    themselves out.
    """
    organisation = access.lock_organisation(actor, to="change_organisation")
    if requires_second_factor and not (actor.has_second_factor or actor.is_system):
        raise ConflictError(
            _("Set a second check up for yourself first, in “My account”, “Security”.")
        )
    if organisation.requires_second_factor != requires_second_factor:
        organisation.requires_second_factor = requires_second_factor
        organisation.save(update_fields=["requires_second_factor"])
        emit(SignInPolicyChanged(requires_second_factor=requires_second_factor), actor=actor)
    return organisation


def readable_colour(colour: str) -> str:
    """Return the colour as the pages show it: made darker when it was too pale to be read."""
    found = theme.stylesheet(colour).partition("--town-brand:")[2]
    return found.partition(";")[0]
