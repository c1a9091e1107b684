"""Organisations come to be."""

from django.db import transaction
from django.utils.text import slugify

from parvis.apps.directory.enums import OrganisationKind
from parvis.apps.directory.events import OrganisationCreated
from parvis.apps.directory.models import Organisation
from parvis.kernel.actors import system_actor
from parvis.kernel.events import emit


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "organisation"
    slug, number = base, 2
    while Organisation.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


@transaction.atomic
def create_organisation(
    *,
    name: str,
    kind: str = OrganisationKind.COMMUNE,
    insee_code: str = "",
    siren: str = "",
    population: int | None = None,
    epci_name: str = "",
    epci_siren: str = "",
    colour: str = "#1f5f5b",
    is_demonstration: bool = False,
) -> Organisation:
    """Open an organisation; called by set-up and the command line, before any actor exists."""
    organisation = Organisation.objects.create(
        name=name,
        slug=_free_slug(name),
        kind=kind,
        insee_code=insee_code,
        siren=siren,
        population=population,
        epci_name=epci_name,
        epci_siren=epci_siren,
        colour=colour,
        is_demonstration=is_demonstration,
    )
    actor = system_actor("setup", organisation_id=organisation.pk)
    emit(OrganisationCreated(organisation_id=organisation.pk), actor=actor)
    return organisation
