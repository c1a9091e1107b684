"""Ouvre une organisation de plus, à côté des autres : parvis organisation add."""

import argparse
import sys

from parvis.apps.directory.communes import commune_by_code
from parvis.apps.directory.enums import OrganisationKind
from parvis.apps.directory.models import Organisation
from parvis.apps.directory.services.invitations import invite
from parvis.apps.directory.services.setup import (
    FirstAdministrator,
    NewOrganisation,
    add_organisation,
)
from parvis.kernel.actors import system_actor


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="verbe", required=True)
    add = verbs.add_parser("add", help="ouvre une organisation et invite son administrateur")
    what = add.add_mutually_exclusive_group(required=True)
    what.add_argument("--insee", help="code INSEE d’une commune")
    what.add_argument("--name", help="nom d’un autre organisme")
    add.add_argument("--kind", choices=OrganisationKind.values, default=OrganisationKind.OTHER)
    add.add_argument("--email", required=True, help="adresse de l’administrateur")
    add.add_argument("--given-name", required=True, help="prénom de l’administrateur")
    add.add_argument("--family-name", required=True, help="nom de l’administrateur")
    verbs.add_parser("list", help="énumère les organisations")


def run(options: argparse.Namespace) -> int:
    if options.verb == "list":
        for organisation in Organisation.objects.defer("logo"):
            sys.stdout.write(f"{organisation.pk}  {organisation.name}\n")
        return 0
    commune = commune_by_code(options.insee) if options.insee else None
    if options.insee and commune is None:
        sys.stderr.write("Ce code INSEE n’est pas dans la liste officielle des communes.\n")
        return 1
    person = add_organisation(
        organisation=NewOrganisation(
            name=commune.name if commune else options.name,
            kind=OrganisationKind.COMMUNE if commune else options.kind,
            commune=commune,
        ),
        administrator=FirstAdministrator(
            given_name=options.given_name, family_name=options.family_name, email=options.email
        ),
    )
    actor = system_actor("setup", organisation_id=person.organisation_id)
    invite(actor=actor, person_id=person.pk)
    sys.stdout.write(f"{person.organisation_id}  ouverte ; une invitation part à {person.email}.\n")
    return 0
