"""Pages of folders and files: what they show, in how many queries, whatever is thrown at them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from tests.town import Town

from parvis.apps.files.models import File, FileVersion, Lock
from parvis.apps.files.previews import preview_of
from parvis.apps.files.services import folders, locks, versions
from parvis.apps.files.tests.conftest import Put, browser, store
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.services import items, restrictions
from parvis.apps.workspaces.timeline import timeline
from parvis.kernel.outbox import deliver_all
from parvis.kernel.storage.blobs import open_blob
from parvis.kernel.storage.uploads import upload_spool

HX = {"HX-Request": "true"}


def folder_url(item_id: object) -> str:
    return f"/documents/{item_id}/"


def file_url(item_id: object) -> str:
    return f"/documents/fichier/{item_id}/"


def test_an_empty_place_says_what_to_do(town: Town) -> None:
    page = browser(town, "agent").get(folder_url(town.space.pk)).content.decode()
    assert "Déposez" in page
    reader = browser(town, "mayor").get(folder_url(town.space.pk)).content.decode()
    assert "Déposez" not in reader
    assert "data-closed" in reader


@pytest.mark.parametrize("count", [1, 3, 200])
def test_a_folder_takes_the_same_queries_for_any_number_of_rows(
    town: Town, put: Put, count: int, django_assert_max_num_queries: object
) -> None:
    agent = town.actor("agent")
    folder = folders.add_folder(actor=agent, parent_id=town.space.pk, title="Plans")
    blob = store(agent.organisation_id, b"x")
    for number in range(count):
        versions.add_file(actor=agent, parent_id=folder.pk, name=f"{number}.txt", blob=blob)
        folders.add_folder(actor=agent, parent_id=folder.pk, title=f"D{number}")
    client = browser(town, "agent")
    client.get(folder_url(folder.pk))
    with django_assert_max_num_queries(15):
        page = client.get(folder_url(folder.pk))
    assert page.status_code == 200
    with django_assert_max_num_queries(15):
        client.get(folder_url(folder.pk) + "?q=1", headers=HX)


def test_rows_show_folders_first_with_their_words(town: Town, put: Put) -> None:
    agent = town.actor("agent")
    put(agent, town.space.pk, "A.txt", b"a" * 1200)
    folder = folders.add_folder(actor=agent, parent_id=town.space.pk, title="Zone")
    put(agent, folder.pk, "b.txt")
    listing = browser(town, "mayor").get(folder_url(town.space.pk)).context["listing"]
    assert [row.item.title for row in listing.rows] == ["Zone", "A.txt"]
    assert listing.rows[0].context == "1 élément"
    assert listing.rows[1].context == "Texte · 1,2\u00a0ko · Agnès Petit"


@pytest.mark.parametrize(
    ("sort", "titles"),
    [
        ("name", ["a.txt", "b.txt", "c.txt"]),
        ("-name", ["c.txt", "b.txt", "a.txt"]),
        ("-size", ["b.txt", "c.txt", "a.txt"]),
        ("-date", ["a.txt", "c.txt", "b.txt"]),
        ("nonsense", ["a.txt", "b.txt", "c.txt"]),
    ],
)
def test_rows_in_the_order_asked(town: Town, put: Put, sort: str, titles: list[str]) -> None:
    for name, size in [("b.txt", 30), ("c.txt", 20), ("a.txt", 10)]:
        put(town.actor("agent"), town.space.pk, name, b"x" * size)
    page = browser(town, "agent").get(folder_url(town.space.pk), {"tri": sort})
    assert [row.item.title for row in page.context["listing"].rows] == titles


def test_search_and_tags_look_through_every_level(town: Town, put: Put) -> None:
    agent = town.actor("agent")
    folder = folders.add_folder(actor=agent, parent_id=town.space.pk, title="Plans")
    version = put(agent, folder.pk, "Façade été.pdf")
    put(agent, folder.pk, "autre.pdf")
    items.tag_item(actor=agent, item_id=version.file_id, labels=["Patrimoine"])
    client = browser(town, "agent")
    for query in ({"q": "facade ETE"}, {"etiquette": "patrimoine"}):
        for place in (town.space.pk, folder.pk):
            listing = client.get(folder_url(place), query).context["listing"]
            assert [row.item.title for row in listing.rows] == ["Façade été.pdf"]
            assert listing.rows[0].context.startswith("Plans · ")


def test_pages_of_a_long_folder(town: Town) -> None:
    agent = town.actor("agent")
    blob = store(agent.organisation_id, b"x")
    for number in range(105):
        versions.add_file(actor=agent, parent_id=town.space.pk, name=f"{number:03}.txt", blob=blob)
    client = browser(town, "agent")
    second = client.get(folder_url(town.space.pk), {"page": "2"})
    assert len(second.context["listing"].rows) == 5
    assert len(client.get(folder_url(town.space.pk), {"page": "99"}).context["listing"].rows) == 5


def test_new_folder_by_dialog_and_by_page(town: Town) -> None:
    client = browser(town, "agent")
    url = folder_url(town.space.pk) + "dossier/"
    assert "dialog" in client.get(url, headers=HX).content.decode()
    assert client.post(url, {"title": "Plans"}).status_code == 302
    again = client.post(url, {"title": "PLANS"}, headers=HX)
    assert again.status_code == 422
    assert "PLANS" in again.content.decode()
    assert Item.objects.filter(kind="files.folder").count() == 1


def test_page_of_a_folder_marks_its_space_in_the_rail(town: Town) -> None:
    rail = browser(town, "agent").get(folder_url(town.space.pk)).content.decode()
    assert f'<a href="/espaces/{town.space.pk}/" aria-current="true"' in rail


def test_folders_made_in_a_burst_are_told_together(town: Town) -> None:
    for title in ("Plans", "Devis"):
        folders.add_folder(actor=town.actor("agent"), parent_id=town.space.pk, title=title)
    (told, *_) = timeline(actor=town.actor("agent"), workspace_id=town.space.pk)
    assert "a créé les dossiers" in told.text


def test_many_things_at_once(town: Town, put: Put) -> None:
    agent = town.actor("agent")
    folder = folders.add_folder(actor=agent, parent_id=town.space.pk, title="Plans")
    ids = [str(put(agent, town.space.pk, f"{n}.txt").file_id) for n in range(3)]
    client = browser(town, "agent")
    url = folder_url(town.space.pk) + "actions/"
    chooser = client.post(url, {"action": "move", "items": ids})
    assert chooser.status_code == 302
    page = client.get(chooser["Location"])
    assert "Déplacer ici" in page.content.decode()
    client.post(url, {"action": "copy", "items": ids, "target": str(folder.pk)})
    assert Item.objects.filter(parent=folder).count() == 3
    client.post(url, {"action": "move", "items": ids, "target": str(folder.pk)})
    assert Item.objects.filter(parent=folder).count() == 6
    client.post(url, {"action": "trash", "items": [*ids, str(folder.pk)]})
    assert Item.objects.get(pk=folder.pk).trashed_at
    assert client.post(url, {"action": "trash"}).status_code == 422
    assert client.post(url, {"action": "trash", "items": ["x"]}).status_code == 422


def test_many_things_at_once_are_all_or_none(town: Town, put: Put) -> None:
    manager, agent = town.actor("manager"), town.actor("agent")
    mine = put(agent, town.space.pk, "un.txt")
    hidden = put(manager, town.space.pk, "deux.txt")
    restrictions.restrict_item(actor=manager, item_id=hidden.file_id)
    answer = browser(town, "agent").post(
        folder_url(town.space.pk) + "actions/",
        {"action": "trash", "items": [str(mine.file_id), str(hidden.file_id)]},
    )
    assert answer.status_code == 404
    assert not Item.objects.filter(trashed_at__isnull=False).exists()


def test_a_file_page_shows_versions_and_text(
    town: Town, put: Put, django_assert_max_num_queries: object
) -> None:
    agent = town.actor("agent")
    first = put(agent, town.space.pk, "note.txt", "Première <b>idée</b>".encode())
    put(agent, town.space.pk, "note.txt", b"Seconde", name_choice="version", remark="relue")
    client = browser(town, "agent")
    with django_assert_max_num_queries(20):
        page = client.get(file_url(first.file_id)).content.decode()
    assert "Seconde" in page
    assert "relue" in page
    old = client.get(file_url(first.file_id), {"version": "1"}).content.decode()
    assert "Première &lt;b&gt;idée&lt;/b&gt;" in old
    assert "See the current version" not in old
    assert client.get(file_url(first.file_id), {"version": "7"}).status_code == 404
    assert client.get(file_url(first.file_id) + "versions/").status_code == 200


def test_restore_by_the_page(town: Town, put: Put) -> None:
    agent = town.actor("agent")
    first = put(agent, town.space.pk, "note.txt", b"un")
    put(agent, town.space.pk, "note.txt", b"deux", name_choice="version")
    client = browser(town, "agent")
    answer = client.post(file_url(first.file_id) + "restaurer/", {"number": "1"})
    assert answer.status_code == 302
    assert File.objects.get(pk=first.file_id).current.blob_id == first.blob_id
    assert client.post(file_url(first.file_id) + "restaurer/", {"number": "x"}).status_code == 404


def test_lock_and_unlock_by_the_page(town: Town, put: Put) -> None:
    first = put(town.actor("agent"), town.space.pk, "note.txt", b"un")
    partner, agent = browser(town, "partner"), browser(town, "agent")
    url = file_url(first.file_id) + "verrou/"
    assert partner.post(url, {"message": "je relis", "hours": "24"}).status_code == 302
    page = agent.get(file_url(first.file_id)).content.decode()
    assert "je relis" in page
    assert "Paule Archi" in page
    assert "data-upload-version" not in page
    assert "data-upload-version" in partner.get(file_url(first.file_id)).content.decode()
    refused = agent.post(url, {"message": "moi aussi"}, headers=HX)
    assert refused.status_code == 422
    assert "moi aussi" in refused.content.decode()
    assert agent.post(file_url(first.file_id) + "deverrouiller/").status_code == 403
    assert partner.post(file_url(first.file_id) + "deverrouiller/").status_code == 302
    assert "je relis" not in agent.get(file_url(first.file_id)).content.decode()


def test_files_by_a_plain_form(town: Town) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.user("agent"))
    url = folder_url(town.space.pk) + "ajouter/"
    assert client.get(url).status_code == 200
    token = client.cookies["csrftoken"].value
    sent = [SimpleUploadedFile("un.txt", b"un" * 3_000_000), SimpleUploadedFile("deux.txt", b"")]
    assert client.post(url, {"files": sent}).status_code == 403
    for one in sent:
        one.seek(0)
    answer = client.post(url, {"files": sent, "csrfmiddlewaretoken": token})
    assert answer.status_code == 302
    version = FileVersion.objects.get(name="un.txt")
    with open_blob(version.blob) as content:
        assert content.read() == b"un" * 3_000_000
    assert not list(upload_spool().root.glob("*.part"))


def test_a_plain_form_refuses_what_it_must_and_keeps_nothing(
    town: Town, put: Put, settings: object
) -> None:
    put(town.actor("agent"), town.space.pk, "un.txt", b"un")
    url = folder_url(town.space.pk) + "ajouter/"
    client = browser(town, "agent")
    taken = client.post(url, {"files": [SimpleUploadedFile("UN.txt", b"deux")]})
    assert taken.status_code == 422
    assert "UN.txt" in taken.content.decode()
    both = {"files": [SimpleUploadedFile("UN.txt", b"deux")], "choice": "keep_both"}
    assert client.post(url, both).status_code == 302
    assert client.post(url, {}).status_code == 422
    settings.MAX_FILE_BYTES = 10
    large = client.post(url, {"files": [SimpleUploadedFile("grand.txt", b"x" * 20)]})
    assert large.status_code == 422
    assert browser(town, "mayor").post(url, {}).status_code == 403
    assert FileVersion.objects.count() == 2
    assert not list(upload_spool().root.glob("*.part"))


def test_a_version_by_a_plain_form(town: Town, put: Put) -> None:
    first = put(town.actor("agent"), town.space.pk, "un.txt", b"un")
    client = browser(town, "partner")
    url = file_url(first.file_id) + "version/"
    sent = {"file": SimpleUploadedFile("x.txt", b"deux"), "remark": "relu", "expected": "1"}
    assert client.post(url, sent).status_code == 302
    current = File.objects.get(pk=first.file_id).current
    assert (current.number, current.remark) == (2, "relu")
    late = {"file": SimpleUploadedFile("x.txt", b"trois"), "expected": "1"}
    refused = client.post(url, late)
    assert refused.status_code == 422
    assert "Paule Archi" in refused.content.decode()
    locks.lock_file(actor=town.actor("agent"), file_id=first.file_id)
    assert client.get(url).status_code == 423


def test_preview_that_somebody_waits_for_is_made_before_the_others(town: Town, put: Put) -> None:
    place, actor = town.space.pk, town.actor("agent")
    files = [put(actor, place, f"{name}.pdf", b"%PDF-1.4 " + name.encode()) for name in "abc"]
    deliver_all()
    client = browser(town, "agent")
    for _again in range(2):
        page = client.get(reverse("files:preview", args=[files[2].file_id]))
        assert page.status_code == 200
    tasks = list(DBTaskResult.objects.order_by(F("priority").desc(), "enqueued_at"))
    wanted = str(preview_of(files[2]).pk)
    assert [task.args_kwargs["args"] for task in tasks].count([wanted]) == 2
    assert tasks[0].args_kwargs["args"] == [wanted]


@pytest.mark.parametrize("method", ["get", "post"])
def test_reader_sees_a_file_but_may_not_lock_it(town: Town, put: Put, method: str) -> None:
    file_id = put(town.actor("agent"), town.space.pk, "Devis.pdf").file_id
    answer = getattr(browser(town, "mayor"), method)(file_url(file_id) + "verrou/")
    assert answer.status_code == 403
    assert not Lock.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("../../etc/passwd", "passwd"), ("CON.txt", "CON_.txt"), ("a\u202egnp.exe", "agnp.exe")],
)
def test_new_name_is_cleaned_like_that_of_an_upload(
    town: Town, put: Put, typed: str, kept: str
) -> None:
    file_id = put(town.actor("agent"), town.space.pk, "Devis.pdf").file_id
    browser(town, "agent").post(f"/e/{file_id}/renommer/", {"title": typed})
    assert Item.objects.get(pk=file_id).title == kept


@pytest.mark.parametrize("typed", ["..", ".", "/", "\u200b"])
def test_name_of_which_nothing_is_left_is_refused(town: Town, put: Put, typed: str) -> None:
    file_id = put(town.actor("agent"), town.space.pk, "Devis.pdf").file_id
    page = browser(town, "agent").post(f"/e/{file_id}/renommer/", {"title": typed})
    assert page.status_code == 422
    assert Item.objects.get(pk=file_id).title == "Devis.pdf"
