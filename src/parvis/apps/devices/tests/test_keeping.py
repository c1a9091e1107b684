"""What may stay on a device: never what is restricted, and nothing that asks not to be kept."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.town import Town

from parvis.apps.files.models import FileVersion
from parvis.apps.files.services.folders import add_folder
from parvis.apps.files.services.versions import add_file, add_version
from parvis.apps.workspaces.models import Item, Workspace
from parvis.apps.workspaces.services import restrictions, trash, waiting
from parvis.kernel.actors import Role
from parvis.kernel.storage.blobs import write_blob

TO_KEEP = {"Parvis-To-Keep": "1"}
SECRET = "Sanction disciplinaire"


def add(town: Town, name: str, parent_id: Any = None) -> FileVersion:
    blob = write_blob(organisation_id=town.organisation.pk, chunks=[b"Bonjour"])
    return add_file(
        actor=town.actor("manager"), parent_id=parent_id or town.space.pk, name=name, blob=blob
    )


def secret_file(town: Town) -> Item:
    """Return a file in a folder that only the manager and the agent see, in the agent's hands."""
    manager, agent = town.actor("manager"), town.persons["agent"]
    folder = add_folder(actor=manager, parent_id=town.space.pk, title=f"{SECRET} (dossier)")
    restrictions.restrict_item(actor=manager, item_id=folder.pk)
    restrictions.grant_access(actor=manager, item_id=folder.pk, party_id=agent.pk, role=Role.EDITOR)
    file = add(town, f"{SECRET}.txt", folder.pk)
    waiting.ask(actor=manager, item_id=file.file_id, party_id=agent.pk, action="answer")
    return Item.objects.get(pk=file.file_id)


def pages(town: Town) -> list[str]:
    space = town.space.pk
    return [
        "/",
        reverse("workspaces:balls"),
        reverse("workspaces:index"),
        reverse("workspaces:space", args=[space]),
        reverse("workspaces:waiting", args=[space]),
        reverse("workspaces:members", args=[space]),
        reverse("files:folder", args=[space]),
        reverse("posts:news"),
        reverse("posts:space", args=[space]),
        reverse("notifications:index"),
        reverse("directory:index"),
        reverse("directory:party", args=[town.persons["agent"].pk]),
    ]


def test_a_page_that_shows_what_is_restricted_is_never_kept(town: Town, client: Client) -> None:
    secret_file(town)
    client.force_login(town.user("agent"))
    shown = set()
    for address in pages(town):
        answer = client.get(address, follow=True)
        if SECRET in answer.content.decode():
            shown.add(address)
            assert answer.headers["Parvis-Keep"] != "yes", address
    assert {
        "/",
        reverse("workspaces:balls"),
        reverse("files:folder", args=[town.space.pk]),
    } <= shown


def test_what_a_device_keeps_of_a_page_leaves_out_what_is_restricted(
    town: Town, client: Client
) -> None:
    secret_file(town)
    add(town, "Ordre du jour.txt")
    client.force_login(town.user("agent"))
    for address in pages(town):
        answer = client.get(address, headers=TO_KEEP, follow=True)
        assert SECRET not in answer.content.decode(), address
        assert answer.headers["Parvis-Keep"] == "yes", address
    documents = client.get(reverse("files:folder", args=[town.space.pk]), headers=TO_KEEP)
    assert "Ordre du jour" in documents.content.decode()


def test_the_page_of_a_restricted_thing_is_never_kept(town: Town, client: Client) -> None:
    file = secret_file(town)
    client.force_login(town.user("agent"))
    address = reverse("files:file", args=[file.pk])
    assert client.get(address).headers["Parvis-Keep"] == "part"
    assert client.get(address, headers=TO_KEEP).status_code == 404
    assert client.get(reverse("devices:keep", args=[file.pk])).status_code == 403


