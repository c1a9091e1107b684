import fcntl
import os
import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.kernel.storage.errors import (
    BackendError,
    OffsetConflictError,
    TamperedError,
    UploadBusyError,
    UploadMissingError,
    UploadTooLongError,
)
from parvis.kernel.storage.rotation import rotate_master_key
from parvis.kernel.storage.uploads import UploadSpool, upload_spool

MIB = 1024 * 1024


@pytest.fixture
def spool() -> UploadSpool:
    return upload_spool()


@pytest.fixture
def upload_id(spool: UploadSpool) -> UUID:
    upload_id = uuid4()
    spool.create(upload_id)
    return upload_id


def path_of(spool: UploadSpool, upload_id: UUID) -> Path:
    return spool.root / f"{upload_id}.part"


def content(spool: UploadSpool, upload_id: UUID) -> bytes:
    return b"".join(spool.read(upload_id))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(segments=st.lists(st.lists(st.binary(max_size=300), max_size=4), max_size=5))
def test_segments_come_back_in_order(spool: UploadSpool, segments: list[list[bytes]]) -> None:
    upload_id = uuid4()
    spool.create(upload_id)
    sent = b""
    for pieces in segments:
        sent += b"".join(pieces)
        offset = spool.offset(upload_id)
        assert spool.append(upload_id, offset=offset, chunks=pieces) == len(sent)
    assert spool.offset(upload_id) == len(sent)
    assert content(spool, upload_id) == sent


def test_wrong_offset_is_refused_with_the_right_one(spool: UploadSpool, upload_id: UUID) -> None:
    spool.append(upload_id, offset=0, chunks=[b"abc"])
    for offset in (0, 2, 4, -1):
        with pytest.raises(OffsetConflictError) as caught:
            spool.append(upload_id, offset=offset, chunks=[b"x"])
        assert caught.value.offset == 3
    assert content(spool, upload_id) == b"abc"


def test_line_that_is_cut_keeps_what_came(spool: UploadSpool, upload_id: UUID) -> None:
    def cut() -> Iterator[bytes]:
        yield b"a" * MIB
        yield b"b" * 10
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        spool.append(upload_id, offset=0, chunks=cut())
    assert spool.offset(upload_id) == MIB + 10
    spool.append(upload_id, offset=MIB + 10, chunks=[b"c"])
    assert content(spool, upload_id) == b"a" * MIB + b"b" * 10 + b"c"


def test_more_than_announced_is_refused(spool: UploadSpool, upload_id: UUID) -> None:
    spool.append(upload_id, offset=0, chunks=[b"abc"], length=5)
    with pytest.raises(UploadTooLongError):
        spool.append(upload_id, offset=3, chunks=[b"d", b"ef"], length=5)
    assert content(spool, upload_id) == b"abcde"
    with pytest.raises(UploadTooLongError):
        spool.append(upload_id, offset=5, chunks=[b"f"], length=5)
    assert spool.append(upload_id, offset=5, chunks=[], length=5) == 5


def test_unknown_and_removed_uploads_are_said(spool: UploadSpool, upload_id: UUID) -> None:
    spool.delete(upload_id)
    spool.delete(upload_id)
    for act in (
        lambda: spool.offset(upload_id),
        lambda: spool.append(upload_id, offset=0, chunks=[b""]),
        lambda: content(spool, upload_id),
    ):
        with pytest.raises(UploadMissingError):
            act()


def test_second_writer_is_refused(spool: UploadSpool, upload_id: UUID) -> None:
    with path_of(spool, upload_id).open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(UploadBusyError):
            spool.append(upload_id, offset=0, chunks=[b"x"])
    assert spool.append(upload_id, offset=0, chunks=[b"x"]) == 1


