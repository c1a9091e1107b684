"""Who may do what in an organisation and its directory. Deny by default."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.models import Organisation, Party, Person
from parvis.apps.directory.scopes import parties_met
from parvis.kernel.actors import Actor, OrganisationRole
from parvis.kernel.errors import NotFoundError, RefusedError, SignInRequiredError

RULES: dict[str, OrganisationRole] = {
    "view": OrganisationRole.MEMBER,
    "change_directory": OrganisationRole.MANAGER,
    "import_directory": OrganisationRole.ADMINISTRATOR,
    "change_organisation": OrganisationRole.ADMINISTRATOR,
    "change_roles": OrganisationRole.ADMINISTRATOR,
    "read_journal": OrganisationRole.ADMINISTRATOR,
    "create_space": OrganisationRole.MANAGER,
    "request_space": OrganisationRole.MEMBER,
    "show_to_town": OrganisationRole.MANAGER,
}

_READING = {"view"}
_ADMINISTRATION = {verb for verb, role in RULES.items() if role == OrganisationRole.ADMINISTRATOR}


def may(actor: Actor, verb: str) -> bool:
    """Tell whether the actor may `verb` in their organisation; an unknown verb is refused.

    What administrators alone may do, reading the journal included, a token may with the scope
    `admin` only.
    """
    rule = RULES.get(verb)
    scope = "admin" if verb in _ADMINISTRATION else "read" if verb in _READING else "write"
    return rule is not None and actor.is_known and actor.has_role(rule) and actor.has_scope(scope)


def require(actor: Actor, verb: str) -> None:
    """Raise SignInRequiredError or RefusedError unless the actor may `verb`."""
    if not actor.is_known:
        raise SignInRequiredError
    if not may(actor, verb):
        raise RefusedError


def visible_parties(actor: Actor) -> QuerySet[Party]:
    """Return the parties that the actor may see: the directory, or for a guest whom they meet.

    A guest sees themselves and the people of their spaces (`scopes`), never the whole directory.
    """
    if not actor.is_known or not actor.has_scope("read"):
        return Party.objects.none()
    parties = Party.objects.filter(organisation_id=actor.organisation_id)
    if not actor.is_guest:
        return parties
    return parties.filter(Q(pk__in=actor.party_ids) | Q(pk__in=parties_met(actor).values("pk")))


def get_party(actor: Actor, party_id: UUID) -> Party:
    """Return a party that the actor may see (raises NotFoundError)."""
    party = visible_parties(actor).defer("photo").filter(pk=party_id).first()
    if party is None:
        raise NotFoundError
    return party


def lock_party(actor: Actor, party_id: UUID, *, to: str) -> Party:
    """Lock a party for the rest of the transaction and authorise `to` (NotFound, RefusedError)."""
    party = visible_parties(actor).defer("photo").select_for_update().filter(pk=party_id).first()
    if party is None:
        raise NotFoundError
    if to == "change_self" and party.pk == actor.party_id and actor.has_scope("write"):
        return party
    require(actor, "change_directory" if to == "change_self" else to)
    return party


def require_rank(actor: Actor, person: Person) -> None:
    """Raise RefusedError when the person's organisation role is above the actor's."""
    if not actor.has_role(OrganisationRole(person.role)):
        raise RefusedError(_("This person has a higher role than yours. Ask an administrator."))


def lock_organisation(actor: Actor, *, to: str) -> Organisation:
    """Lock the actor's organisation and authorise `to`."""
    require(actor, to)
    return Organisation.objects.select_for_update().get(pk=actor.organisation_id)
