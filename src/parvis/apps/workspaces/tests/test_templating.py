"""Templates that a town makes: from nothing or from a space, offered, retired."""

import pytest
from django.test import Client
from tests.town import Town

from parvis.apps.fields.models import Field
from parvis.apps.fields.tests.surfaces import define
from parvis.apps.files.services.folders import add_folder
from parvis.apps.workspaces.models import Item, OwnTemplate
from parvis.apps.workspaces.services import requests, spaces
from parvis.apps.workspaces.services.restrictions import restrict_item
from parvis.apps.workspaces.services.tabs import add_link
from parvis.apps.workspaces.services.templating import (
    TemplateDraft,
    make_template,
    restore_template,
    retire_template,
)
from parvis.apps.workspaces.tabs import space_tabs
from parvis.apps.workspaces.templating import offered_templates
from parvis.kernel.actors import Role
from parvis.kernel.errors import InvalidError, NotFoundError, RefusedError


def named(template: OwnTemplate) -> str:
    return f"own-{template.pk.hex}"


def test_space_comes_of_a_template_with_its_folders_and_tools(town: Town) -> None:
    made = make_template(
        actor=town.actor("admin"),
        draft=TemplateDraft(
            label="Chantier",
            colour="plum",
            tools=["files"],
            folders=["1 Études / Sol", "1 Études", "", "2 Travaux"],
        ),
    )
    space = spaces.create_workspace(
        actor=town.actor("manager"), title="Halle", template=named(made)
    )
    assert space.colour == "plum"
    assert "posts" not in space.tools
    titles = Item.objects.filter(workspace=space, kind="files.folder").values_list("title")
    assert sorted(title for (title,) in titles) == ["1 Études", "2 Travaux", "Sol"]


def test_template_takes_tabs_fields_and_folders_of_a_space_but_not_what_is_restricted(
    town: Town,
) -> None:
    manager = town.actor("manager")
    spaces.add_member(
        actor=manager,
        workspace_id=town.space.pk,
        party_id=town.persons["admin"].pk,
        role=Role.READER,
    )
    define(town)
    add_link(actor=manager, workspace_id=town.space.pk, label="Plan", url="https://plan.fr")
    add_folder(actor=manager, parent_id=town.space.pk, title="Devis")
    hidden = add_folder(actor=manager, parent_id=town.space.pk, title="Secret")
    restrict_item(actor=manager, item_id=hidden.pk)
    client = Client()
    client.force_login(town.user("admin"))
    url = f"/administration/modeles/nouveau/?depuis={town.space.pk}"
    form = client.get(url).context["form"]
    assert form.initial["folders"] == "Devis"
    said = {"source": str(town.space.pk), "label": "Chantier", "tools": ["posts", "files"]}
    sent = {**form.initial, **said}
    assert client.post("/administration/modeles/nouveau/", sent).status_code == 302
    made = OwnTemplate.objects.get()
    space = spaces.create_workspace(actor=manager, title="Autre", template=named(made))
    assert [field.label for field in Field.objects.filter(workspace=space)] == ["Coût"]
    assert "Plan" in [tab.label for tab in space_tabs(space, "")]
    assert not Item.objects.filter(workspace=space, title="Secret").exists()
    page = client.get("/espaces/nouveau/").content.decode()
    assert "Chantier" in page


def test_template_is_not_taken_from_a_space_out_of_sight(town: Town) -> None:
    with pytest.raises(NotFoundError):
        make_template(
            actor=town.actor("admin"),
            draft=TemplateDraft(label="Chantier"),
            source_id=town.space.pk,
        )


def test_retired_template_is_offered_no_more_and_still_grants_what_was_asked(town: Town) -> None:
    made = make_template(
        actor=town.actor("admin"), draft=TemplateDraft(label="Chantier", folders=["Devis"])
    )
    asked = requests.request_workspace(
        actor=town.actor("agent"), title="Jardin", template=named(made)
    )
    retire_template(actor=town.actor("admin"), template_id=made.pk)
    assert named(made) not in offered_templates(town.organisation.pk)
    with pytest.raises(InvalidError):
        spaces.create_workspace(actor=town.actor("manager"), title="Parc", template=named(made))
    requests.grant_workspace(actor=town.actor("manager"), workspace_id=asked.pk)
    restore_template(actor=town.actor("admin"), template_id=made.pk)
    assert named(made) in offered_templates(town.organisation.pk)


@pytest.mark.parametrize("persona", ["manager", "agent", "mayor", "partner", "stranger"])
def test_templates_are_made_by_administrators(town: Town, persona: str) -> None:
    with pytest.raises(RefusedError):
        make_template(actor=town.actor(persona), draft=TemplateDraft(label="Chantier"))


def test_templates_of_another_town_are_neither_offered_nor_changed(town: Town) -> None:
    made = make_template(actor=town.actor("admin"), draft=TemplateDraft(label="Chantier"))
    assert named(made) not in offered_templates(town.other.pk)
    with pytest.raises(NotFoundError):
        retire_template(actor=town.actor("outsider"), template_id=made.pk)
    with pytest.raises(InvalidError):
        spaces.create_workspace(actor=town.actor("outsider"), title="Vol", template=named(made))