def test_nothing_is_in_clear_on_disk(spool: UploadSpool, upload_id: UUID) -> None:
    secret = b"dossier social" * 50
    spool.append(upload_id, offset=0, chunks=[secret, b"x" * MIB, secret])
    raw = path_of(spool, upload_id).read_bytes()
    assert b"dossier" not in raw
    assert b"xxxx" not in raw
    assert path_of(spool, upload_id).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("surplus", [b"\0", b"torn" * 1000])
def test_what_a_crash_left_is_cut_off(spool: UploadSpool, upload_id: UUID, surplus: bytes) -> None:
    spool.append(upload_id, offset=0, chunks=[b"abc"])
    with path_of(spool, upload_id).open("ab") as file:
        file.write(surplus)
    assert spool.offset(upload_id) == 3
    spool.append(upload_id, offset=3, chunks=[b"def"])
    assert content(spool, upload_id) == b"abcdef"


def test_torn_state_is_counted_again(spool: UploadSpool, upload_id: UUID) -> None:
    spool.append(upload_id, offset=0, chunks=[b"abc"])
    spool.append(upload_id, offset=3, chunks=[b"x" * (MIB + 5)])
    path = path_of(spool, upload_id)
    raw = bytearray(path.read_bytes())
    state_at = 8 + 16 + 2 + int.from_bytes(raw[24:26], "big")
    raw[state_at : state_at + 4] = b"\xff" * 4
    path.write_bytes(raw + b"a torn record")
    assert spool.offset(upload_id) == MIB + 8
    spool.append(upload_id, offset=MIB + 8, chunks=[b"def"])
    assert content(spool, upload_id) == b"abc" + b"x" * (MIB + 5) + b"def"


def test_changed_or_cut_records_are_refused(spool: UploadSpool, upload_id: UUID) -> None:
    spool.append(upload_id, offset=0, chunks=[b"abc"])
    spool.append(upload_id, offset=3, chunks=[b"def"])
    path = path_of(spool, upload_id)
    raw = path.read_bytes()
    for spoiled in (raw[:-1] + bytes([raw[-1] ^ 1]), raw[:-1], raw[: -(16 + 16 + 3)]):
        path.write_bytes(spoiled)
        with pytest.raises(TamperedError):
            content(spool, upload_id)


def test_records_of_another_upload_are_refused(spool: UploadSpool, upload_id: UUID) -> None:
    other = uuid4()
    spool.append(upload_id, offset=0, chunks=[b"abc"])
    path_of(spool, other).write_bytes(path_of(spool, upload_id).read_bytes())
    with pytest.raises(TamperedError):
        spool.offset(other)


def test_file_that_was_never_begun_is_no_upload(spool: UploadSpool, upload_id: UUID) -> None:
    for raw in (b"", b"PARVISup", secrets.token_bytes(200)):
        path_of(spool, upload_id).write_bytes(raw)
        with pytest.raises(UploadMissingError):
            spool.offset(upload_id)


@pytest.mark.django_db
def test_upload_under_way_survives_a_rotation(spool: UploadSpool, upload_id: UUID) -> None:
    spool.append(upload_id, offset=0, chunks=[b"abc"])
    rotate_master_key()
    spool.append(upload_id, offset=3, chunks=[b"def"])
    assert content(spool, upload_id) == b"abcdef"


def test_forgotten_uploads_are_swept(spool: UploadSpool, upload_id: UUID) -> None:
    old = uuid4()
    spool.create(old)
    os.utime(path_of(spool, old), (0, 0))
    assert spool.sweep(older_than=timedelta(days=7)) == 1
    assert spool.offset(upload_id) == 0
    with pytest.raises(UploadMissingError):
        spool.offset(old)


def test_upload_cannot_be_begun_twice_or_nowhere(spool: UploadSpool, upload_id: UUID) -> None:
    with pytest.raises(BackendError):
        spool.create(upload_id)
    nowhere = UploadSpool(path_of(spool, upload_id))
    with pytest.raises(BackendError):
        nowhere.create(uuid4())
