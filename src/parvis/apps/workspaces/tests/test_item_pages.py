"""What one does with any item: move, copy, describe, tag, restrict; and its panels."""

import pytest
from django.test import Client
from tests.town import Town

from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Grant, Item
from parvis.apps.workspaces.services import copying, items, restrictions, spaces
from parvis.kernel.actors import Role
from parvis.kernel.errors import ConflictError, NotFoundError, RefusedError

HX = {"HX-Request": "true"}
DIALOG = {**HX, "HX-Target": "dialog#dialog"}


def browser(town: Town, persona: str) -> Client:
    client = Client()
    client.force_login(town.user(persona))
    return client


def folder(town: Town, title: str, parent: Item | None = None) -> Item:
    from parvis.apps.files.services.folders import add_folder  # noqa: PLC0415 -- a tool above us

    parent_id = parent.pk if parent else town.space.pk
    made = add_folder(actor=town.actor("agent"), parent_id=parent_id, title=title)
    return Item.objects.get(pk=made.pk)


# Moving and copying


def test_place_is_walked_to_without_javascript_and_as_a_dialog(town: Town) -> None:
    moving, target = folder(town, "Devis"), folder(town, "Marchés")
    client = browser(town, "agent")
    url = f"/e/{moving.pk}/deplacer/"
    page = client.get(url).content.decode()
    assert "Marchés" in page
    assert f"?dans={moving.pk}" not in page
    dialog = client.get(f"{url}?dans={target.pk}", headers=DIALOG).content.decode()
    assert "<html" not in dialog
    assert "Déplacer ici" in dialog
    assert "Rénovation de la halle" in client.get(f"{url}?dans=").content.decode()
    response = client.post(url, {"target": str(target.pk), "version": moving.version})
    assert response.status_code == 302
    moving.refresh_from_db()
    assert moving.parent_id == target.pk


def test_folder_does_not_go_inside_itself_and_says_so(town: Town) -> None:
    outer = folder(town, "Dehors")
    inner = folder(town, "Dedans", outer)
    response = browser(town, "agent").post(f"/e/{outer.pk}/deplacer/", {"target": str(inner.pk)})
    assert response.status_code == 422
    assert "lui-même" in response.content.decode() or "elle-même" in response.content.decode()


def test_place_that_one_may_only_read_takes_nothing(town: Town) -> None:
    target = spaces.create_workspace(actor=town.actor("manager"), title="Fête", openness="open")
    thing = folder(town, "Devis")
    client = browser(town, "agent")
    page = client.get(f"/e/{thing.pk}/copier/?dans={target.pk}").content.decode()
    assert "Copier ici" not in page
    assert client.post(f"/e/{thing.pk}/copier/", {"target": str(target.pk)}).status_code == 403


def test_copy_leaves_out_what_one_does_not_see_and_keeps_restrictions(town: Town) -> None:
    outer = folder(town, "Dossier")
    hidden, shared = folder(town, "Secret", outer), folder(town, "Partagé", outer)
    agent = town.actor("agent")
    for item in (hidden, shared):
        restrictions.restrict_item(actor=agent, item_id=item.pk)
    restrictions.grant_access(
        actor=agent,
        item_id=shared.pk,
        party_id=town.persons["manager"].pk,
        role=Role.READER,
    )
    items.tag_item(actor=agent, item_id=outer.pk, labels=["Voirie"])
    copy = copying.copy_item(actor=town.actor("manager"), item_id=outer.pk, parent_id=town.space.pk)
    assert list(copy.tags.values_list("label", flat=True)) == ["Voirie"]
    below = Item.objects.filter(parent=copy)
    assert [one.title for one in below] == ["Partagé"]
    kept = below.get()
    assert kept.is_restricted
    assert kept.access_root_id == kept.pk
    assert set(Grant.objects.filter(item=kept).values_list("party_id", "role")) == {
        (town.persons["agent"].pk, Role.MANAGER),
        (town.persons["manager"].pk, Role.READER),
    }
    assert not access.visible_items(town.actor("mayor")).filter(pk=kept.pk).exists()


# Saying what it is


def test_second_writer_of_a_description_sees_the_first_ones_words(town: Town) -> None:
    item = folder(town, "Devis")
    client = browser(town, "agent")
    url = f"/e/{item.pk}/decrire/"
    form = {"description": "Trois lots", "version": item.version}
    assert client.post(url, form).status_code == 302
    late = client.post(url, {"description": "Quatre lots", "version": item.version}, headers=HX)
    assert late.status_code == 422
    page = late.content.decode()
    assert "Trois lots" in page
    assert "Quatre lots" in page
    item.refresh_from_db()
    assert item.description == "Trois lots"
    fresh = {"description": "Quatre lots", "version": item.version}
    assert client.post(url, fresh, headers=HX).headers["HX-Redirect"]


def test_tags_in_use_are_offered_and_new_ones_are_typed(town: Town) -> None:
    one, other = folder(town, "Devis"), folder(town, "Marchés")
    items.tag_item(actor=town.actor("agent"), item_id=other.pk, labels=["Habitat", "Voirie"])
    client = browser(town, "agent")
    url = f"/e/{one.pk}/etiquettes/"
    assert 'value="Habitat"' in client.get(url, headers=DIALOG).content.decode()
    client.post(url, {"tags": ["Habitat"], "typed": "urgent, Été"})
    labels = set(one.tags.values_list("label", flat=True))
    assert labels == {"Habitat", "urgent", "Été"}
    long = client.post(url, {"typed": "x" * 61})
    assert long.status_code == 422


