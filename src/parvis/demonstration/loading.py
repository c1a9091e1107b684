"""Loads the demonstration town once, and says who can sign in to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from parvis.apps.accounts.selectors import tokens_of
from parvis.apps.accounts.services import create_token, revoke_token
from parvis.apps.directory.models import Organisation, Person
from parvis.apps.directory.services.setup import close_the_door
from parvis.apps.workspaces.models import Workspace
from parvis.demonstration.people import PARTNERS, PASSWORD, PEOPLE
from parvis.demonstration.story import Story
from parvis.demonstration.town import create_neighbour, create_town
from parvis.kernel import journal
from parvis.kernel.outbox import deliver_all

TOKEN_NAME = "Démonstration"  # noqa: S105 -- a label
TOKEN_DAYS = 365
KEPT_TOKENS = 10
TOWN_BEGUN, TOWN_BUILT, TOWN_TOLD = 2, 30, 90


@dataclass(frozen=True, slots=True)
class DemonstrationAccount:
    """An account that the sign-in page offers in demonstration mode."""

    persona: str
    person: Person


def demonstration_accounts() -> list[DemonstrationAccount]:
    """Return one account per persona, none when there is no demonstration town."""
    names = {(each.given_name, each.family_name): each.persona for each in PEOPLE if each.persona}
    emails = {each.email: each.persona for each in PARTNERS if each.persona}
    found: dict[str, Person] = {}
    persons = Person.objects.filter(
        organisation__is_demonstration=True, user__isnull=False
    ).select_related("party", "user", "organisation")
    for person in persons:
        persona = names.get((person.given_name, person.family_name)) or emails.get(person.email)
        if person.given_name == "Denis":
            persona = "outsider"
        if persona:
            found[persona] = person
    order = (
        "mayor",
        "councillor",
        "dgs",
        "project_manager",
        "agent",
        "partner",
        "outsider",
        "admin",
    )
    return [DemonstrationAccount(name, found[name]) for name in order if name in found]


def load(
    *, is_first_visit: bool = False, tell: Callable[[int], None] = lambda _percent: None
) -> dict[str, object]:
    """Make the demonstration town if it is absent; return what `parvis demo --json` prints.

    A first visitor makes it on an empty installation only (raises ConflictError). A token of each
    account is made anew each time, because only its digest is kept. `tell` hears how far it is, in
    hundredths.
    """
    with transaction.atomic():
        if is_first_visit:
            close_the_door()
        organisation = Organisation.objects.filter(is_demonstration=True, kind="commune").first()
        if organisation is None:
            tell(TOWN_BEGUN)
            town = create_town()
            create_neighbour()
            tell(TOWN_BUILT)
            Story(town).tell(lambda done: tell(TOWN_BUILT + round(done * (TOWN_TOLD - TOWN_BUILT))))
            organisation = town.organisation
    deliver_all(rounds=1_000)
    journal.seal_all(settling=timedelta(0))
    spaces = Workspace.objects.filter(organisation=organisation).select_related("item")
    return {
        "organisation": {
            "id": str(organisation.pk),
            "name": organisation.name,
            "slug": organisation.slug,
        },
        "accounts": [_account(account) for account in demonstration_accounts()],
        "workspaces": [
            {"id": str(space.pk), "title": space.item.title}
            for space in spaces.order_by("created_at")
        ],
    }


def _account(account: DemonstrationAccount) -> dict[str, str]:
    person = account.person
    if person.user is None:
        raise RuntimeError("a demonstration account signs in")
    user_id = person.user.pk
    for old in tokens_of(user_id).filter(name=TOKEN_NAME)[KEPT_TOKENS:]:
        revoke_token(user_id=user_id, token_id=old.pk)
    secret = create_token(
        user_id=user_id,
        organisation_id=person.organisation_id,
        name=TOKEN_NAME,
        scopes=["admin"],
        ends_on=timezone.localdate() + timedelta(days=TOKEN_DAYS),
    )
    return {
        "persona": account.persona,
        "email": person.user.email,
        "password": PASSWORD,
        "api_token": secret,
    }
