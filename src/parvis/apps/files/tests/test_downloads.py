"""Contents on their way out: ranges, harmless answers, archives, and what the antivirus stops."""

import io
import zipfile
from pathlib import Path

import pytest
from tests.town import Town

from parvis.apps.files.enums import Verdict
from parvis.apps.files.errors import InfectedError
from parvis.apps.files.models import FileVersion
from parvis.apps.files.services import folders
from parvis.apps.files.tests.conftest import Put, browser
from parvis.apps.workspaces.services import items, restrictions
from parvis.kernel.models import Event
from parvis.kernel.storage.ranges import ByteRange, UnsatisfiableError, parse_range

CONTENT = bytes(range(256)) * 20_000


def url_of(version: FileVersion) -> str:
    return f"/documents/fichier/{version.file_id}/contenu/"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-9", ByteRange(0, 10)),
        ("bytes=90-", ByteRange(90, 100)),
        ("bytes=-10", ByteRange(90, 100)),
        ("bytes=-1000", ByteRange(0, 100)),
        ("bytes=50-1000", ByteRange(50, 100)),
        ("Bytes = 5-5", ByteRange(5, 6)),
        ("bytes=9-5", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("octets=0-1", None),
        ("bytes=a-b", None),
    ],
)
def test_ranges_are_read_as_the_standard_says(header: str, expected: ByteRange | None) -> None:
    assert parse_range(header, 100) == expected


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=-0", "bytes=500-600"])
def test_ranges_outside_are_not_satisfiable(header: str) -> None:
    with pytest.raises(UnsatisfiableError):
        parse_range(header, 100)


def test_a_download_is_whole_safe_and_journaled_once(town: Town, put: Put) -> None:
    version = put(town.actor("agent"), town.space.pk, "Été « fini ».bin", CONTENT)
    client = browser(town, "mayor")
    answer = client.get(url_of(version))
    assert b"".join(answer.streaming_content) == CONTENT
    assert answer["Content-Length"] == str(len(CONTENT))
    assert answer["ETag"] == f'"{version.blob.digest}"'
    assert answer["Content-Disposition"].startswith("attachment")
    assert "filename*=UTF-8''%C3%89t%C3%A9" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    part = client.get(url_of(version), headers={"Range": "bytes=1048570-1048585"})
    assert part.status_code == 206
    assert b"".join(part.streaming_content) == CONTENT[1048570:1048586]
    assert part["Content-Range"] == f"bytes 1048570-1048585/{len(CONTENT)}"
    assert Event.objects.filter(type="files.file_downloaded").count() == 1


def test_what_has_not_changed_is_not_sent_again(town: Town, put: Put) -> None:
    version = put(town.actor("agent"), town.space.pk, "a.bin", CONTENT)
    client = browser(town, "mayor")
    etag = client.head(url_of(version))["ETag"]
    assert client.get(url_of(version), headers={"If-None-Match": etag}).status_code == 304
    stale = {"Range": "bytes=0-3", "If-Range": '"other"'}
    assert client.get(url_of(version), headers=stale).status_code == 200
    assert client.get(url_of(version), headers={"Range": "bytes=99999999-"}).status_code == 416


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<html><script>alert(1)</script></html>"),
        ("dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("data.xml", b"<?xml version='1.0'?><a/>"),
        ("piege.png", b"<html><script>alert(1)</script></html>"),
        ("piege.pdf", b"%PDF-1.4 <script>"),
    ],
)
def test_what_could_run_is_never_inline(town: Town, put: Put, name: str, content: bytes) -> None:
    version = put(town.actor("agent"), town.space.pk, name, content)
    answer = browser(town, "mayor").get(url_of(version), {"inline": "1"})
    assert answer["Content-Disposition"].startswith("attachment")
    assert not any(word in answer["Content-Type"] for word in ("html", "svg", "xml"))


