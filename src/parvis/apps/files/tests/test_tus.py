"""The tus endpoint: every rule of the protocol, rights at every step, one file at the end."""

import base64
import hashlib
import json
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.town import Town

from parvis.apps.files.models import File, FileVersion, Upload
from parvis.apps.files.services import locks, uploads
from parvis.apps.files.tests.conftest import Put
from parvis.apps.workspaces.models import Item, Membership
from parvis.kernel.storage.blobs import open_blob
from parvis.kernel.storage.uploads import upload_spool

URL = "/televersements/"
TUS = {"Tus-Resumable": "1.0.0"}


def signed(town: Town, persona: str) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(town.user(persona))
    return client


def metadata(**values: object) -> str:
    pairs = ((key, base64.b64encode(str(value).encode()).decode()) for key, value in values.items())
    return ",".join(f"{key} {value}" for key, value in pairs)


def create(
    client: Client, length: int, body: bytes | None = None, **values: object
) -> HttpResponse:
    headers = {**TUS, "Upload-Length": str(length), "Upload-Metadata": metadata(**values)}
    if body is None:
        return client.post(URL, headers=headers)
    return client.post(URL, body, content_type="application/offset+octet-stream", headers=headers)


def patch(client: Client, url: str, offset: int, body: bytes, **headers: str) -> HttpResponse:
    return client.patch(
        url,
        body,
        content_type="application/offset+octet-stream",
        headers={**TUS, "Upload-Offset": str(offset), **headers},
    )


def content_of(item_id: object) -> bytes:
    with open_blob(File.objects.get(pk=item_id).current.blob) as blob:
        return blob.read()


def test_options_tell_what_is_spoken(town: Town) -> None:
    answer = signed(town, "agent").options(URL)
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Max-Size"] == str(2 * 1024**3)
    assert "checksum" in answer["Tus-Extension"]


def test_a_file_in_two_pieces(town: Town, django_capture_on_commit_callbacks: object) -> None:
    client = signed(town, "agent")
    begun = create(client, 10, parent=town.space.pk, filename="note.txt")
    assert begun.status_code == 201
    url = begun["Location"]
    assert patch(client, url, 0, b"01234").status_code == 204
    assert not File.objects.exists()
    told = client.head(url, headers=TUS)
    assert (told["Upload-Offset"], told["Upload-Length"]) == ("5", "10")
    assert told["Cache-Control"] == "no-store"
    assert "Upload-Expires" in told
    with django_capture_on_commit_callbacks(execute=True):
        ended = patch(client, url, 5, b"56789")
    assert (ended.status_code, ended["Upload-Offset"]) == (204, "10")
    assert content_of(ended["Parvis-Item"]) == b"0123456789"
    assert not list(upload_spool().root.glob("*.part"))


def test_finishing_twice_makes_one_file(town: Town) -> None:
    client = signed(town, "agent")
    url = create(client, 3, parent=town.space.pk, filename="a.txt")["Location"]
    first = patch(client, url, 0, b"abc")
    again = patch(client, url, 3, b"abc")
    told = client.head(url, headers=TUS)
    assert first["Parvis-Item"] == again["Parvis-Item"] == told["Parvis-Item"]
    assert FileVersion.objects.count() == 1


def test_an_upload_cut_before_its_end_is_finished_by_the_next_question(town: Town) -> None:
    client = signed(town, "agent")
    url = create(client, 3, parent=town.space.pk, filename="a.txt")["Location"]
    upload = Upload.objects.get()
    upload_spool().append(upload.pk, offset=0, chunks=[b"abc"])
    assert not File.objects.exists()
    assert client.head(url, headers=TUS)["Upload-Offset"] == "3"
    assert File.objects.count() == 1


def test_creation_with_upload_and_empty_files(town: Town) -> None:
    client = signed(town, "agent")
    begun = create(client, 3, b"abc", parent=town.space.pk, filename="a.txt")
    assert (begun.status_code, begun["Upload-Offset"]) == (201, "3")
    assert content_of(begun["Parvis-Item"]) == b"abc"
    empty = create(client, 0, parent=town.space.pk, filename="vide.txt")
    assert content_of(empty["Parvis-Item"]) == b""


