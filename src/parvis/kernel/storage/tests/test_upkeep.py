from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from parvis.kernel.storage import upkeep
from parvis.kernel.storage.backends import backend
from parvis.kernel.storage.blobs import read_blob, write_blob
from parvis.kernel.storage.errors import SweepRefusedError
from parvis.kernel.storage.models import Blob, BlobState
from parvis.kernel.storage.upkeep import (
    delete_unreferenced,
    register_blob_references,
    sweep_temporary,
    verify_blobs,
)

DAY = timedelta(days=1)


def write(organisation_id: UUID, content: bytes, *, days_ago: int = 0) -> Blob:
    blob = write_blob(organisation_id=organisation_id, chunks=[content])
    blob.written_at = timezone.now() - days_ago * DAY
    blob.save()
    return blob


def objects() -> set[str]:
    return {stored.name for stored in backend().objects()}


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The ids that a holder refers to."""
    ids: list[UUID] = []
    monkeypatch.setattr(upkeep, "_references", [])
    register_blob_references(
        lambda: Blob.objects.filter(pk__in=list(ids)).values_list("pk", flat=True)
    )
    register_blob_references(lambda: Blob.objects.none().values_list("pk", flat=True))
    return ids


@pytest.mark.django_db(transaction=True)
def test_only_old_blobs_that_nobody_holds_are_removed(
    place: str, organisation_id: UUID, held: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "BATCH", 2)
    kept = [write(organisation_id, b"held%d" % n, days_ago=9) for n in range(3)]
    fresh = write(organisation_id, b"fresh")
    lost = [write(organisation_id, b"lost%d" % n, days_ago=9) for n in range(3)]
    held.extend(blob.pk for blob in kept)
    assert delete_unreferenced() == 3
    left = {*kept, fresh}
    assert set(Blob.objects.all()) == left
    assert objects() == {blob.object_name for blob in left}
    assert not objects() & {blob.object_name for blob in lost}
    assert delete_unreferenced(grace=timedelta(0)) == 1
    assert set(Blob.objects.all()) == set(kept)


@pytest.mark.django_db(transaction=True)
def test_content_brought_again_is_safe_for_another_grace(
    organisation_id: UUID, held: list[UUID]
) -> None:
    write(organisation_id, b"plan", days_ago=9)
    blob = write_blob(organisation_id=organisation_id, chunks=[b"plan"])
    assert delete_unreferenced() == 0
    assert b"".join(read_blob(blob)) == b"plan"


@pytest.mark.django_db(transaction=True)
def test_reference_that_appears_meanwhile_saves_its_blob(
    organisation_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = write(organisation_id, b"plan", days_ago=9)
    answers = iter([set(), {blob.pk}])
    monkeypatch.setattr(upkeep, "_held_among", lambda _: next(answers))
    assert delete_unreferenced() == 0
    assert b"".join(read_blob(blob)) == b"plan"


@pytest.fixture
def holder(transactional_db: None) -> Iterator[str]:
    """A table that points to blobs and that no model describes."""
    kind = "uuid" if connection.vendor == "postgresql" else "char(32)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE holder (blob_id {kind} REFERENCES storage_blob (id)"
            " DEFERRABLE INITIALLY DEFERRED)"
        )
    yield "holder"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE holder")


def test_reference_that_only_the_database_sees_keeps_the_blob(
    holder: str, organisation_id: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    blob = write(organisation_id, b"plan", days_ago=9)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {holder} SELECT id FROM storage_blob WHERE size = 4"  # noqa: S608
        )
    assert delete_unreferenced() == 0
    assert b"".join(read_blob(blob)) == b"plan"
    assert "is kept" in caplog.text


@pytest.mark.django_db
def test_every_foreign_key_holds(organisation_id: UUID) -> None:
    """The registry needs no foreign key: this proves that they are looked at, hidden ones too."""
    pointing = {
        (relation.related_model, relation.field.attname)
        for relation in Blob._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
    }
    assert set(upkeep._foreign_keys()) == pointing


@pytest.mark.django_db
def test_finished_objects_without_a_row_are_swept(place: str, organisation_id: UUID) -> None:
    kept = write(organisation_id, b"kept")
    orphan = write(organisation_id, b"orphan")
    Blob.objects.filter(pk=orphan.pk).delete()
    assert sweep_temporary() == 0
    assert sweep_temporary(older_than=-DAY) == 1
    assert objects() == {kept.object_name}


@pytest.mark.django_db
def test_unfinished_objects_are_swept_when_old(place: str, organisation_id: UUID) -> None:
    writer = backend().create("ab" * 32)
    writer.write(bytes(9 * 1024 * 1024))
    if place == "folder":  # the S3 server of the tests dates all parts to 2010
        assert sweep_temporary() == 0
    assert sweep_temporary(older_than=-DAY) == 1
    assert objects() == set()
    writer.abort()


@pytest.mark.django_db
def test_sweep_of_a_wrong_database_is_refused(organisation_id: UUID) -> None:
    for number in range(30):
        write(organisation_id, str(number).encode())
    Blob.objects.all().delete()
    with pytest.raises(SweepRefusedError, match="DATABASE_URL"):
        sweep_temporary(older_than=-DAY)
    assert len(objects()) == 30


@pytest.mark.django_db
def test_foreign_files_are_left_alone(organisation_id: UUID, data_dir: Path) -> None:
    write(organisation_id, b"kept")
    note = data_dir / "blobs" / "ab" / "cd" / "README"
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text("do not remove")
    assert sweep_temporary(older_than=-DAY) == 0
    assert note.exists()


@pytest.mark.django_db
def test_verify_tells_what_is_wrong_and_counts(
    organisation_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "BATCH", 2)
    good, gone, cut, changed, wrong = (
        write(organisation_id, name) for name in (b"good", b"gone", b"cut", b"changed", b"wrong")
    )
    backend().delete(gone.object_name)
    for blob, spoil in ((cut, lambda raw: raw[:-1]), (changed, lambda raw: raw[:-1] + b"\0")):
        path = backend()._path(blob.object_name)  # type: ignore[attr-defined]
        path.chmod(0o600)
        path.write_bytes(spoil(path.read_bytes()))
    Blob.objects.filter(pk=wrong.pk).update(digest="00" * 32)
    seen: list[tuple[int, int]] = []
    problems = list(verify_blobs(progress=lambda done, total: seen.append((done, total))))
    assert [(p.blob_id, p.kind) for p in problems] == [
        (gone.pk, "missing"),
        (cut.pk, "blob_tampered"),
        (changed.pk, "blob_tampered"),
        (wrong.pk, "blob_tampered"),
    ]
    total = sum(blob.size for blob in (good, gone, cut, changed, wrong))
    assert seen[-1] == (total, total)
    assert len(seen) == 5
    gone.refresh_from_db()
    assert gone.state == BlobState.MISSING
    assert list(verify_blobs(organisation_id=uuid4())) == []


@pytest.mark.django_db
def test_object_put_back_is_stored_again(organisation_id: UUID) -> None:
    blob = write(organisation_id, b"plan")
    raw, _ = backend().head(blob.object_name, 1000)
    backend().delete(blob.object_name)
    assert [problem.kind for problem in verify_blobs()] == ["missing"]
    writer = backend().create(blob.object_name)
    writer.write(raw)
    writer.commit()
    assert list(verify_blobs()) == []
    blob.refresh_from_db()
    assert blob.state == BlobState.STORED
