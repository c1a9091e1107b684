"""Who may what with files: every verb, every persona, in the open and restricted."""

import base64
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from tests.town import Town

from parvis.apps.files.models import FileVersion, Preview, PreviewPage
from parvis.apps.files.services import folders
from parvis.apps.files.tests.conftest import Put, browser, store
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.services import restrictions
from parvis.kernel.actors import Role

SEES = {"manager", "agent", "partner", "councillor", "mayor"}
WRITES = {"manager", "agent", "partner"}
EVERYBODY = [*sorted(SEES), "admin", "stranger", "outsider"]
JSON = {"Accept": "application/json"}


@dataclass
class Place:
    """A folder with a picture that has a preview, and a mail with an attachment."""

    folder: Item
    picture: FileVersion
    mail: FileVersion


MAIL = b"\r\n".join(
    [
        b"From: a@b.test",
        b"To: c@d.test",
        b"MIME-Version: 1.0",
        b"Content-Type: multipart/mixed; boundary=z",
        b"",
        b"--z",
        b"Content-Type: text/plain",
        b"",
        b"Bonjour",
        b"--z",
        b"Content-Type: text/plain",
        b"Content-Disposition: attachment; filename=p.txt",
        b"",
        b"Joint",
        b"--z--",
    ]
)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def place(town: Town, put: Put) -> Place:
    agent = town.actor("agent")
    folder = folders.add_folder(actor=agent, parent_id=town.space.pk, title="Plans")
    picture = put(agent, folder.pk, "p.png", PIXEL)
    preview = Preview.objects.create(
        organisation_id=town.organisation.pk,
        source_id=picture.blob_id,
        kind="image",
        state="ready",
        page_count=1,
    )
    blob = store(town.organisation.pk, b"RIFF....WEBP")
    PreviewPage.objects.create(
        preview=preview, number=1, blob=blob, thumbnail=blob, width=1, height=1
    )
    return Place(folder, picture, put(agent, folder.pk, "m.eml", MAIL))


def restrict_to(town: Town, item_id: object, persona: str, role: Role) -> None:
    """Leave an item to its agent, and to one persona with a role."""
    agent = town.actor("agent")
    restrictions.restrict_item(actor=agent, item_id=item_id)
    restrictions.grant_access(
        actor=agent, item_id=item_id, party_id=town.persons[persona].pk, role=role
    )


READS: dict[str, Callable[[Place], str]] = {
    "folder page": lambda place: f"/documents/{place.folder.pk}/",
    "file page": lambda place: f"/documents/fichier/{place.picture.file_id}/",
    "versions": lambda place: f"/documents/fichier/{place.picture.file_id}/versions/",
    "preview": lambda place: f"/documents/fichier/{place.picture.file_id}/apercu/",
    "download": lambda place: f"/documents/fichier/{place.picture.file_id}/contenu/",
    "page picture": lambda place: f"/documents/fichier/{place.picture.file_id}/page/1/",
    "thumbnail": lambda place: f"/documents/fichier/{place.picture.file_id}/vignette/",
    "attachment": lambda place: f"/documents/fichier/{place.mail.file_id}/piece/1/",
    "zip": lambda place: f"/documents/{place.folder.pk}/zip/",
    "chooser": lambda place: f"/documents/{place.folder.pk}/choisir/?items={place.picture.file_id}",
}


@pytest.mark.parametrize("read", READS)
def test_who_reads(town: Town, place: Place, read: str) -> None:
    url = READS[read](place)
    for persona in EVERYBODY:
        answer = browser(town, persona).get(url, headers=JSON)
        assert answer.status_code == (200 if persona in SEES else 404), persona
    assert Client().get(url, headers=JSON).status_code == 401


@pytest.mark.parametrize("read", READS)
def test_who_reads_what_is_restricted(town: Town, place: Place, read: str) -> None:
    restrict_to(town, place.folder.pk, "mayor", Role.READER)
    url = READS[read](place)
    for persona in EVERYBODY:
        answer = browser(town, persona).get(url, headers=JSON)
        assert answer.status_code == (200 if persona in {"agent", "mayor"} else 404), persona


def test_a_range_is_no_way_around(town: Town, place: Place) -> None:
    url = READS["download"](place)
    part = {**JSON, "Range": "bytes=0-3"}
    assert browser(town, "mayor").get(url, headers=part).status_code == 206
    assert browser(town, "outsider").get(url, headers=part).status_code == 404
    restrict_to(town, place.picture.file_id, "councillor", Role.READER)
    assert browser(town, "councillor").get(url, headers=part).status_code == 206
    assert browser(town, "mayor").get(url, headers=part).status_code == 404


WRITES_BY: dict[str, Callable[[Client, Place], int]] = {
    "new folder": lambda client, place: (
        client.post(
            f"/documents/{place.folder.pk}/dossier/", {"title": "Neuf"}, headers=JSON
        ).status_code
    ),
    "form": lambda client, place: (
        client.get(f"/documents/{place.folder.pk}/ajouter/", headers=JSON).status_code
    ),
    "version form": lambda client, place: (
        client.get(f"/documents/fichier/{place.picture.file_id}/version/", headers=JSON).status_code
    ),
    "tus": lambda client, place: (
        client.post(
            "/televersements/",
            headers={
                "Tus-Resumable": "1.0.0",
                "Upload-Length": "3",
                "Upload-Metadata": "parent "
                + base64.b64encode(str(place.folder.pk).encode()).decode()
                + ",filename YQ==",
            },
        ).status_code
    ),
    "trash": lambda client, place: (
        client.post(
            f"/documents/{place.folder.pk}/actions/",
            {"action": "trash", "items": [str(place.picture.file_id)]},
            headers=JSON,
        ).status_code
    ),
    "copy": lambda client, place: (
        client.post(
            f"/documents/{place.folder.pk}/actions/",
            {
                "action": "copy",
                "items": [str(place.picture.file_id)],
                "target": str(place.folder.pk),
            },
            headers=JSON,
        ).status_code
    ),
    "unlock": lambda client, place: (
        client.post(
            f"/documents/fichier/{place.picture.file_id}/deverrouiller/", headers=JSON
        ).status_code
    ),
}


@pytest.mark.parametrize("write", WRITES_BY)
@pytest.mark.parametrize("persona", EVERYBODY)
def test_who_writes(town: Town, place: Place, persona: str, write: str) -> None:
    status = WRITES_BY[write](browser(town, persona), place)
    if persona in WRITES:
        assert status in {200, 201, 302}
    else:
        assert status == (403 if persona in SEES else 404)


@pytest.mark.parametrize("write", WRITES_BY)
@pytest.mark.parametrize(
    ("persona", "status"), [("mayor", 403), ("councillor", 0), ("manager", 404)]
)
def test_who_writes_what_is_restricted(
    town: Town, place: Place, persona: str, status: int, write: str
) -> None:
    agent = town.actor("agent")
    restrict_to(town, place.folder.pk, "mayor", Role.READER)
    restrictions.grant_access(
        actor=agent,
        item_id=place.folder.pk,
        party_id=town.persons["councillor"].pk,
        role=Role.EDITOR,
    )
    found = WRITES_BY[write](browser(town, persona), place)
    assert found == status if status else found in {200, 201, 302}
