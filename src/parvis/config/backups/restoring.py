"""Put a backup back: into a folder beside the data folder, which then takes its place."""

import shutil
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from parvis.config.backups import BackupError
from parvis.config.backups.databases import (
    has_postgresql_tables,
    is_postgresql,
    restore_postgresql,
)
from parvis.config.backups.reading import Manifest, extract, read_manifest
from parvis.config.environment import environment
from parvis.config.running import nobody_runs

KEY_FILES = 16
STATE = ("parvis.sqlite3", "blobs", "uploads", "mail", "keys")


@dataclass(frozen=True)
class Restored:
    """What was put back, where the former state was left, and whether keys are there."""

    manifest: Manifest
    former: Path | None
    has_keys: bool


def restore_backup(
    source: Path, *, keys: Path | None, replace: bool, progress: Callable[[str], None]
) -> Restored:
    """Check `source` from end to end, then put it in place (raises BackupError)."""
    progress("vérification de la sauvegarde")
    manifest = read_manifest(source)
    _check_target(manifest, replace=replace)
    data = environment().data_dir
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with nobody_runs(data):
        fresh = Path(tempfile.mkdtemp(prefix=f".{data.name}-restore-", dir=data.parent))
        try:
            progress("extraction")
            extract(source, fresh)
            has_keys = _bring_keys(fresh, data, keys)
            if manifest.database == "database.sql":
                progress("base de données")
                restore_postgresql(fresh / "database.sql")
                (fresh / "database.sql").unlink()
            former = _take_place(fresh, data, keeps_objects=not manifest.has_objects)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return Restored(manifest, former, has_keys)


def _check_target(manifest: Manifest, *, replace: bool) -> None:
    if (manifest.database == "database.sql") != is_postgresql():
        raise BackupError(
            "La sauvegarde et DATABASE_URL ne désignent pas la même sorte de base de données"
            f" ({manifest.database}). Indiquez la base d’origine."
        )
    data = environment().data_dir
    is_occupied = (data / "parvis.sqlite3").exists() or any((data / "blobs").glob("??"))
    if is_postgresql():
        is_occupied = is_occupied or has_postgresql_tables()
    if is_occupied and not replace:
        raise BackupError(
            f"Il y a déjà une installation dans {data}. Pour la remplacer (l’ancienne est gardée à"
            " côté, sauf la base PostgreSQL) : parvis restore --replace …"
        )


def _bring_keys(fresh: Path, data: Path, keys: Path | None) -> bool:
    """Put the keys in the fresh folder: from their own file, else those that are here already."""
    target = fresh / "keys"
    if keys is not None:
        target.mkdir(mode=0o700)
        _extract_keys(keys, target)
    elif (data / "keys").is_dir():
        shutil.copytree(data / "keys", target)
    return bool(environment().master_key) or (target / "master").exists()


def _extract_keys(source: Path, target: Path) -> None:
    try:
        with tarfile.open(source) as tar:
            members = tar.getmembers()
            if len(members) > KEY_FILES * KEY_FILES:
                raise BackupError(f"{source} n’est pas une sauvegarde de clés.")
            for member in members:
                content = tar.extractfile(member) if member.isfile() else None
                name = Path(member.name).name
                if content is None or member.name != f"keys/{name}":
                    raise BackupError(f"{source} n’est pas une sauvegarde de clés.")
                (target / name).write_bytes(content.read())
                (target / name).chmod(0o600)
    except (tarfile.TarError, OSError) as error:
        raise BackupError(f"{source} n’est pas une sauvegarde de clés : {error}") from error


def _take_place(fresh: Path, data: Path, *, keeps_objects: bool) -> Path | None:
    """Swap the fresh folder with the data folder, and return where the former state lies.

    A data folder that can't be renamed (a mount) is changed entry by entry, the database last.
    """
    if keeps_objects and (data / "blobs").is_dir() and not (fresh / "blobs").exists():
        shutil.copytree(data / "blobs", fresh / "blobs", copy_function=_link)
    former = data.with_name(f"{data.name}.avant-{datetime.now().astimezone():%Y%m%d-%H%M%S}")
    if not any((data / name).exists() for name in STATE):
        former = None  # type: ignore[assignment]  # nothing worth keeping
    try:
        if former is None:
            shutil.rmtree(data)
        else:
            data.rename(former)
        fresh.rename(data)
    except OSError:
        return _swap_entries(fresh, data)
    return former


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


def _swap_entries(fresh: Path, data: Path) -> Path:
    former = data / f"avant-{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    former.mkdir(mode=0o700)
    for name in sorted(STATE, key=lambda name: name.startswith("parvis.")):
        for path in data.glob(f"{name}*"):
            path.rename(former / path.name)
        if (fresh / name).exists():
            shutil.move(fresh / name, data / name)
    return former
