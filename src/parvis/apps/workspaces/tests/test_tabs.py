"""Tabs in their order, links elsewhere, tools that are on or off here and in the town."""

import pytest
from django.test import Client
from tests.town import Town

from parvis.apps.directory.models import Organisation
from parvis.apps.files.services.folders import add_folder
from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Workspace
from parvis.apps.workspaces.services import items, spaces
from parvis.apps.workspaces.services.tabs import add_link, arrange_tabs, switch_town_tools
from parvis.apps.workspaces.tabs import TabChoice, space_tabs, tab_choices
from parvis.kernel.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    RefusedError,
    VersionMismatchError,
)
from parvis.kernel.models import Event

HOSTILE = [
    "",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "http://mairie.fr/",
    "//mairie.fr/",
    "/e/../administration/",
    "https:///mairie.fr",
    "https://",
    "https://mairie",
    "https://mairie.fr@ailleurs.test/",
    "https://user:secret@mairie.fr/",
    "https://mairie.fr\\@ailleurs.test/",
    'https://mairie.fr/"onmouseover="alert(1)',
    "https://mairie.fr/<script>",
    "https://mairie.fr/a b",
    "https://mairie.fr:99999/",
    "https://[::1",
    "https://-mairie.fr/",
    "https://mairie.fr/" + "a" * 1000,
]


def read(town: Town) -> Workspace:
    return Workspace.objects.select_related("organisation").get(pk=town.space.pk)


def names(town: Town) -> list[str]:
    return [tab.label for tab in space_tabs(read(town), "timeline")]


def choices(town: Town, *order: str, off: tuple[str, ...] = ()) -> list[TabChoice]:
    return [TabChoice(key=key, is_on=key not in off) for key in order]


def arrange(town: Town, *order: str, off: tuple[str, ...] = ()) -> None:
    arrange_tabs(
        actor=town.actor("manager"),
        workspace_id=town.space.pk,
        tabs=choices(town, *order, off=off),
    )


def test_tabs_take_the_order_and_the_names_that_managers_give(town: Town) -> None:
    tabs = [TabChoice(key="files", label="  Pièces\u202e "), TabChoice(key="timeline")]
    arrange_tabs(actor=town.actor("manager"), workspace_id=town.space.pk, tabs=tabs)
    assert names(town)[:2] == ["Pièces", "Fil"]
    assert "Membres" in names(town)
    assert Event.objects.filter(type="workspaces.tabs_arranged").count() == 1


def test_link_stands_among_the_tabs_and_opens_elsewhere(town: Town) -> None:
    add_link(
        actor=town.actor("manager"),
        workspace_id=town.space.pk,
        label="Cadastre <b>",
        url="https://www.cadastre.gouv.fr/scpc?a=1&b=é",
    )
    client = Client()
    client.force_login(town.user("partner"))
    page = client.get(f"/espaces/{town.space.pk}/").content.decode()
    assert 'href="https://www.cadastre.gouv.fr/scpc?a=1&amp;b=é"' in page
    assert 'target="_blank" rel="noopener noreferrer external"' in page
    assert "Cadastre &lt;b&gt;" in page


@pytest.mark.parametrize("url", HOSTILE)
def test_link_that_is_not_plain_https_is_refused(town: Town, url: str) -> None:
    with pytest.raises(InvalidError) as refusal:
        add_link(actor=town.actor("manager"), workspace_id=town.space.pk, label="Lien", url=url)
    assert "url" in refusal.value.fields
    assert read(town).tabs == []


def test_links_are_twelve_at_most(town: Town) -> None:
    for number in range(12):
        add_link(
            actor=town.actor("manager"),
            workspace_id=town.space.pk,
            label=f"Lien {number}",
            url="https://mairie.fr",
        )
    with pytest.raises(InvalidError):
        add_link(
            actor=town.actor("manager"),
            workspace_id=town.space.pk,
            label="Un de trop",
            url="https://mairie.fr",
        )


@pytest.mark.parametrize("persona", ["agent", "partner", "councillor", "mayor"])
def test_tabs_are_arranged_by_managers_alone(town: Town, persona: str) -> None:
    with pytest.raises(RefusedError):
        arrange_tabs(actor=town.actor(persona), workspace_id=town.space.pk, tabs=[])
    with pytest.raises(RefusedError):
        add_link(
            actor=town.actor(persona),
            workspace_id=town.space.pk,
            label="Lien",
            url="https://mairie.fr",
        )


@pytest.mark.parametrize("persona", ["admin", "stranger", "outsider"])
def test_tabs_of_a_space_out_of_sight_stay_so(town: Town, persona: str) -> None:
    with pytest.raises(NotFoundError):
        arrange_tabs(actor=town.actor(persona), workspace_id=town.space.pk, tabs=[])


def test_second_manager_is_told_that_tabs_have_changed(town: Town) -> None:
    version = town.space.item.version
    arrange(town, "members")
    with pytest.raises(VersionMismatchError):
        arrange_tabs(
            actor=town.actor("manager"),
            workspace_id=town.space.pk,
            tabs=choices(town, "files"),
            version=version,
        )


