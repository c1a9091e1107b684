import hashlib
import io
import secrets
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from parvis.kernel.storage.backends import backend
from parvis.kernel.storage.blobs import blob_exists, open_blob, read_blob, write_blob
from parvis.kernel.storage.cipher import CHUNK_BYTES
from parvis.kernel.storage.errors import (
    BackendError,
    BlobMissingError,
    StorageError,
    TamperedError,
    UnknownKeyError,
)
from parvis.kernel.storage.models import Blob

MIB = 1024 * 1024


def objects() -> list[str]:
    return [stored.name for stored in backend().objects()]


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 9 * CHUNK_BYTES + 7]
)
def test_content_comes_back(place: str, organisation_id: UUID, size: int) -> None:
    content = secrets.token_bytes(size)
    blob = write_blob(organisation_id=organisation_id, chunks=[content[:5], content[5:]])
    assert (blob.size, blob.digest) == (size, hashlib.sha256(content).hexdigest())
    assert b"".join(read_blob(Blob.objects.get(pk=blob.pk))) == content
    assert objects() == [blob.object_name]


@pytest.mark.django_db
def test_ranges_come_back(place: str, organisation_id: UUID) -> None:
    content = secrets.token_bytes(3 * CHUNK_BYTES + 100)
    blob = write_blob(organisation_id=organisation_id, chunks=[content])
    for start, end in [
        (0, 0),
        (0, 1),
        (CHUNK_BYTES - 1, CHUNK_BYTES + 1),
        (CHUNK_BYTES, 2 * CHUNK_BYTES),
        (len(content) - 1, len(content)),
        (5, len(content)),
        (len(content), len(content)),
    ]:
        assert b"".join(read_blob(blob, start, end)) == content[start:end]
    with pytest.raises(ValueError, match="not inside"):
        read_blob(blob, 0, len(content) + 1)


@pytest.mark.django_db
def test_range_reads_only_what_it_needs(organisation_id: UUID) -> None:
    blob = write_blob(organisation_id=organisation_id, chunks=[bytes(4 * CHUNK_BYTES)])
    path = next(p for p in files(backend().root) if p.name == blob.object_name)  # type: ignore[attr-defined]
    path.chmod(0o600)
    sealed = bytearray(path.read_bytes())
    sealed[-1] ^= 1
    path.write_bytes(sealed)
    assert b"".join(read_blob(blob, 0, 3 * CHUNK_BYTES)) == bytes(3 * CHUNK_BYTES)
    with pytest.raises(TamperedError):
        list(read_blob(blob, 3 * CHUNK_BYTES))


@pytest.mark.django_db
def test_same_content_is_stored_once_in_an_organisation_and_never_across(
    place: str, organisation_id: UUID
) -> None:
    first = write_blob(organisation_id=organisation_id, chunks=[b"delib", b"eration"])
    again = write_blob(organisation_id=organisation_id, chunks=[b"deliberation"])
    other = write_blob(organisation_id=uuid4(), chunks=[b"deliberation"])
    assert again.pk == first.pk
    assert again.written_at > first.written_at
    assert other.pk != first.pk
    assert sorted(objects()) == sorted([first.object_name, other.object_name])
    sealed = [backend().head(blob.object_name, 10_000)[0] for blob in (first, other)]
    assert sealed[0] != sealed[1]


@pytest.mark.django_db
def test_nothing_is_in_clear_on_disk(organisation_id: UUID, data_dir: Path) -> None:
    secret = b"avis confidentiel sur la preemption" * 100
    blob = write_blob(organisation_id=organisation_id, chunks=[secret])
    for path in files(data_dir):
        assert secret[:30] not in path.read_bytes()
        assert blob.digest not in str(path)
    path = next(path for path in files(data_dir) if path.name == blob.object_name)
    assert path.stat().st_mode & 0o777 == 0o400
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.django_db
def test_source_that_fails_leaves_nothing(place: str, organisation_id: UUID) -> None:
    def broken() -> Iterator[bytes]:
        yield bytes(9 * MIB)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        write_blob(organisation_id=organisation_id, chunks=broken())
    assert not Blob.objects.exists()
    assert objects() == []
    assert backend().sweep_temporary(older_than=timedelta(days=-1)) == 0


