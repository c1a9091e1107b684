"""`kill -9` at any moment loses nothing confirmed, and big files stay out of memory."""

import json
from pathlib import Path

from parvis.kernel.storage.tests import processes

WRITE_FOREVER = """
def forever():
    while True:
        yield secrets.token_bytes(MIB)
        print("x", flush=True)
write_blob(organisation_id=ORGANISATION, chunks=forever())
"""
SURVEY = """
import json
from datetime import timedelta
from parvis.kernel.storage.backends import backend
from parvis.kernel.storage.upkeep import sweep_temporary, verify_blobs
print(json.dumps({
    "blobs": [[blob.digest, blob.size] for blob in Blob.objects.order_by("created_at")],
    "objects": len(list(backend().objects())),
    "swept_soon": sweep_temporary(older_than=timedelta(hours=24)),
    "swept": sweep_temporary(older_than=timedelta(seconds=-5)),
    "problems": [problem.kind for problem in verify_blobs()],
}))
"""


def survey(data_dir: Path) -> dict[str, object]:
    status, output = processes.run(SURVEY, data_dir)
    assert status == 0
    return json.loads(output)  # type: ignore[no-any-return]


def kill_after(code: str, lines: int, data_dir: Path) -> None:
    process = processes.start(code, data_dir)
    assert process.stdout is not None
    for _ in range(lines):
        assert process.stdout.readline() == "x\n", process.communicate()
    process.kill()
    process.communicate()


def test_kill_while_writing_leaves_one_temporary_object_that_is_swept(data_dir: Path) -> None:
    kill_after(WRITE_FOREVER, 5, data_dir)
    found = survey(data_dir)
    assert found["blobs"] == []
    assert found["objects"] == 0
    assert found["swept_soon"] == 0
    assert found["swept"] == 1
    assert survey(data_dir)["swept"] == 0


def test_kill_between_object_and_row_leaves_one_object_that_is_swept(data_dir: Path) -> None:
    status, _ = processes.run(
        """
        write_blob(organisation_id=ORGANISATION, chunks=[b"kept"])
        from parvis.kernel.storage import blobs
        blobs._record = lambda blob: os.kill(os.getpid(), signal.SIGKILL)
        write_blob(organisation_id=ORGANISATION, chunks=[b"lost"])
        """,
        data_dir,
    )
    assert status == -9
    found = survey(data_dir)
    assert len(found["blobs"]) == 1  # type: ignore[arg-type]
    assert (found["objects"], found["swept_soon"], found["swept"]) == (2, 0, 1)
    assert found["problems"] == []


def test_equal_contents_written_at_once_make_one_blob(data_dir: Path) -> None:
    _, output = processes.run(
        """
        from concurrent.futures import ThreadPoolExecutor
        from threading import Barrier
        gate = Barrier(4)
        def write(_):
            gate.wait()
            blob = write_blob(organisation_id=ORGANISATION, chunks=[b"x" * 3 * MIB])
            connection.close()
            return blob.pk
        with ThreadPoolExecutor(4) as pool:
            ids = set(pool.map(write, range(4)))
        print(len(ids))
        """,
        data_dir,
    )
    assert output == "1"
    found = survey(data_dir)
    assert len(found["blobs"]) == found["objects"] == 1  # type: ignore[arg-type]
    assert found["problems"] == []


def test_kill_during_an_upload_keeps_what_was_confirmed(data_dir: Path) -> None:
    kill_after(
        """
        spool = upload_spool()
        spool.create(ORGANISATION)
        assert spool.append(ORGANISATION, offset=0, chunks=[b"a" * 5 * MIB]) == 5 * MIB
        def forever():
            while True:
                yield b"b" * MIB
                print("x", flush=True)
        spool.append(ORGANISATION, offset=5 * MIB, chunks=forever())
        """,
        40,
        data_dir,
    )
    _, output = processes.run(
        """
        spool = upload_spool()
        offset = spool.offset(ORGANISATION)
        spool.append(ORGANISATION, offset=offset, chunks=[b"c"])
        received = b"".join(spool.read(ORGANISATION))
        assert received == b"a" * 5 * MIB + b"b" * (offset - 5 * MIB) + b"c"
        print(offset // MIB)
        """,
        data_dir,
    )
    assert int(output) >= 5 + 16


def test_kill_during_rotation_is_resumed(data_dir: Path) -> None:
    status, _ = processes.run(
        """
        from parvis.kernel.storage import rotation
        rotation.BATCH = 2
        for number in range(7):
            write_blob(organisation_id=ORGANISATION, chunks=[str(number).encode()])
        rotate_master_key(progress=lambda done: os.kill(os.getpid(), signal.SIGKILL))
        """,
        data_dir,
    )
    assert status == -9
    assert survey(data_dir)["problems"] == []
    _, output = processes.run(
        """
        ids = Blob.objects.values_list("key_id", flat=True)
        print(len(set(ids)), end=" ")
        done = rotate_master_key()
        print(done.is_resumed, done.rewrapped, set(ids.all()) == {done.key_id})
        """,
        data_dir,
    )
    assert output == "2 True 5 True"
    assert survey(data_dir)["problems"] == []
    assert len(list((data_dir / "keys").glob("master*"))) == 2


def test_kill_before_the_new_master_key_is_in_place_starts_afresh(data_dir: Path) -> None:
    status, _ = processes.run(
        """
        from parvis.kernel.storage import keys
        write_blob(organisation_id=ORGANISATION, chunks=[b"act"])
        keys.os.link = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        rotate_master_key()
        """,
        data_dir,
    )
    assert status == -9
    _, output = processes.run(
        """
        done = rotate_master_key()
        print(done.is_resumed, done.rewrapped, b"".join(read_blob(Blob.objects.get())))
        """,
        data_dir,
    )
    assert output == "False 1 b'act'"


def test_quarter_of_a_gigabyte_passes_in_little_memory(data_dir: Path) -> None:
    _, output = processes.run(
        """
        total = 256 * MIB
        block = secrets.token_bytes(64 * 1024)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        spool = upload_spool()
        spool.create(ORGANISATION)
        blocks = (block for _ in range(total // len(block)))
        assert spool.append(ORGANISATION, offset=0, chunks=blocks, length=total) == total
        blob = write_blob(organisation_id=ORGANISATION, chunks=spool.read(ORGANISATION))
        assert blob.size == total == sum(map(len, read_blob(blob)))
        print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
        """,
        data_dir,
    )
    assert int(output) < 64


def test_one_giant_piece_is_not_copied_many_times(data_dir: Path) -> None:
    _, output = processes.run(
        """
        piece = bytes(128 * MIB)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        blob = write_blob(organisation_id=ORGANISATION, chunks=[piece])
        print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
        """,
        data_dir,
    )
    assert int(output) < 32
