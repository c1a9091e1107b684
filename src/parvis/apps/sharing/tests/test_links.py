"""Links are made, changed and withdrawn by those who may: outcome, events, refusals."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.town import Town

from parvis.apps.sharing import access, selectors
from parvis.apps.sharing.enums import LinkState
from parvis.apps.sharing.models import Link, Policy
from parvis.apps.sharing.services.ending import say_what_ended
from parvis.apps.sharing.services.links import Terms, change_link, make_link, revoke_link
from parvis.apps.sharing.services.policies import change_policy
from parvis.apps.sharing.tests.conftest import Share, Shelf, token_of
from parvis.apps.workspaces.services import restrictions
from parvis.kernel.actors import Role
from parvis.kernel.errors import InvalidError, NotFoundError, RefusedError
from parvis.kernel.models import Event

SHARES = {"manager", "agent"}
EVERYBODY = ["admin", "agent", "councillor", "manager", "mayor", "outsider", "partner", "stranger"]


def browser(town: Town, persona: str) -> Client:
    client = Client()
    client.force_login(town.user(persona))
    return client


@pytest.mark.parametrize("persona", EVERYBODY)
def test_editors_of_the_town_share_and_nobody_else(town: Town, shelf: Shelf, persona: str) -> None:
    actor = town.actor(persona)
    if persona in SHARES:
        assert make_link(actor=actor, item_id=shelf.plan.file_id, terms=Terms()).pk
    else:
        with pytest.raises((NotFoundError, RefusedError)):
            make_link(actor=actor, item_id=shelf.plan.file_id, terms=Terms())
        assert not Link.objects.exists()
        assert not Event.objects.filter(type__startswith="sharing.").exists()


@pytest.mark.parametrize(("role", "shares"), [(Role.EDITOR, False), (Role.MANAGER, True)])
def test_the_restricted_is_shared_by_its_managers_only(
    town: Town, shelf: Shelf, role: Role, shares: bool
) -> None:
    restrictions.grant_access(
        actor=town.actor("agent"),
        item_id=shelf.secret_folder.pk,
        party_id=town.persons["manager"].pk,
        role=role,
    )
    actor = town.actor("manager")
    if shares:
        assert make_link(actor=actor, item_id=shelf.secret.file_id, terms=Terms()).pk
        return
    with pytest.raises(RefusedError):
        make_link(actor=actor, item_id=shelf.secret.file_id, terms=Terms())


def test_the_restricted_is_not_slipped_among_chosen_things(town: Town, shelf: Shelf) -> None:
    chosen = [shelf.plan.file_id, shelf.secret_folder.pk]
    with pytest.raises(RefusedError):
        make_link(
            actor=town.actor("manager"), item_id=shelf.folder.pk, terms=Terms(), part_ids=chosen
        )
    with pytest.raises(RefusedError):
        make_link(
            actor=town.actor("agent"),
            item_id=shelf.folder.pk,
            terms=Terms(),
            part_ids=[shelf.beside.file_id],
        )


def test_a_space_is_not_shared_whole(town: Town) -> None:
    with pytest.raises(NotFoundError):
        make_link(actor=town.actor("manager"), item_id=town.space.pk, terms=Terms())


def test_a_link_has_an_end_that_the_organisation_bounds(
    town: Town, shelf: Shelf, share: Share
) -> None:
    today = timezone.localdate()
    assert share(shelf.plan.file_id).ends_on == today + timedelta(days=30)
    change_policy(
        actor=town.actor("admin"), is_on=True, default_days=7, max_days=10, requires_password=True
    )
    with pytest.raises(InvalidError) as refusal:
        share(shelf.plan.file_id, ends_on=today + timedelta(days=11))
    assert set(refusal.value.fields) == {"ends_on", "password"}
    with pytest.raises(InvalidError):
        share(shelf.plan.file_id, ends_on=today - timedelta(days=1), password="un deux trois")
    link = share(shelf.plan.file_id, password="un deux trois")
    assert link.ends_on == today + timedelta(days=7)
    assert "deux" not in link.password


def test_only_its_author_changes_a_link_and_managers_withdraw_it(
    town: Town, shelf: Shelf, share: Share
) -> None:
    link = share(shelf.plan.file_id)
    with pytest.raises(RefusedError):
        change_link(actor=town.actor("manager"), link_id=link.pk, terms=Terms())
    for persona in ("councillor", "mayor", "partner", "stranger", "outsider"):
        with pytest.raises(NotFoundError):
            revoke_link(actor=town.actor(persona), link_id=link.pk)
    for persona in ("agent", "manager", "admin"):
        link = share(shelf.plan.file_id)
        revoked = revoke_link(actor=town.actor(persona), link_id=link.pk)
        assert revoked.revoked_by_id == town.persons[persona].pk
    assert Event.objects.filter(type="sharing.link_revoked").count() == 3


def test_an_end_is_said_once_and_a_new_date_opens_again(
    town: Town, shelf: Shelf, share: Share
) -> None:
    link = share(shelf.plan.file_id)
    yesterday = timezone.localdate() - timedelta(days=1)
    Link.objects.filter(pk=link.pk).update(ends_on=yesterday)
    now = timezone.now()
    assert (say_what_ended(now=now), say_what_ended(now=now)) == (1, 0)
    link.refresh_from_db()
    assert selectors.state_of(link) == LinkState.ENDED
    link = change_link(
        actor=town.actor("agent"),
        link_id=link.pk,
        terms=Terms(ends_on=timezone.localdate(), password=None),
    )
    assert selectors.state_of(link) == LinkState.OPEN


def test_managers_know_of_the_links_of_their_space_and_not_their_address(
    town: Town, shelf: Shelf, share: Share
) -> None:
    link = share(shelf.plan.file_id, label="Paule")
    address = reverse("sharing:link", args=[link.pk])
    assert token_of(link) in browser(town, "agent").get(address).content.decode()
    page = browser(town, "manager").get(address)
    assert page.status_code == 200
    assert token_of(link) not in page.content.decode()
    assert browser(town, "councillor").get(address).status_code == 404
    assert access.visible_links(town.actor("councillor")).count() == 0


def test_a_manager_knows_nothing_of_links_to_what_they_do_not_see(
    town: Town, shelf: Shelf, share: Share
) -> None:
    link = share(shelf.secret.file_id)
    assert not access.visible_links(town.actor("manager")).filter(pk=link.pk).exists()


def test_administrators_see_every_link_and_no_title_of_what_they_may_not_read(
    town: Town, shelf: Shelf, share: Share
) -> None:
    link = share(shelf.plan.file_id, label="Paule")
    client = browser(town, "admin")
    page = client.get(reverse("sharing:administration")).content.decode()
    assert "Paule" in page
    assert town.space.item.title in page
    assert "plan.txt" not in page
    assert token_of(link) not in page
    client.post(reverse("sharing:revoke", args=[link.pk]), {"from": "administration"})
    link.refresh_from_db()
    assert link.revoked_at is not None
    rules = {"is_on": "on", "default_days": "10", "max_days": "60"}
    assert client.post(reverse("sharing:administration"), rules).status_code == 302
    assert Policy.objects.get().max_days == 60
    wrong = {"is_on": "on", "default_days": "90", "max_days": "60"}
    assert client.post(reverse("sharing:administration"), wrong).status_code == 422


def test_a_link_is_made_by_a_form_with_and_without_javascript(town: Town, shelf: Shelf) -> None:
    client = browser(town, "agent")
    address = reverse("sharing:new", args=[shelf.plan.file_id])
    dialog = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert dialog.lstrip().startswith("<div")
    day = timezone.localdate() + timedelta(days=3)
    sent = {"permission": "view", "ends_on": day.isoformat(), "label": "Paule"}
    wrong = client.post(address, {**sent, "password": "court"})
    assert wrong.status_code == 422
    assert "Paule" in wrong.content.decode()
    made = client.post(address, {**sent, "tells_opening": "on"})
    link = Link.objects.get()
    assert made.headers["Location"] == reverse("sharing:link", args=[link.pk])
    assert (link.permission, link.ends_on, link.tells_opening) == ("view", day, True)
    changed = client.post(
        reverse("sharing:change", args=[link.pk]), {**sent, "permission": "download"}
    )
    assert changed.status_code == 302
    link.refresh_from_db()
    assert link.permission == "download"


def test_what_is_chosen_in_a_list_is_shared(town: Town, shelf: Shelf) -> None:
    client = browser(town, "agent")
    chosen = [str(shelf.plan.file_id), str(shelf.inner.pk)]
    asked = client.post(
        reverse("files:act", args=[shelf.folder.pk]), {"action": "link", "items": chosen}
    )
    assert asked.status_code == 302
    assert client.get(asked.headers["Location"]).status_code == 200
    day = timezone.localdate().isoformat()
    client.post(
        reverse("sharing:new", args=[shelf.folder.pk]),
        {"items": chosen, "permission": "download", "ends_on": day},
    )
    parts = set(Link.objects.get().parts.values_list("item_id", flat=True))
    assert {str(pk) for pk in parts} == set(chosen)


@pytest.mark.parametrize("persona", ["agent", "manager"])
def test_the_page_of_a_thing_tells_who_has_a_link(
    town: Town, shelf: Shelf, share: Share, persona: str
) -> None:
    share(shelf.folder.pk, label="Atelier Archi")
    panel = reverse("workspaces:panel", args=[shelf.folder.pk, "sharing"])
    assert "Atelier Archi" in browser(town, persona).get(panel).content.decode()
    assert "Atelier Archi" not in browser(town, "mayor").get(panel).content.decode()


def test_lists_ask_as_much_for_one_link_as_for_three(
    town: Town, shelf: Shelf, share: Share, django_assert_max_num_queries: object
) -> None:
    addresses = {
        "agent": reverse("sharing:mine"),
        "manager": reverse("sharing:space", args=[town.space.pk]),
        "admin": reverse("sharing:administration"),
    }
    for more in (1, 2):
        for number in range(more):
            share(shelf.folder.pk, label=f"Lien {number}")
        for persona, address in addresses.items():
            client = browser(town, persona)
            client.get(address)
            with django_assert_max_num_queries(15):
                assert "Lien 0" in client.get(address).content.decode()