@pytest.mark.django_db
def test_missing_object_is_said_and_mended_by_the_next_upload(
    place: str, organisation_id: UUID
) -> None:
    blob = write_blob(organisation_id=organisation_id, chunks=[b"plan"])
    backend().delete(blob.object_name)
    assert not blob_exists(blob)
    with pytest.raises(BlobMissingError):
        read_blob(blob)
    mended = write_blob(organisation_id=organisation_id, chunks=[b"plan"])
    assert mended.pk == blob.pk
    assert b"".join(read_blob(mended)) == b"plan"


@pytest.mark.django_db(transaction=True)
def test_cut_object_is_refused_before_the_first_byte_and_mended(organisation_id: UUID) -> None:
    blob = write_blob(organisation_id=organisation_id, chunks=[b"plan" * 1000])
    path = next(p for p in files(backend().root) if p.name == blob.object_name)  # type: ignore[attr-defined]
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(TamperedError):
        read_blob(blob)
    mended = write_blob(organisation_id=organisation_id, chunks=[b"plan" * 1000])
    assert b"".join(read_blob(mended)) == b"plan" * 1000
    assert objects() == [mended.object_name]


@pytest.mark.django_db
def test_row_changed_in_the_database_does_not_open(organisation_id: UUID) -> None:
    one = write_blob(organisation_id=organisation_id, chunks=[b"one!"])
    two = write_blob(organisation_id=organisation_id, chunks=[b"two!"])
    one.object_name = two.object_name
    with pytest.raises(TamperedError):
        list(read_blob(one))
    one.wrapped_key = two.wrapped_key
    with pytest.raises(TamperedError):
        list(read_blob(one))
    two.key_id = "0" * 16
    with pytest.raises(UnknownKeyError):
        read_blob(two)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=2000))
def test_any_content_comes_back(organisation_id: UUID, content: bytes) -> None:
    blob = write_blob(organisation_id=organisation_id, chunks=[content])
    assert b"".join(read_blob(blob)) == content


@pytest.mark.django_db
def test_open_blob_is_a_seekable_file(place: str, organisation_id: UUID) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("plan.pdf", secrets.token_bytes(2 * MIB))
        archive.writestr("note.txt", "bonjour")
    blob = write_blob(organisation_id=organisation_id, chunks=[buffer.getvalue()])
    with open_blob(blob) as file, zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert archive.read("note.txt") == b"bonjour"
    with open_blob(blob) as file:
        assert file.read() == buffer.getvalue()
        assert file.seek(-4, io.SEEK_END) == blob.size - 4
        assert file.read(10) == buffer.getvalue()[-4:]
        with pytest.raises(ValueError, match="negative"):
            file.seek(-1)


def test_full_or_forbidden_disk_is_a_plain_error(data_dir: Path, organisation_id: UUID) -> None:
    (data_dir / "blobs").write_text("a file where the folder should be")
    with pytest.raises(BackendError):
        write_blob(organisation_id=organisation_id, chunks=[b"x"])
    with pytest.raises(BackendError):
        backend().check()


@pytest.mark.parametrize("url", ["s3://", "s3://host", "ftp://host/bucket", "s3:///bucket"])
def test_wrong_storage_url_is_a_plain_error(url: str, settings: Settings) -> None:
    settings.STORAGE_URL = url
    with pytest.raises(BackendError, match="STORAGE_URL"):
        backend()


def test_check_proves_the_place(place: str) -> None:
    backend().check()
    assert objects() == []


def test_store_that_is_down_is_a_plain_error(settings: Settings) -> None:
    settings.STORAGE_URL = "s3://key:secret@127.0.0.1:9/bucket?insecure=1"
    with pytest.raises(BackendError):
        backend().check()
    with pytest.raises(StorageError):
        backend().head("ab" * 32, 20)