def test_tool_off_in_a_space_takes_its_things_out_of_sight_and_gives_them_back(town: Town) -> None:
    agent = town.actor("agent")
    folder = add_folder(actor=agent, parent_id=town.space.pk, title="Devis")
    arrange(town, "files", off=("files",))
    assert "Documents" not in names(town)
    assert not access.visible_items(agent).filter(pk=folder.pk).exists()
    with pytest.raises(NotFoundError):
        access.get_item(agent, folder.pk)
    with pytest.raises(ConflictError):
        add_folder(actor=agent, parent_id=town.space.pk, title="Autre")
    arrange(town, "files")
    assert access.get_item(agent, folder.pk).title == "Devis"


def test_tool_off_in_a_space_has_no_page_there(town: Town) -> None:
    client = Client()
    client.force_login(town.user("agent"))
    assert client.get(f"/publications/espace/{town.space.pk}/").status_code == 200
    arrange(town, "posts", off=("posts",))
    assert client.get(f"/publications/espace/{town.space.pk}/").status_code == 404


def test_thing_is_not_moved_where_its_tool_is_off(town: Town) -> None:
    manager = town.actor("manager")
    folder = add_folder(actor=manager, parent_id=town.space.pk, title="Devis")
    other = spaces.create_workspace(actor=manager, title="Sans documents")
    arrange_tabs(actor=manager, workspace_id=other.pk, tabs=[TabChoice(key="files", is_on=False)])
    with pytest.raises(ConflictError):
        items.move_item(actor=manager, item_id=folder.pk, parent_id=other.pk)


def test_tool_off_in_the_town_disappears_and_comes_back_whole(town: Town) -> None:
    folder = add_folder(actor=town.actor("agent"), parent_id=town.space.pk, title="Devis")
    switch_town_tools(actor=town.actor("admin"), on=["posts"])
    agent = town.actor("agent")
    assert "Documents" not in names(town)
    assert "files" not in [one.key for one in tab_choices(read(town))]
    assert not access.visible_items(agent).filter(pk=folder.pk).exists()
    with pytest.raises(ConflictError):
        add_folder(actor=agent, parent_id=town.space.pk, title="Autre")
    opened = spaces.create_workspace(actor=town.actor("manager"), title="Halle", template="project")
    assert opened.item.children.count() == 0
    switch_town_tools(actor=town.actor("admin"), on=["posts", "files"])
    assert access.get_item(town.actor("agent"), folder.pk).title == "Devis"
    assert Event.objects.filter(type="workspaces.town_tools_changed").count() == 2


def test_tool_off_in_the_town_keeps_its_place_in_spaces_arranged_meanwhile(town: Town) -> None:
    switch_town_tools(actor=town.actor("admin"), on=["posts"])
    arrange(town, "members", "timeline")
    switch_town_tools(actor=town.actor("admin"), on=["posts", "files"])
    assert "Documents" in names(town)


@pytest.mark.parametrize("persona", ["manager", "agent", "partner", "mayor"])
def test_tools_of_the_town_are_for_administrators(town: Town, persona: str) -> None:
    with pytest.raises(RefusedError):
        switch_town_tools(actor=town.actor(persona), on=[])
    assert Organisation.objects.get(pk=town.organisation.pk).tools_off == []


def test_rows_are_moved_renamed_and_switched_on_the_page(town: Town) -> None:
    client = Client()
    client.force_login(town.user("manager"))
    url = f"/espaces/{town.space.pk}/onglets/"
    assert client.get(url).status_code == 200
    keys = [one.key for one in tab_choices(read(town))]
    form = {"tabs": keys, "label_files": "Pièces", "on_posts": "1", "move": "up:members"}
    assert client.post(url, form).status_code == 302
    after = [one.key for one in tab_choices(read(town))]
    assert after.index("members") == keys.index("members") - 1
    assert "files" not in [tab.name for tab in space_tabs(read(town), "")]
    form = {"label": "Piège", "url": "javascript:alert(1)"}
    refused = client.post(f"{url}lien/", form)
    assert refused.status_code == 422
    assert "https://" in refused.content.decode()
    client.post(f"{url}lien/", {"label": "Plan", "url": "https://plan.fr"})
    link = next(one for one in tab_choices(read(town)) if one.is_link)
    keys = [one.key for one in tab_choices(read(town))]
    client.post(url, {"tabs": keys, "remove": link.key, "on_posts": "1"})
    assert not [one for one in tab_choices(read(town)) if one.is_link]


def test_administrator_turns_a_tool_off_on_the_page(town: Town) -> None:
    client = Client()
    client.force_login(town.user("admin"))
    assert client.get("/administration/outils/").status_code == 200
    assert client.post("/administration/outils/", {"tools": ["files"]}).status_code == 302
    page = client.get("/").content.decode()
    assert "/actualites/" not in page
