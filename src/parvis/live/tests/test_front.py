"""Bodies stream both ways, and clients that stall or leave hold up nobody."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from parvis.live.front import THREADS

SRC = Path(__file__).resolve().parents[3]
MEGABYTE = 1024 * 1024
LARGE = 256


class Front:
    def __init__(self, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
        self.port = port
        self.process = process
        self.log = log
        self.url = f"http://127.0.0.1:{port}"

    def peak_memory(self) -> int:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024

    def connect(self, request: bytes) -> socket.socket:
        line = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        line.sendall(request)
        return line


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path_factory.mktemp("front") / "log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "parvis.live.tests.serving", str(port)],
            env=os.environ | {"PYTHONPATH": str(SRC)},
            stdout=sink,
        )
        served = Front(port, process, log)
        for _ in range(100):
            try:
                httpx.get(f"{served.url}/healthz")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield served
        process.terminate()
        assert process.wait(10) == 0


def body(megabytes: int) -> Iterator[bytes]:
    for _ in range(megabytes):
        yield bytes(MEGABYTE)


def test_probes_answer(front: Front) -> None:
    assert httpx.get(f"{front.url}/healthz").json() == {"status": "ok", "problems": []}
    answer = httpx.get(f"{front.url}/readyz")
    assert (answer.status_code, answer.json()["problems"]) == (503, ["worker"])


def test_upload_and_download_are_never_whole_in_memory(front: Front) -> None:
    answer = httpx.post(f"{front.url}/swallow", content=body(LARGE), timeout=60)
    assert answer.text == str(LARGE * MEGABYTE)
    with httpx.stream("GET", f"{front.url}/pour?{LARGE}", timeout=60) as pouring:
        assert sum(map(len, pouring.iter_bytes())) == LARGE * MEGABYTE
    assert front.peak_memory() < 100 * MEGABYTE


def test_body_reads_by_lines(front: Front) -> None:
    assert httpx.post(f"{front.url}/lines", content=b"a\nb\nc").text == "3"


def test_downloads_that_are_cut_give_their_threads_back(front: Front) -> None:
    for _ in range(THREADS + 10):
        line = front.connect(b"GET /pour?2000 HTTP/1.1\r\nHost: x\r\n\r\n")
        line.recv(1000)
        line.close()
    assert httpx.get(front.url, timeout=5).text == "hello"
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and front.log.read_text().count("poured") < THREADS + 10:
        time.sleep(0.1)
    ends = [int(line.split()[1]) for line in front.log.read_text().splitlines()]
    assert len([end for end in ends if end < 2000]) >= THREADS + 10


def test_small_forms_that_stall_hold_no_thread(front: Front) -> None:
    head = b"POST /swallow HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
    stalled = [front.connect(head + b"begun") for _ in range(THREADS + 10)]
    assert httpx.get(front.url, timeout=5).text == "hello"
    for line in stalled:
        line.close()


def test_upload_that_is_cut_frees_its_thread(front: Front) -> None:
    head = b"POST /swallow HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n"
    for _ in range(THREADS + 10):
        front.connect(head + bytes(1000)).close()
    assert httpx.get(front.url, timeout=5).text == "hello"


def test_socket_without_a_room_is_refused(front: Front) -> None:
    line = front.connect(
        b"GET /live/ HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    assert line.recv(100).startswith(b"HTTP/1.1 403")
    line.close()