def test_tags_of_what_one_does_not_see_are_not_offered(town: Town) -> None:
    one, other = folder(town, "Devis"), folder(town, "Secret")
    restrictions.restrict_item(actor=town.actor("agent"), item_id=other.pk)
    items.tag_item(actor=town.actor("agent"), item_id=other.pk, labels=["Contentieux"])
    page = browser(town, "manager").get(f"/e/{one.pk}/etiquettes/").content.decode()
    assert "Contentieux" not in page


# Who sees it


def test_thing_is_restricted_shared_and_opened_on_its_page(town: Town) -> None:
    item = folder(town, "Contentieux")
    client = browser(town, "agent")
    url = f"/e/{item.pk}/acces/"
    assert "Tous les membres" in client.get(url).content.decode()
    client.post(f"{url}restreindre/")
    assert browser(town, "manager").get(url).status_code == 404
    mayor = str(town.persons["mayor"].pk)
    assert client.post(url, {"parties": [mayor], "role": "10"}).status_code == 302
    assert browser(town, "mayor").get(url).status_code == 200
    assert "Maud Lefèvre" in client.get(url).content.decode()
    client.post(f"{url}modifier/", {"party": mayor, "role": "20"})
    assert Grant.objects.get(item=item, party_id=mayor).role == Role.COMMENTER
    client.post(f"{url}modifier/", {"party": mayor, "act": "withdraw"})
    assert browser(town, "mayor").get(url).status_code == 404
    own = str(town.persons["agent"].pk)
    assert client.post(f"{url}modifier/", {"party": own, "role": "10"}).status_code == 422
    client.post(f"{url}ouvrir/")
    assert browser(town, "manager").get(url).status_code == 200


def test_page_of_who_sees_a_thing_marks_its_space_in_the_rail(town: Town) -> None:
    item = folder(town, "Contentieux")
    page = browser(town, "agent").get(f"/e/{item.pk}/acces/").content.decode()
    assert f'<a href="/espaces/{town.space.pk}/" aria-current="true"' in page


def test_thing_inside_a_restricted_folder_says_which(town: Town) -> None:
    outer = folder(town, "Contentieux")
    inner = folder(town, "Pièces", outer)
    restrictions.restrict_item(actor=town.actor("agent"), item_id=outer.pk)
    page = browser(town, "agent").get(f"/e/{inner.pk}/acces/").content.decode()
    assert "Restreint par « Contentieux »" in page.replace("\u00a0", " ")


def test_stranger_to_the_space_gets_no_grant(town: Town) -> None:
    item = folder(town, "Contentieux")
    agent = town.actor("agent")
    restrictions.restrict_item(actor=agent, item_id=item.pk)
    with pytest.raises(NotFoundError):
        restrictions.grant_several(
            actor=agent,
            item_id=item.pk,
            party_ids=[town.persons["mayor"].pk, town.persons["stranger"].pk],
            role=Role.READER,
        )
    assert Grant.objects.filter(item=item).count() == 1


def test_last_manager_of_a_restricted_thing_stays_one(town: Town) -> None:
    item = folder(town, "Contentieux")
    agent = town.actor("agent")
    restrictions.restrict_item(actor=agent, item_id=item.pk)
    with pytest.raises(ConflictError):
        restrictions.grant_access(
            actor=agent, item_id=item.pk, party_id=town.persons["agent"].pk, role=Role.READER
        )


# Its page


def test_menu_of_a_thing_holds_what_one_may(town: Town) -> None:
    item = folder(town, "Devis")

    def names(persona: str) -> list[str]:
        frame = browser(town, persona).get(f"/documents/{item.pk}/").context["frame"]
        return [shown.action.name for shown in frame.actions]

    assert set(names("agent")) >= {"move", "copy", "access", "trash"}
    assert not {"move", "trash"} & set(names("mayor"))


def test_panels_of_a_thing_say_what_it_is_and_who_sees_it(town: Town) -> None:
    item = folder(town, "Devis")
    items.describe_item(actor=town.actor("agent"), item_id=item.pk, description="Trois lots")
    client = browser(town, "mayor")
    about = client.get(f"/e/{item.pk}/panneau/about/", headers=HX).content.decode()
    assert "Trois lots" in about
    assert "Agnès Petit" in about
    assert "/decrire/" not in about
    sight = client.get(f"/e/{item.pk}/panneau/access/", headers=HX).content.decode()
    assert "Tous les membres de l’espace" in sight


def test_readers_do_not_change_what_a_thing_is(town: Town) -> None:
    item = folder(town, "Devis")
    for verb in ("decrire", "etiquettes", "deplacer"):
        assert browser(town, "mayor").post(f"/e/{item.pk}/{verb}/").status_code == 403
    with pytest.raises(RefusedError):
        restrictions.restrict_item(actor=town.actor("mayor"), item_id=item.pk)