def test_the_folders_of_the_sender_are_made(town: Town) -> None:
    client = signed(town, "agent")
    for name in ("un.txt", "deux.txt"):
        path = json.dumps(["Plans", "../2024", "  "])
        create(client, 1, b"x", parent=town.space.pk, filename=name, path=path)
    folder = Item.objects.get(title="2024")
    assert folder.parent.title == "Plans"
    assert Item.objects.filter(parent=folder).count() == 2


def test_a_wrong_offset_is_refused_with_the_right_one(town: Town) -> None:
    client = signed(town, "agent")
    url = create(client, 10, parent=town.space.pk, filename="a.txt")["Location"]
    patch(client, url, 0, b"01234")
    refused = patch(client, url, 3, b"34567")
    assert (refused.status_code, refused["Upload-Offset"]) == (409, "5")
    assert refused["Content-Type"] == "application/problem+json"
    assert client.head(url, headers=TUS)["Upload-Offset"] == "5"


def test_more_than_announced_is_refused(town: Town) -> None:
    client = signed(town, "agent")
    url = create(client, 3, parent=town.space.pk, filename="a.txt")["Location"]
    assert patch(client, url, 0, b"abcdef").status_code == 413
    assert client.head(url, headers=TUS)["Upload-Offset"] == "3"


@pytest.mark.parametrize("algorithm", ["sha256", "sha1", "md5"])
def test_checksums_guard_each_piece(town: Town, algorithm: str) -> None:
    client = signed(town, "agent")
    url = create(client, 6, parent=town.space.pk, filename="a.txt")["Location"]
    good = base64.b64encode(hashlib.new(algorithm, b"abc").digest()).decode()
    wrong = patch(client, url, 0, b"abd", **{"Upload-Checksum": f"{algorithm} {good}"})
    assert wrong.status_code == 460
    assert client.head(url, headers=TUS)["Upload-Offset"] == "0"
    right = patch(client, url, 0, b"abc", **{"Upload-Checksum": f"{algorithm} {good}"})
    assert (right.status_code, right["Upload-Offset"]) == (204, "3")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.2"}, 412),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Length": "many"}, 400),
        ({"Upload-Length": str(3 * 1024**3)}, 413),
        ({"Upload-Length": "9" * 40}, 400),
        ({"Upload-Metadata": "filename %%%"}, 400),
        ({"Upload-Metadata": metadata(filename="a.txt")}, 422),
        ({"Upload-Metadata": metadata(filename="a.txt", parent="0", path="[")}, 422),
    ],
)
def test_what_is_badly_said_is_refused(town: Town, headers: dict[str, str], status: int) -> None:
    known = {"Upload-Length": "3", "Upload-Metadata": metadata(parent=town.space.pk, filename="a")}
    asked = {**TUS, **known, **headers}
    answer = signed(town, "agent").post(URL, headers=asked)
    assert answer.status_code == status
    assert not Upload.objects.exists()


def test_a_nameless_file_is_refused(town: Town) -> None:
    answer = create(signed(town, "agent"), 3, parent=town.space.pk, filename="\u200b..")
    assert answer.status_code == 422
    assert json.loads(answer.content)["detail"]


def test_termination_removes_what_came(town: Town) -> None:
    client = signed(town, "agent")
    url = create(client, 6, b"abc", parent=town.space.pk, filename="a.txt")["Location"]
    assert client.delete(url, headers=TUS).status_code == 204
    assert client.head(url, headers=TUS).status_code == 404
    assert not list(upload_spool().root.glob("*.part"))


def test_late_uploads_are_swept(town: Town) -> None:
    client = signed(town, "agent")
    url = create(client, 6, b"abc", parent=town.space.pk, filename="a.txt")["Location"]
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert patch(client, url, 3, b"def").status_code == 404
    assert uploads.sweep_uploads() == 1
    assert not list(upload_spool().root.glob("*.part"))


