"""Against a real clamd with signatures of our own; `-m "not clamav"` does without."""

import io
import shutil
import socket
import subprocess
import threading
import time
import zipfile
from collections.abc import Iterator
from hashlib import md5
from pathlib import Path

import pytest
from pytest_django import Settings

from parvis.kernel.storage.antivirus import (
    ScannerError,
    ScanStatus,
    Verdict,
    scan,
    scanner_version,
)

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CLAMD = shutil.which("clamd", path="/usr/sbin:/usr/local/sbin:/usr/bin")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Addresses (TCP, Unix) of a clamd that knows EICAR and takes 2 MiB at most."""
    assert CLAMD, (
        "clamd is not installed: apt install clamav-daemon, or deselect with -m 'not clamav'"
    )
    folder = tmp_path_factory.mktemp("clamd")
    signatures = folder / "signatures"
    signatures.mkdir()
    (signatures / "own.ndb").write_text(f"Eicar-Body:0:*:{EICAR.hex()}\n")
    digest = md5(EICAR, usedforsecurity=False).hexdigest()
    (signatures / "own.hdb").write_text(f"{digest}:{len(EICAR)}:Eicar-Test\n")
    port, unix = free_port(), folder / "clamd.ctl"
    configuration = folder / "clamd.conf"
    configuration.write_text(
        f"DatabaseDirectory {signatures}\nTCPSocket {port}\nTCPAddr 127.0.0.1\n"
        f"LocalSocket {unix}\nTemporaryDirectory {folder}\nForeground yes\nStreamMaxLength 2M\n"
    )
    log = (folder / "log").open("wb")
    process = subprocess.Popen([CLAMD, "-c", str(configuration)], stdout=log, stderr=log)
    try:
        _wait_for(port, process, folder / "log")
        yield f"tcp://127.0.0.1:{port}", f"unix:{unix}"
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(log.read_text())


@pytest.fixture(params=[0, 1], ids=["tcp", "unix"])
def scanner(request: pytest.FixtureRequest, clamd: tuple[str, str], settings: Settings) -> str:
    settings.CLAMAV_URL = clamd[request.param]
    return clamd[request.param]


@pytest.mark.clamav
def test_virus_is_found_plain_zipped_and_inside(scanner: str) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("facture.txt", EICAR)
    for content in (EICAR, archive.getvalue(), b"bonjour " * 20_000 + EICAR):
        verdict = scan([content[:10], content[10:]])
        assert verdict.status is ScanStatus.INFECTED
        assert verdict.detail.startswith("Eicar")


@pytest.mark.clamav
def test_harmless_contents_are_clean(scanner: str) -> None:
    for chunks in ([], [b""], [b"bonjour"], [b"x" * 100_000, b"", b"y"]):
        assert scan(chunks) == Verdict(ScanStatus.CLEAN)
    assert scanner_version().startswith("ClamAV")


@pytest.mark.clamav
def test_content_too_long_for_the_scanner_is_said_unscanned(scanner: str) -> None:
    verdict = scan(b"x" * 65_536 for _ in range(200))
    assert verdict == Verdict(ScanStatus.UNSCANNED, "too large for the scanner")


def test_without_scanner_nothing_is_scanned(settings: Settings) -> None:
    settings.CLAMAV_URL = ""
    assert scan([EICAR]).status is ScanStatus.UNSCANNED
    assert scanner_version() == ""


@pytest.mark.parametrize(
    "url", ["tcp://127.0.0.1:9", "unix:/nowhere.ctl", "unix:///nowhere.ctl", "http://x", "tcp://"]
)
def test_scanner_that_is_away_is_a_plain_error(url: str, settings: Settings) -> None:
    settings.CLAMAV_URL = url
    with pytest.raises(ScannerError) as caught:
        scan([b"x"])
    assert caught.value.status == 503
    with pytest.raises(ScannerError):
        scanner_version()


def test_senseless_answer_is_an_error(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"

        def answer() -> None:
            line, _ = server.accept()
            with line:
                line.recv(100)
                line.sendall(b"UNKNOWN COMMAND\0")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(ScannerError):
            scan([b"x"])
        thread.join()
