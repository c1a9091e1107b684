"""How an organisation looks on the home of a phone: its colour, and its logo if it has one.

A look is a word that holds all this, so that the address of an icon changes when the icon does:
`1f5f5b`, or `1f5f5b-<organisation>-<first digits of the logo's digest>`.
"""

import re
from dataclasses import dataclass
from uuid import UUID

from parvis.apps.directory.models import Organisation
from parvis.apps.directory.selectors import organisation_named
from parvis.apps.directory.services.branding import readable_colour
from parvis.kernel.errors import NotFoundError
from parvis.kernel.ui.theme import DEFAULT_BRAND, is_colour

DIGEST = 16
_LOOK = re.compile(r"([0-9a-f]{6})(?:-([0-9a-f]{32})-([0-9a-f]{16}))?")


@dataclass(frozen=True, slots=True)
class Look:
    """A colour, as the pages show it, and a logo (WebP) or none."""

    colour: str
    logo: bytes = b""


def colour_of(organisation: Organisation | None) -> str:
    """Return the colour of an organisation's pages: made darker when it was too pale."""
    wanted = organisation.colour if organisation else ""
    return readable_colour(wanted if is_colour(wanted) else DEFAULT_BRAND)


def look_of(organisation: Organisation | None) -> str:
    """Return the word for an organisation's look today."""
    colour = colour_of(organisation).removeprefix("#")
    if organisation is None or not organisation.logo_digest:
        return colour
    return f"{colour}-{organisation.pk.hex}-{organisation.logo_digest[:DIGEST]}"


def read_look(word: str) -> Look:
    """Return what a word says (raises NotFoundError for a logo that is there no more)."""
    found = _LOOK.fullmatch(word)
    if found is None:
        raise NotFoundError
    colour, organisation_id, digest = found.groups()
    if organisation_id is None:
        return Look(f"#{colour}")
    organisation = organisation_named(UUID(organisation_id))
    if organisation is None or not organisation.logo:
        raise NotFoundError
    if not organisation.logo_digest.startswith(digest):
        raise NotFoundError
    return Look(f"#{colour}", bytes(organisation.logo))