CREATE = {"manager": 201, "agent": 201, "partner": 201, "councillor": 403, "mayor": 403}
CREATE |= {"admin": 404, "stranger": 404, "outsider": 404}


@pytest.mark.parametrize(("persona", "status"), CREATE.items())
def test_who_may_begin(town: Town, persona: str, status: int) -> None:
    answer = create(signed(town, persona), 3, parent=town.space.pk, filename="a.txt")
    assert answer.status_code == status


def test_nobody_may_without_signing_in(town: Town) -> None:
    answer = create(Client(), 3, parent=town.space.pk, filename="a.txt")
    assert answer.status_code == 401
    assert not Upload.objects.exists()


@pytest.mark.parametrize("persona", ["manager", "partner", "mayor", "outsider"])
def test_an_upload_is_its_senders_alone(town: Town, persona: str) -> None:
    url = create(signed(town, "agent"), 6, parent=town.space.pk, filename="a.txt")["Location"]
    other = signed(town, persona)
    assert other.head(url, headers=TUS).status_code == 404
    assert patch(other, url, 0, b"abc").status_code == 404
    assert other.delete(url, headers=TUS).status_code == 404


def test_a_right_that_is_withdrawn_stops_the_upload(town: Town) -> None:
    client = signed(town, "agent")
    url = create(client, 6, b"abc", parent=town.space.pk, filename="a.txt")["Location"]
    Membership.objects.filter(workspace=town.space, party_id=town.persons["agent"].pk).delete()
    assert patch(client, url, 3, b"def").status_code == 404
    assert not File.objects.exists()


def test_a_new_version_after_one_that_was_not_seen_is_asked_about(town: Town, put: Put) -> None:
    agent = town.actor("agent")
    first = put(agent, town.space.pk, "a.txt", b"un")
    client = signed(town, "agent")
    begun = create(client, 4, file=first.file_id, expected=1, filename="a.txt", remark="relu")
    put(town.actor("partner"), town.space.pk, "a.txt", b"deux", name_choice="version")
    refused = patch(client, begun["Location"], 0, b"abcd")
    assert refused.status_code == 409
    assert json.loads(refused.content)["type"].endswith("newer_version")
    assert FileVersion.objects.count() == 2
    answer = client.post(begun["Location"] + "suite/", {"choice": "version"})
    assert answer.status_code == 204
    current = File.objects.get(pk=first.file_id).current
    assert (current.number, current.remark) == (3, "relu")


def test_a_locked_file_is_refused_before_its_bytes(town: Town, put: Put) -> None:
    first = put(town.actor("agent"), town.space.pk, "a.txt", b"un")
    locks.lock_file(actor=town.actor("partner"), file_id=first.file_id, message="en relecture")
    answer = create(signed(town, "agent"), 4, file=first.file_id, filename="a.txt")
    assert answer.status_code == 423
    assert "en relecture" in json.loads(answer.content)["detail"]


def test_the_server_keeps_within_its_disk_and_share(town: Town, settings: object) -> None:
    settings.ORGANISATION_SHARE_BYTES = 10
    answer = create(signed(town, "agent"), 11, parent=town.space.pk, filename="a.txt")
    assert answer.status_code == 507
    settings.MAX_FILE_BYTES = 10
    answer = create(signed(town, "agent"), 11, parent=town.space.pk, filename="a.txt")
    assert answer.status_code == 413


def test_taken_names_are_told_before_sending(town: Town, put: Put) -> None:
    put(town.actor("agent"), town.space.pk, "Plan.pdf")
    paths = [["plan.pdf"], ["autre.pdf"], ["Plans", "plan.pdf"], ["\u200b"]]
    answer = signed(town, "agent").post(
        f"/documents/{town.space.pk}/conflits/", {"paths": json.dumps(paths)}
    )
    assert answer.json() == {"taken": [["plan.pdf"]]}
    answer = signed(town, "outsider").post(
        f"/documents/{town.space.pk}/conflits/",
        {"paths": "[]"},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 404
