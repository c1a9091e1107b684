"""Folders, files, versions, names and locks: outcomes, events, and refusals that change nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.town import Town

from parvis.apps.files.enums import NameChoice
from parvis.apps.files.errors import FileLockedError, NewerVersionError
from parvis.apps.files.models import File, FileVersion
from parvis.apps.files.services import folders, locks, versions
from parvis.apps.files.tests.conftest import Put, store
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.services import copying, items, restrictions, spaces, trash
from parvis.apps.workspaces.services.items import TitleTakenError
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from parvis.kernel.models import Event


def last_event() -> Event:
    return Event.objects.order_by("id").last()


def test_add_folder_makes_an_item_and_an_event(town: Town) -> None:
    folder = folders.add_folder(
        actor=town.actor("agent"), parent_id=town.space.pk, title="  Plans\u202e "
    )
    assert folder.title == "Plans"
    assert last_event().type == "files.folder_added"


def test_add_folder_refuses_a_taken_name_whatever_its_case_and_accents_form(town: Town) -> None:
    agent = town.actor("agent")
    folders.add_folder(actor=agent, parent_id=town.space.pk, title="Été")
    with pytest.raises(TitleTakenError):
        folders.add_folder(actor=agent, parent_id=town.space.pk, title="E\u0301TE\u0301")
    folders.add_folder(actor=agent, parent_id=town.space.pk, title="Ete")
    assert Item.objects.filter(parent_id=town.space.pk).count() == 2


@pytest.mark.parametrize("title", ["", "  ", "\u200b", "..", "\x00\x07"])
def test_add_folder_refuses_a_name_without_anything_readable(town: Town, title: str) -> None:
    with pytest.raises(InvalidError):
        folders.add_folder(actor=town.actor("agent"), parent_id=town.space.pk, title=title)
    assert not Item.objects.filter(parent_id=town.space.pk).exists()


def test_ensure_folders_reuses_what_is_there(town: Town) -> None:
    agent = town.actor("agent")
    first = folders.ensure_folders(actor=agent, parent_id=town.space.pk, path=["A", "B"])
    again = folders.ensure_folders(actor=agent, parent_id=town.space.pk, path=["a", "b"])
    assert first == again
    assert Item.objects.filter(kind="files.folder").count() == 2


def test_ensure_folders_tells_nothing_of_a_restricted_folder(town: Town) -> None:
    manager, agent = town.actor("manager"), town.actor("agent")
    hidden = folders.add_folder(actor=manager, parent_id=town.space.pk, title="Paie")
    restrictions.restrict_item(actor=manager, item_id=hidden.pk)
    place = folders.ensure_folders(actor=agent, parent_id=town.space.pk, path=["Paie"])
    assert place != hidden.pk
    assert Item.objects.get(pk=place).title == "Paie (2)"


def test_a_new_space_has_the_folders_of_its_template(town: Town) -> None:
    space = spaces.create_workspace(
        actor=town.actor("manager"), title="Place du marché", template="project"
    )
    below = Item.objects.filter(parent_id=space.pk, kind="files.folder")
    assert below.count() == 6


def test_add_file_knows_what_it_is(town: Town, put: Put) -> None:
    version = put(town.actor("agent"), town.space.pk, "notes.txt", b"Bonjour")
    assert (version.number, version.media_type, version.size) == (1, "text/plain", 7)
    assert version.author_id == town.persons["agent"].pk
    assert last_event().type == "files.file_added"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Agnès\\plan.pdf", "plan.pdf"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("a\x00b\nc.txt", "ab c.txt"),
        ("CON.txt", "CON_.txt"),
        ("é" * 10_000 + ".pdf", None),
    ],
)
def test_add_file_cleans_hostile_names(town: Town, put: Put, name: str, title: str | None) -> None:
    version = put(town.actor("agent"), town.space.pk, name)
    saved = version.file.item.title
    assert len(saved.encode()) <= 255
    assert saved == title or (title is None and saved.endswith(".pdf"))


def test_a_taken_name_is_asked_about_and_changes_nothing(town: Town, put: Put) -> None:
    agent = town.actor("agent")
    put(agent, town.space.pk, "Plan.pdf", b"un")
    with pytest.raises(TitleTakenError):
        put(agent, town.space.pk, "PLAN.PDF", b"deux")
    assert FileVersion.objects.count() == 1


def test_a_taken_name_may_become_a_version_or_get_a_number(town: Town, put: Put) -> None:
    agent = town.actor("agent")
    first = put(agent, town.space.pk, "Plan.pdf", b"un")
    second = put(agent, town.space.pk, "plan.pdf", b"deux", name_choice=NameChoice.VERSION)
    assert (second.file_id, second.number) == (first.file_id, 2)
    third = put(agent, town.space.pk, "plan.pdf", b"trois", name_choice=NameChoice.KEEP_BOTH)
    assert third.file.item.title == "plan (2).pdf"
    fourth = put(agent, town.space.pk, "plan.pdf", b"quatre", name_choice=NameChoice.KEEP_BOTH)
    assert fourth.file.item.title == "plan (3).pdf"


def test_versions_follow_each_other_and_none_is_lost(town: Town, put: Put) -> None:
    agent = town.actor("agent")
    first = put(agent, town.space.pk, "note.txt", b"un")
    before = first.file.item.version
    blob = store(agent.organisation_id, b"deux")
    second = versions.add_version(
        actor=agent, file_id=first.file_id, name="note.txt", blob=blob, remark="  relu  par  Max "
    )
    assert (second.number, second.remark) == (2, "relu par Max")
    restored = versions.restore_version(actor=agent, file_id=first.file_id, number=1)
    assert (restored.number, restored.restored_from, restored.blob_id) == (3, 1, first.blob_id)
    assert last_event().payload["restored_from"] == 1
    file = File.objects.get(pk=first.file_id)
    assert file.current_id == restored.pk
    assert file.versions.count() == 3
    assert Item.objects.get(pk=file.pk).version == before + 2


def test_the_same_content_again_adds_no_version(town: Town, put: Put) -> None:
    agent = town.actor("agent")
    first = put(agent, town.space.pk, "note.txt", b"un")
    again = versions.add_version(
        actor=agent, file_id=first.file_id, name="note.txt", blob=first.blob
    )
    assert again.pk == first.pk


def test_a_version_after_an_unseen_one_is_refused_with_who(town: Town, put: Put) -> None:
    agent, partner = town.actor("agent"), town.actor("partner")
    first = put(agent, town.space.pk, "note.txt", b"un")
    blob = store(agent.organisation_id, b"deux")
    versions.add_version(
        actor=partner, file_id=first.file_id, name="n.txt", blob=blob, expected_number=1
    )
    blob = store(agent.organisation_id, b"trois")
    with pytest.raises(NewerVersionError, match="Paule Archi"):
        versions.add_version(
            actor=agent, file_id=first.file_id, name="n.txt", blob=blob, expected_number=1
        )
    assert FileVersion.objects.count() == 2


def test_restore_refuses_the_current_and_the_unknown(town: Town, put: Put) -> None:
    agent = town.actor("agent")
    first = put(agent, town.space.pk, "note.txt", b"un")
    with pytest.raises(ConflictError):
        versions.restore_version(actor=agent, file_id=first.file_id, number=1)
    with pytest.raises(NotFoundError):
        versions.restore_version(actor=agent, file_id=first.file_id, number=9)


def test_a_locked_file_takes_versions_from_its_locker_only(town: Town, put: Put) -> None:
    agent, partner = town.actor("agent"), town.actor("partner")
    first = put(agent, town.space.pk, "note.txt", b"un")
    locks.lock_file(actor=partner, file_id=first.file_id, message="relecture jusqu’à jeudi")
    blob = store(agent.organisation_id, b"deux")
    with pytest.raises(FileLockedError, match=r"Paule Archi.*relecture"):
        versions.add_version(actor=agent, file_id=first.file_id, name="n.txt", blob=blob)
    with pytest.raises(FileLockedError):
        versions.restore_version(actor=agent, file_id=first.file_id, number=1)
    with pytest.raises(FileLockedError):
        locks.lock_file(actor=agent, file_id=first.file_id)
    with pytest.raises(RefusedError):
        locks.unlock_file(actor=agent, file_id=first.file_id)
    versions.add_version(actor=partner, file_id=first.file_id, name="n.txt", blob=blob)
    locks.unlock_file(actor=town.actor("manager"), file_id=first.file_id)
    assert last_event().payload == {"was_broken": True}
    versions.restore_version(actor=agent, file_id=first.file_id, number=1)


def test_a_lock_ends_by_itself(town: Town, put: Put) -> None:
    agent, partner = town.actor("agent"), town.actor("partner")
    first = put(agent, town.space.pk, "note.txt", b"un")
    lock = locks.lock_file(
        actor=partner, file_id=first.file_id, until=timezone.now() + timedelta(hours=1)
    )
    lock.until = timezone.now() - timedelta(seconds=1)
    lock.save()
    locks.lock_file(actor=agent, file_id=first.file_id)
    with pytest.raises(InvalidError):
        locks.lock_file(
            actor=agent, file_id=first.file_id, until=timezone.now() - timedelta(hours=1)
        )


def test_rename_refuses_and_move_numbers_a_taken_name(town: Town, put: Put) -> None:
    agent = town.actor("agent")
    put(agent, town.space.pk, "un.txt", b"un")
    other = put(agent, town.space.pk, "deux.txt", b"deux")
    with pytest.raises(TitleTakenError):
        items.rename_item(actor=agent, item_id=other.file_id, title="UN.txt")
    folder = folders.add_folder(actor=agent, parent_id=town.space.pk, title="Dossier")
    third = put(agent, folder.pk, "un.txt", b"trois")
    moved = items.move_item(actor=agent, item_id=third.file_id, parent_id=town.space.pk)
    assert moved.title == "un (2).txt"


def test_restore_from_trash_numbers_a_taken_name(town: Town, put: Put) -> None:
    agent = town.actor("agent")
    first = put(agent, town.space.pk, "un.txt", b"un")
    trash.trash_item(actor=agent, item_id=first.file_id)
    put(agent, town.space.pk, "un.txt", b"deux")
    assert trash.restore_item(actor=agent, item_id=first.file_id).title == "un (2).txt"


def test_copy_takes_the_tree_that_the_actor_sees(town: Town, put: Put) -> None:
    manager, agent = town.actor("manager"), town.actor("agent")
    folder = folders.add_folder(actor=agent, parent_id=town.space.pk, title="Dossier")
    version = put(agent, folder.pk, "un.txt", b"un")
    hidden = put(manager, folder.pk, "secret.txt", b"secret")
    restrictions.restrict_item(actor=manager, item_id=hidden.file_id)
    copy = copying.copy_item(actor=agent, item_id=folder.pk, parent_id=town.space.pk)
    assert copy.title == "Dossier (2)"
    below = Item.objects.filter(parent_id=copy.pk)
    assert [item.title for item in below] == ["un.txt"]
    copied = File.objects.get(pk=below[0].pk).current
    assert (copied.number, copied.blob_id) == (1, version.blob_id)
    with pytest.raises(ConflictError):
        copying.copy_item(actor=agent, item_id=folder.pk, parent_id=folder.pk)


def test_purge_removes_every_version(town: Town, put: Put) -> None:
    manager = town.actor("manager")
    folder = folders.add_folder(actor=manager, parent_id=town.space.pk, title="Dossier")
    put(manager, folder.pk, "un.txt", b"un")
    put(manager, folder.pk, "un.txt", b"deux", name_choice=NameChoice.VERSION)
    trash.trash_item(actor=manager, item_id=folder.pk)
    assert trash.purge_item(actor=manager, item_id=folder.pk) == 2
    assert not FileVersion.objects.exists()
    assert not File.objects.exists()
