"""Uploads to a real server that is killed at the worst moments: nothing confirmed is lost, no half
file shows; and a file larger than memory should hold passes through it.

`BIG_UPLOAD_MB=2047` sends as much as the server takes; a smaller file takes the same way.
"""

import base64
import contextlib
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from parvis.apps.files.tests.live import LiveServer

MIB = 1024 * 1024
PIECE = 8 * MIB
BIG_MB = int(os.environ.get("BIG_UPLOAD_MB", "300"))
BODY = {"Content-Type": "application/offset+octet-stream"}
ALLOWED_GROWTH = 160 * MIB


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("live"))
    live.start()
    yield live
    live.kill()


def bytes_at(offset: int, length: int) -> bytes:
    """Return a stretch of an endless content that differs everywhere, without keeping it."""
    first, skip = divmod(offset, 4096)
    count = (skip + length) // 4096 + 1
    blocks = b"".join(number.to_bytes(8, "big") * 512 for number in range(first, first + count))
    return blocks[skip : skip + length]


def digest_of(length: int) -> str:
    digest = hashlib.sha256()
    for start in range(0, length, PIECE):
        digest.update(bytes_at(start, min(PIECE, length - start)))
    return digest.hexdigest()


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def begin(client: httpx.Client, server: LiveServer, name: str, length: int) -> str:
    answer = client.post(
        "/televersements/",
        headers={
            "Upload-Length": str(length),
            "Upload-Metadata": f"parent {encoded(server.space)},filename {encoded(name)}",
        },
    )
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


def send(client: httpx.Client, url: str, offset: int, content: bytes) -> httpx.Response:
    return client.patch(url, content=content, headers={**BODY, "Upload-Offset": str(offset)})


def offset_of(client: httpx.Client, url: str) -> int:
    return int(client.head(url).headers["Upload-Offset"])


def finish(client: httpx.Client, url: str, length: int) -> str:
    """Continue an upload to its end and return the file."""
    offset = offset_of(client, url)
    while offset < length:
        answer = send(client, url, offset, bytes_at(offset, min(PIECE, length - offset)))
        assert answer.status_code == 204, answer.text
        offset = int(answer.headers["Upload-Offset"])
    return client.head(url).headers["Parvis-Item"]


def downloaded(client: httpx.Client, item_id: str) -> str:
    digest = hashlib.sha256()
    with client.stream("GET", f"/documents/fichier/{item_id}/contenu/") as answer:
        assert answer.status_code == 200
        for piece in answer.iter_raw():
            digest.update(piece)
    return digest.hexdigest()


def names_in(client: httpx.Client, server: LiveServer, name: str) -> int:
    """Return how many files of a name show, with or without a number."""
    taken = [[name], [name.replace(".", " (2).")]]
    answer = client.post(
        f"/documents/{server.space}/conflits/",
        data={"paths": str(taken).replace("'", '"')},
    )
    return len(answer.json()["taken"])


def test_a_kill_between_pieces_loses_nothing(server: LiveServer) -> None:
    length = 20 * MIB
    with server.client() as client:
        url = begin(client, server, "entre.bin", length)
        for offset in (0, 4 * MIB):
            assert send(client, url, offset, bytes_at(offset, 4 * MIB)).status_code == 204
    server.kill()
    server.start()
    with server.client() as client:
        assert offset_of(client, url) == 8 * MIB
        assert names_in(client, server, "entre.bin") == 0
        assert downloaded(client, finish(client, url, length)) == digest_of(length)
        assert names_in(client, server, "entre.bin") == 1


def test_a_kill_during_a_piece_keeps_what_was_confirmed(server: LiveServer) -> None:
    length = 40 * MIB
    with server.client() as client:
        url = begin(client, server, "pendant.bin", length)
        assert send(client, url, 0, bytes_at(0, PIECE)).status_code == 204
        killer = threading.Timer(0.6, server.kill)

        def slowly() -> Iterator[bytes]:
            killer.start()
            for start in range(PIECE, length, MIB):
                yield bytes_at(start, MIB)
                time.sleep(0.05)

        with pytest.raises(httpx.TransportError):
            client.patch(
                url,
                content=slowly(),
                headers={
                    **BODY,
                    "Upload-Offset": str(PIECE),
                    "Content-Length": str(length - PIECE),
                },
            )
    killer.join()
    server.start()
    with server.client() as client:
        assert offset_of(client, url) >= PIECE
        assert names_in(client, server, "pendant.bin") == 0
        assert downloaded(client, finish(client, url, length)) == digest_of(length)


@pytest.mark.parametrize("delay", [0.02, 0.15, 0.4])
def test_a_kill_while_finishing_makes_one_file(server: LiveServer, delay: float) -> None:
    length = 64 * MIB
    name = f"fin-{delay}.bin"
    with server.client() as client:
        url = begin(client, server, name, length)
        for offset in range(0, length - PIECE, PIECE):
            send(client, url, offset, bytes_at(offset, PIECE))
        killer = threading.Timer(delay, server.kill)
        killer.start()
        with contextlib.suppress(httpx.TransportError):
            send(client, url, length - PIECE, bytes_at(length - PIECE, PIECE))
        killer.join()
    server.start()
    with server.client() as client:
        item_id = finish(client, url, length)
        assert client.head(url).headers["Parvis-Item"] == item_id
        assert names_in(client, server, name) == 1
        assert downloaded(client, item_id) == digest_of(length)


def test_a_large_file_passes_without_filling_the_memory(server: LiveServer) -> None:
    length = BIG_MB * MIB
    with server.client() as client:
        warm = begin(client, server, "chaud.bin", PIECE)
        downloaded(client, finish(client, warm, PIECE))
        before = server.peak_memory()
        url = begin(client, server, "grand.bin", length)
        half = length // 2 // PIECE * PIECE
        whole = (bytes_at(start, PIECE) for start in range(0, half, PIECE))
        answer = client.patch(
            url,
            content=whole,
            headers={**BODY, "Upload-Offset": "0", "Content-Length": str(half)},
        )
        assert answer.headers["Upload-Offset"] == str(half)
        item_id = finish(client, url, length)
        assert downloaded(client, item_id) == digest_of(length)
        growth = server.peak_memory() - before
        assert growth < ALLOWED_GROWTH, f"{growth // MIB} MiB more for {BIG_MB} MiB"


def test_no_piece_is_left_in_the_spool(server: LiveServer, tmp_path: Path) -> None:
    assert not list(Path(server.environment["PARVIS_DATA_DIR"], "uploads").glob("*.part"))