def test_pages_of_a_space_that_asks_for_a_second_factor_are_never_kept(
    town: Town, client: Client
) -> None:
    Workspace.objects.filter(pk=town.space.pk).update(requires_second_factor=True)
    client.force_login(town.user("agent"))
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa"}]
    session.save()
    address = reverse("files:folder", args=[town.space.pk])
    assert client.get(address).headers["Parvis-Keep"] == "part"
    assert client.get(address, headers=TO_KEEP).status_code in {403, 404}


@pytest.mark.parametrize(
    "address",
    [
        "/compte/",
        "/compte/sessions/",
        "/compte/jetons/",
        "/recherche/?q=budget",
        "/administration/",
    ],
)
def test_accounts_searches_and_administration_are_never_kept(
    address: str, town: Town, client: Client
) -> None:
    client.force_login(town.user("admin"))
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Parvis-Keep"] == "no"


def test_pages_of_the_signed_out_and_refusals_are_never_kept(town: Town, client: Client) -> None:
    assert client.get("/compte/connexion/").headers["Parvis-Keep"] == "no"
    client.force_login(town.user("stranger"))
    refused = client.get(reverse("files:folder", args=[town.space.pk]))
    assert (refused.status_code, refused.headers["Parvis-Keep"]) == (404, "no")


def test_a_device_is_told_what_to_fetch(town: Town, client: Client) -> None:
    file = add(town, "Plan de la halle.txt")
    client.force_login(town.user("mayor"))
    read = client.get(reverse("devices:file", args=[file.file_id])).json()
    assert (read["title"], read["version"], read["bytes"]) == ("Plan de la halle.txt", 1, 7)
    assert client.get(read["page"], headers=TO_KEEP).headers["Parvis-Keep"] == "yes"
    assert b"".join(client.get(read["content"], headers=TO_KEEP)) == b"Bonjour"


def state(client: Client, *files: FileVersion) -> dict[str, int]:
    ids = ",".join(str(one.file_id) for one in files)
    versions: dict[str, int] = client.get(reverse("devices:state"), {"items": ids}).json()[
        "versions"
    ]
    return versions


def test_a_device_learns_of_new_versions_and_of_what_it_may_keep_no_more(
    town: Town, client: Client
) -> None:
    one, two, three = (add(town, f"{name}.txt") for name in ("a", "b", "c"))
    client.force_login(town.user("agent"))
    assert state(client, one, two, three) == {str(f.file_id): 1 for f in (one, two, three)}
    manager = town.actor("manager")
    blob = write_blob(organisation_id=town.organisation.pk, chunks=[b"Bonsoir"])
    add_version(actor=manager, file_id=one.file_id, name="a.txt", blob=blob)
    trash.trash_item(actor=manager, item_id=two.file_id)
    restrictions.restrict_item(actor=manager, item_id=three.file_id)
    assert state(client, one, two, three) == {str(one.file_id): 2}
    client.force_login(town.user("stranger"))
    assert state(client, one) == {}


def test_asking_for_the_state_costs_the_same_for_one_file_and_for_many(
    town: Town, client: Client, django_assert_max_num_queries: Any
) -> None:
    files = [add(town, f"{number}.txt") for number in range(3)]
    client.force_login(town.user("agent"))
    for asked in (files[:1], files):
        with django_assert_max_num_queries(5):
            state(client, *asked)


@pytest.mark.parametrize("items", ["x", "'; drop table", "00000000-0000-0000-0000-000000000000"])
def test_nonsense_is_answered_with_nothing(items: str, town: Town, client: Client) -> None:
    client.force_login(town.user("agent"))
    answer = client.get(reverse("devices:state"), {"items": items})
    assert (answer.status_code, answer.json()) == (200, {"versions": {}})


def test_the_page_for_moments_without_a_network_names_nobody(town: Town, client: Client) -> None:
    client.force_login(town.user("agent"))
    page = client.get(reverse("devices:offline"))
    assert "parvis-person" not in page.content.decode()
    assert town.persons["agent"].party.name not in page.content.decode()