def test_the_saved_name_follows_the_title_and_keeps_its_extension(town: Town, put: Put) -> None:
    agent = town.actor("agent")
    version = put(agent, town.space.pk, "rapport.txt", b"un")
    put(agent, town.space.pk, "rapport.txt", b"deux", name_choice="version")
    items.rename_item(actor=agent, item_id=version.file_id, title="Bilan 2026")
    client = browser(town, "agent")
    assert "Bilan 2026.txt" in client.get(url_of(version))["Content-Disposition"]
    old = client.get(url_of(version), {"version": "1"})
    assert "Bilan 2026 (v1).txt" in old["Content-Disposition"]
    assert b"".join(old.streaming_content) == b"un"


def test_a_folder_as_zip_holds_what_its_reader_sees(town: Town, put: Put) -> None:
    manager, agent = town.actor("manager"), town.actor("agent")
    folder = folders.add_folder(actor=agent, parent_id=town.space.pk, title="Plans")
    inner = folders.add_folder(actor=agent, parent_id=folder.pk, title="Été : 2026?")
    folders.add_folder(actor=agent, parent_id=folder.pk, title="Vide")
    put(agent, folder.pk, "un.txt", b"un" * 1000)
    put(agent, inner.pk, "deux|.txt", b"deux")
    hidden = put(manager, folder.pk, "paie.txt", b"secret")
    restrictions.restrict_item(actor=manager, item_id=hidden.file_id)
    answer = browser(town, "mayor").get(f"/documents/{folder.pk}/zip/")
    body = b"".join(answer.streaming_content)
    assert answer["Content-Length"] == str(len(body))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == [
            "Vide/",
            "un.txt",
            "Été _ 2026_/",
            "Été _ 2026_/deux_.txt",
        ]
        assert archive.read("un.txt") == b"un" * 1000
    chosen = browser(town, "mayor").get(f"/documents/{folder.pk}/zip/", {"items": str(inner.pk)})
    with zipfile.ZipFile(io.BytesIO(b"".join(chosen.streaming_content))) as archive:
        assert archive.namelist() == ["Été _ 2026_/", "Été _ 2026_/deux_.txt"]
    assert Event.objects.filter(type="files.folder_downloaded").count() == 2


def test_a_virus_is_stopped_everywhere_and_told(town: Town, put: Put) -> None:
    agent = town.actor("agent")
    version = put(agent, town.space.pk, "facture.txt", b"x")
    put(agent, town.space.pk, "sain.txt", b"y")
    FileVersion.objects.filter(pk=version.pk).update(verdict=Verdict.INFECTED, threat="Test")
    client = browser(town, "agent")
    json = {"Accept": "application/json"}
    assert client.get(url_of(version), headers=json).status_code == 403
    assert client.get(url_of(version), {"inline": "1"}, headers=json).status_code == 403
    page = client.get(f"/documents/fichier/{version.file_id}/").content.decode()
    assert "virus" in page
    assert f"{url_of(version)}?version=1" not in page.replace("&amp;", "&").split("versions")[0]
    answer = client.get(f"/documents/{town.space.pk}/zip/")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert "facture.txt" not in archive.namelist()
        assert "sain.txt" in archive.namelist()
        assert "facture.txt" in archive.read("Fichiers absents.txt").decode()


def test_what_waits_for_the_scanner_waits(
    town: Town, put: Put, settings: object, tmp_path: Path
) -> None:
    settings.CLAMAV_URL = f"unix:{tmp_path}/nothing.ctl"
    version = put(town.actor("agent"), town.space.pk, "a.txt", b"x")
    assert version.verdict == Verdict.WAITING
    client = browser(town, "agent")
    answer = client.get(url_of(version), headers={"Accept": "application/json"})
    assert answer.status_code == 409
    page = client.get(f"/documents/fichier/{version.file_id}/").content.decode()
    assert "L’antivirus vérifie ce fichier" in page
    FileVersion.objects.update(verdict=Verdict.INFECTED)
    with pytest.raises(InfectedError):
        put(town.actor("agent"), town.space.pk, "b.txt", b"x")
