"""Check a backup from end to end before anything of it is put back."""

import hashlib
import json
import re
import tarfile
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from parvis import __version__
from parvis.config.backups import FORMAT, MANIFEST, PREFIX, BackupError

READ_BYTES = 1024 * 1024
SAFE_NAME = re.compile(
    r"database\.(sqlite3|sql)|blobs\.list|blobs/[A-Za-z0-9_-]{1,64}|mail/[A-Za-z0-9_.-]{1,120}"
)


class Member(BaseModel):
    size: int
    sha256: str


class Manifest(BaseModel):
    """The last member of a backup: what it must contain."""

    format: int
    version: str
    made_at: str
    database: str
    has_objects: bool
    key_ids: list[str]
    members: dict[str, Member]


def read_manifest(path: Path) -> Manifest:
    """Read a whole backup and compare it with its manifest (raises BackupError)."""
    found: dict[str, Member] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(path, mode="r|") as tar:
            for member in tar:
                if not member.isfile() or not member.name.startswith(PREFIX):
                    raise BackupError(f"{path} contient un élément étranger : {member.name[:80]!r}")
                if member.name == MANIFEST:
                    manifest = _parse(_content(tar, member).read())
                else:
                    name = member.name.removeprefix(PREFIX)
                    found[name] = _measure(tar, member)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BackupError(f"{path} n’est pas une sauvegarde lisible : {error}") from error
    return _compare(manifest, found)


def _compare(manifest: Manifest | None, found: dict[str, Member]) -> Manifest:
    if manifest is None:
        raise BackupError("La sauvegarde est incomplète : son manifeste manque.")
    if manifest.format != FORMAT or _numbers(manifest.version) > _numbers(__version__):
        raise BackupError(
            f"La sauvegarde vient de Parvis {manifest.version}, plus récent que celui-ci"
            f" ({__version__}). Mettez d’abord Parvis à jour."
        )
    names = set(found) | set(manifest.members)
    wrong = sorted(n for n in names if found.get(n) != manifest.members.get(n))
    unsafe = [name for name in found if not SAFE_NAME.fullmatch(name)]
    if wrong or unsafe or manifest.database not in found:
        raise BackupError(
            "La sauvegarde est abîmée ou modifiée, rien n’a été touché. En cause : "
            + ", ".join((wrong + unsafe)[:5] or [manifest.database])
        )
    return manifest


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _parse(content: bytes) -> Manifest:
    try:
        return Manifest.model_validate(json.loads(content))
    except (ValueError, ValidationError) as error:
        raise BackupError("Le manifeste de la sauvegarde est illisible.") from error


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Any:
    content = tar.extractfile(member)
    if content is None:
        raise BackupError(f"{member.name} est illisible.")
    return content


def _measure(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Member:
    content, digest = _content(tar, member), hashlib.sha256()
    while piece := content.read(READ_BYTES):
        digest.update(piece)
    return Member(size=member.size, sha256=digest.hexdigest())


def extract(path: Path, folder: Path) -> None:
    """Put the members of a checked backup in `folder`, objects where the store looks for them."""
    with tarfile.open(path, mode="r|") as tar:
        for member in tar:
            name = member.name.removeprefix(PREFIX)
            if member.name == MANIFEST or not SAFE_NAME.fullmatch(name):
                continue
            target = folder / _place(name)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            content = _content(tar, member)
            with target.open("xb") as sink:
                while piece := content.read(READ_BYTES):
                    sink.write(piece)
            target.chmod(0o400 if name.startswith("blobs/") else 0o600)


def _place(name: str) -> str:
    if name.startswith("blobs/"):
        stored = name.removeprefix("blobs/")
        return f"blobs/{stored[:2]}/{stored[2:4]}/{stored}"
    return "parvis.sqlite3" if name == "database.sqlite3" else name
