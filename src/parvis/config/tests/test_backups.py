"""A backup that was never restored is a hope: here each one is."""

import io
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from parvis.config.backups import BackupError
from parvis.config.backups.reading import read_manifest
from parvis.config.running import announce_running
from parvis.config.tests.installations import Installation

ENGINES = ["sqlite", "postgresql"]


@pytest.fixture(params=ENGINES)
def install(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[str], Installation]]:
    """Return a function that makes an empty installation on this test's engine."""
    url = os.environ.get("DATABASE_URL", "")
    if request.param == "sqlite":
        yield lambda name: Installation(tmp_path / name)
        return
    if not url:
        pytest.skip("needs PostgreSQL")
    made = []

    def make(name: str) -> Installation:
        database = f"parvis_{name}_{os.getpid()}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {database}")
            connection.execute(f"CREATE DATABASE {database}")
        made.append(database)
        return Installation(tmp_path / name, urlsplit(url)._replace(path=f"/{database}").geturl())

    yield make
    with psycopg.connect(url, autocommit=True) as connection:
        for database in made:
            connection.execute(f"DROP DATABASE {database}")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Fill a town once, back it up beside its data; return its folder and what it reads."""
    folder = tmp_path_factory.mktemp("filled")
    town = Installation(folder / "town")
    content = town.fill()
    answer = town.parvis("backup", folder / "backup.tar")
    assert "clés" in answer.stdout
    return folder, content


@pytest.fixture
def backup(filled: tuple[Path, str], tmp_path: Path) -> Path:
    return Path(shutil.copy(filled[0] / "backup.tar", tmp_path))


@pytest.fixture
def sqlite(filled: tuple[Path, str], tmp_path: Path) -> Installation:
    return Installation(Path(shutil.copytree(filled[0] / "town", tmp_path / "town")))


def test_backup_restores_elsewhere_and_replaces_only_when_asked(
    install: Callable[[str], Installation], tmp_path: Path
) -> None:
    town, elsewhere = install("town"), install("elsewhere")
    before = town.fill()
    assert len(before.splitlines()) == 6
    town.parvis("backup", tmp_path / "backup.tar", "--keys", tmp_path / "keys.tar")
    elsewhere.parvis("restore", tmp_path / "backup.tar", "--keys", tmp_path / "keys.tar")
    assert elsewhere.read() == before
    assert elsewhere.parvis("verify").returncode == 0
    elsewhere.python("from parvis.apps.accounts.models import User; User.objects.all().delete()")
    refused = elsewhere.parvis("restore", tmp_path / "backup.tar", check=False)
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert elsewhere.read() != before
    elsewhere.parvis("restore", "--replace", tmp_path / "backup.tar")
    assert elsewhere.read() == before


def test_backup_holds_no_key_and_nothing_in_clear(sqlite: Installation, backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    with tarfile.open(backup) as tar:
        assert not [name for name in tar.getnames() if "key" in name or "master" in name]
    master = (sqlite.data / "keys" / "master").read_bytes().strip()
    assert master not in backup.read_bytes()
    assert b"un document" not in backup.read_bytes()


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def without_its_end(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-12_000])


def with_a_stranger(path: Path) -> None:
    member = tarfile.TarInfo("parvis-backup/../../etc/cron.d/evil")
    member.size = 4
    with tarfile.open(path, "a") as tar:
        tar.addfile(member, io.BytesIO(b"evil"))


def of_another_kind(path: Path) -> None:
    path.write_bytes(b"no tar at all" * 1000)


@pytest.mark.parametrize(
    "spoil", [damaged, truncated, without_its_end, with_a_stranger, of_another_kind]
)
def test_read_manifest_refuses_a_spoiled_backup(
    backup: Path, spoil: Callable[[Path], None]
) -> None:
    assert read_manifest(backup).has_objects
    spoil(backup)
    with pytest.raises(BackupError):
        read_manifest(backup)


def test_restore_of_a_spoiled_backup_changes_nothing(
    sqlite: Installation, backup: Path, filled: tuple[Path, str]
) -> None:
    damaged(backup)
    refused = sqlite.parvis("restore", "--replace", backup, check=False)
    assert refused.returncode == 1
    assert "sauvegarde" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert sqlite.read() == filled[1]
    assert sorted(path.name for path in sqlite.data.parent.iterdir()) == ["backup.tar", "town"]


def test_restore_refuses_while_parvis_runs(sqlite: Installation, backup: Path) -> None:
    descriptor = announce_running(sqlite.data)
    try:
        refused = sqlite.parvis("restore", "--replace", backup, check=False)
    finally:
        os.close(descriptor)
    assert refused.returncode == 1
    assert "arrêtez" in refused.stderr


def test_verify_names_a_file_that_was_altered(sqlite: Installation) -> None:
    altered = next(p for p in (sqlite.data / "blobs").glob("??/??/*") if p.stat().st_size > 9_000)
    altered.chmod(0o600)
    damaged(altered)
    answer = sqlite.parvis("verify", check=False)
    assert answer.returncode == 1
    assert "1 anomalie" in answer.stdout
