"""Files by the API: contents, versions, locks, uploads, and refusals that leave nothing behind."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from tests.town import Town

from parvis.apps.accounts.models import ApiToken
from parvis.apps.accounts.services import create_token
from parvis.apps.files.api import files as files_api
from parvis.apps.files.models import File, FileVersion, Upload
from parvis.apps.files.services import versions
from parvis.apps.workspaces.models import Item
from parvis.kernel.models import Event
from parvis.kernel.storage.blobs import write_blob

Call = Callable[..., Any]
PROBLEM = "application/problem+json"


@pytest.fixture
def call(town: Town) -> Call:
    """Call the API as a persona, with JSON, a form or raw bytes."""
    secrets: dict[str, str] = {}

    def _call(persona: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        if persona not in secrets:
            secrets[persona] = create_token(
                user_id=town.user(persona).pk,
                organisation_id=town.persons[persona].organisation_id,
                name="tests",
                scopes=["write"],
            )
        headers["authorization"] = f"Bearer {secrets[persona]}"
        address = path if path.startswith("/api/") else f"/api/v1{path}"
        if isinstance(body, dict) and "file" in body:
            return Client().post(address, body, headers=headers)
        raw = body if isinstance(body, bytes) else json.dumps(body) if body is not None else ""
        media_type = headers.pop("media_type", "application/json")
        return Client().generic(method, address, raw, content_type=media_type, headers=headers)

    return _call


def paper(words: bytes = b"Bonjour", name: str = "Note.txt") -> ContentFile[bytes]:
    return ContentFile(words, name=name)


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_file_goes_in_gains_versions_and_comes_out(town: Town, call: Call) -> None:
    folder = call("agent", "POST", f"/folders/{town.space.pk}/folders", {"title": "Devis"})
    assert folder.status_code == 201
    place = f"/folders/{folder.json()['id']}"
    made = call("agent", "POST", f"{place}/files", {"file": paper(), "remark": "Premier jet"})
    assert made.status_code == 201, made.content
    file = f"/files/{made.json()['id']}"
    assert made.json()["current"]["remark"] == "Premier jet"
    second = call("agent", "POST", f"{file}/versions", {"file": paper(b"Bonsoir"), "expected": 1})
    assert second.json()["number"] == 2
    assert body_of(call("mayor", "GET", f"{file}/content")) == b"Bonsoir"
    assert body_of(call("mayor", "GET", f"{file}/content?version=1")) == b"Bonjour"
    part = call("mayor", "GET", f"{file}/content", range="bytes=3-4")
    assert (part.status_code, body_of(part)) == (206, b"so")
    back = call("agent", "POST", f"{file}/versions/1/restore")
    assert (back.json()["number"], back.json()["restored_from"]) == (3, 1)
    listed = call("mayor", "GET", f"{file}/versions").json()["items"]
    assert [one["number"] for one in listed] == [3, 2, 1]
    children = call("mayor", "GET", f"{place}/children").json()["items"]
    assert children[0]["current"]["number"] == 3
    archive = call("mayor", "GET", f"{place}/archive")
    assert body_of(archive).startswith(b"PK")


def test_taken_name_is_refused_or_numbered_as_asked(town: Town, call: Call) -> None:
    place = f"/folders/{town.space.pk}/files"
    assert call("agent", "POST", place, {"file": paper()}).status_code == 201
    refused = call("agent", "POST", place, {"file": paper(b"autre")})
    assert (refused.status_code, refused["Content-Type"]) == (409, PROBLEM)
    kept = call("agent", "POST", place, {"file": paper(b"autre"), "name_choice": "keep_both"})
    assert kept.json()["title"] == "Note (2).txt"
    assert FileVersion.objects.count() == 2


def test_late_version_is_refused_and_changes_nothing(town: Town, call: Call) -> None:
    made = call("agent", "POST", f"/folders/{town.space.pk}/files", {"file": paper()}).json()
    path = f"/files/{made['id']}/versions"
    call("agent", "POST", path, {"file": paper(b"deux"), "expected": 1})
    late = call("partner", "POST", path, {"file": paper(b"trois"), "expected": 1})
    assert (late.status_code, late.json()["type"]) == (409, "urn:parvis:problem:newer_version")
    assert File.objects.get(pk=made["id"]).last_number == 2


def test_lock_keeps_others_out_and_says_why(town: Town, call: Call) -> None:
    made = call("agent", "POST", f"/folders/{town.space.pk}/files", {"file": paper()}).json()
    path = f"/files/{made['id']}"
    locked = call("agent", "PUT", f"{path}/lock", {"message": "Je relis"})
    assert locked.json()["message"] == "Je relis"
    refused = call("partner", "POST", f"{path}/versions", {"file": paper(b"x")})
    assert refused.status_code == 423
    assert "Je relis" in refused.json()["detail"]
    assert call("partner", "DELETE", f"{path}/lock").status_code == 403
    assert call("agent", "DELETE", f"{path}/lock").status_code == 204
    assert call("mayor", "GET", path).json()["lock"] is None


@pytest.mark.parametrize("persona", ["mayor", "councillor", "outsider", "stranger"])
def test_refused_file_leaves_nothing_behind(town: Town, call: Call, persona: str) -> None:
    events = Event.objects.count()
    refused = call(persona, "POST", f"/folders/{town.space.pk}/files", {"file": paper()})
    assert refused.status_code in {403, 404}
    assert (Item.objects.filter(kind="files.file").count(), Event.objects.count()) == (0, events)


def test_form_beyond_the_limit_is_sent_to_uploads(
    town: Town, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_api, "LARGEST_FORM", 1_000)
    monkeypatch.setattr(files_api, "ENVELOPE", 1_000_000)
    refused = call("agent", "POST", f"/folders/{town.space.pk}/files", {"file": paper(b"x" * 5000)})
    assert (refused.status_code, refused["Content-Type"]) == (413, PROBLEM)
    assert "/api/v1/uploads" in refused.json()["detail"]
    assert not FileVersion.objects.exists()


def test_large_file_resumes_after_a_cut_by_token_alone(town: Town, call: Call) -> None:
    def said(value: str) -> str:
        return base64.b64encode(value.encode()).decode()

    speaks = {"Tus-Resumable": "1.0.0"}
    metadata = f"parent {said(str(town.space.pk))},filename {said('Plan.txt')}"
    begun = call(
        "agent",
        "POST",
        "/uploads",
        **speaks,
        **{"Upload-Length": "7", "Upload-Metadata": metadata},
    )
    assert begun.status_code == 201, begun.content
    place = begun["Location"]
    assert place.startswith("/api/v1/uploads/")
    piece = {**speaks, "media_type": "application/offset+octet-stream"}
    assert (
        call("agent", "PATCH", place, b"Bon", **piece, **{"Upload-Offset": "0"}).status_code == 204
    )
    assert call("agent", "HEAD", place, **speaks)["Upload-Offset"] == "3"
    wrong = call("agent", "PATCH", place, b"jour", **piece, **{"Upload-Offset": "9"})
    assert (wrong.status_code, wrong["Content-Type"]) == (409, PROBLEM)
    ended = call("agent", "PATCH", place, b"jour", **piece, **{"Upload-Offset": "3"})
    assert body_of(call("mayor", "GET", f"/files/{ended['Parvis-Item']}/content")) == b"Bonjour"
    assert call("partner", "HEAD", place, **speaks).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 60])
def test_folder_takes_a_constant_number_of_queries(
    town: Town, call: Call, count: int, django_assert_max_num_queries: Any
) -> None:
    blob = write_blob(organisation_id=town.organisation.pk, chunks=[b"Bonjour"])
    for number in range(count):
        versions.add_file(
            actor=town.actor("agent"), parent_id=town.space.pk, name=f"{number}.txt", blob=blob
        )
    call("mayor", "GET", "/me")
    with django_assert_max_num_queries(10):
        page = call("mayor", "GET", f"/folders/{town.space.pk}/children").json()
    assert len(page["items"]) == min(count, 50)


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Ce n’est pas un identifiant"), ("en", "This is not an id")]
)
def test_refusals_speak_the_language_of_the_caller(
    town: Town, call: Call, language: str, words: str
) -> None:
    refused = call("agent", "GET", "/items?workspace_id=nothing", **{"accept-language": language})
    assert refused.status_code == 422
    assert refused.json()["errors"]["workspace_id"][0].startswith(words)


def test_answer_comes_again_whole_and_for_who_still_may_call(town: Town) -> None:
    secret = create_token(
        user_id=town.user("agent").pk,
        organisation_id=town.organisation.pk,
        name="tests",
        scopes=["write"],
    )
    parent = base64.b64encode(str(town.space.pk).encode()).decode()
    headers = {
        "authorization": f"Bearer {secret}",
        "idempotency-key": "k3",
        "tus-resumable": "1.0.0",
        "upload-length": "3",
        "upload-metadata": f"parent {parent},filename QQ==",
    }
    first = Client().post("/api/v1/uploads", headers=headers)
    again = Client().post("/api/v1/uploads", headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again["Location"] == first["Location"]
    assert again["Idempotency-Replayed"] == "true"
    assert Upload.objects.count() == 1
    ApiToken.objects.update(revoked_at=timezone.now())
    assert Client().post("/api/v1/uploads", headers=headers).status_code == 401
