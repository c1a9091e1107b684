import base64
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from parvis.kernel.storage.blobs import read_blob, write_blob
from parvis.kernel.storage.errors import MasterKeyError, TamperedError, UnknownKeyError
from parvis.kernel.storage.keys import (
    KeyFolder,
    MasterKeys,
    WrappedKey,
    decode_key,
    encode_key,
    master_keys,
)
from parvis.kernel.storage.models import Blob
from parvis.kernel.storage.rotation import rotate_master_key, unknown_key_ids

OLD, NEW = bytes(32), bytes(range(32))


def test_wrapped_key_opens_only_in_its_context() -> None:
    keys = MasterKeys(current=OLD)
    wrapped = keys.wrap(b"k" * 32, context=b"here")
    assert keys.unwrap(wrapped, context=b"here") == b"k" * 32
    with pytest.raises(TamperedError):
        keys.unwrap(wrapped, context=b"there")
    for sealed in (b"", wrapped.sealed[:-1], bytes([wrapped.sealed[0] ^ 1]) + wrapped.sealed[1:]):
        with pytest.raises(TamperedError):
            keys.unwrap(WrappedKey(wrapped.key_id, sealed), context=b"here")


def test_previous_keys_still_open() -> None:
    wrapped = MasterKeys(current=OLD).wrap(b"k" * 32, context=b"")
    assert MasterKeys(current=NEW, previous=[OLD]).unwrap(wrapped, context=b"") == b"k" * 32
    with pytest.raises(UnknownKeyError):
        MasterKeys(current=NEW).unwrap(wrapped, context=b"")


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_key_is_read_as_operators_write_it(encode: object) -> None:
    secret = b"\xff\xfe" * 16
    text = encode(secret).decode()  # type: ignore[operator]
    assert decode_key(text) == decode_key(f" {text.rstrip('=')}\n") == secret


@pytest.mark.parametrize("text", ["", "short", "é" * 44, encode_key(bytes(32))[:-4], "A" * 100])
def test_wrong_key_is_said_plainly(text: str) -> None:
    with pytest.raises(MasterKeyError, match="a master key"):
        decode_key(text)


def test_first_key_is_made_once_and_private(data_dir: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = {keys.current.id for keys in pool.map(lambda _: KeyFolder(data_dir).load(), range(8))}
    assert len(ids) == 1
    assert [path.name for path in data_dir.iterdir()] == ["master"]
    assert (data_dir / "master").stat().st_mode & 0o777 == 0o600


def test_lost_current_key_is_not_silently_replaced(data_dir: Path) -> None:
    folder = KeyFolder(data_dir)
    folder.load()
    folder.replace()
    (data_dir / "master").unlink()
    with pytest.raises(MasterKeyError, match="put it back"):
        folder.load()


@pytest.mark.django_db
def test_rotation_wraps_every_key_anew_and_touches_no_object(
    organisation_id: UUID, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parvis.kernel.storage.rotation.BATCH", 2)
    contents = [secrets.token_bytes(100) for _ in range(5)]
    blobs = [write_blob(organisation_id=organisation_id, chunks=[c]) for c in contents]
    objects = {p: p.read_bytes() for p in (data_dir / "blobs").rglob("*") if p.is_file()}
    seen: list[int] = []
    done = rotate_master_key(progress=seen.append)
    assert (done.rewrapped, done.is_resumed, seen) == (5, False, [2, 4, 5])
    assert set(Blob.objects.values_list("key_id", flat=True)) == {done.key_id}
    assert done.key_id == master_keys().current.id != blobs[0].key_id
    assert objects == {p: p.read_bytes() for p in (data_dir / "blobs").rglob("*") if p.is_file()}
    for blob, content in zip(blobs, contents, strict=True):
        assert b"".join(read_blob(blob)) == content  # read by whoever loaded it before
        blob.refresh_from_db()
        assert b"".join(read_blob(blob)) == content
    again = rotate_master_key()
    assert (again.rewrapped, again.is_resumed) == (5, False)
    assert sorted(p.name for p in (data_dir / "keys").glob("master*")) == [
        "master",
        "master.1",
        "master.2",
    ]


@pytest.mark.django_db
def test_rotation_of_keys_in_the_environment(organisation_id: UUID, settings: Settings) -> None:
    settings.MASTER_KEY = encode_key(OLD)
    blob = write_blob(organisation_id=organisation_id, chunks=[b"act"])
    with pytest.raises(MasterKeyError, match="MASTER_KEY_PREVIOUS"):
        rotate_master_key()
    settings.MASTER_KEY = encode_key(NEW)
    assert unknown_key_ids() == {blob.key_id}
    with pytest.raises(MasterKeyError, match="not here"):
        rotate_master_key()
    settings.MASTER_KEY_PREVIOUS = encode_key(OLD)
    assert b"".join(read_blob(blob)) == b"act"
    assert rotate_master_key().rewrapped == 1
    settings.MASTER_KEY_PREVIOUS = ""
    blob.refresh_from_db()
    assert unknown_key_ids() == set()
    assert b"".join(read_blob(blob)) == b"act"


@pytest.mark.django_db
def test_key_moves_from_the_folder_to_the_environment(
    organisation_id: UUID, settings: Settings
) -> None:
    blob = write_blob(organisation_id=organisation_id, chunks=[b"act"])
    settings.MASTER_KEY = encode_key(NEW)
    assert b"".join(read_blob(blob)) == b"act"
    assert rotate_master_key().rewrapped == 1
