"""Take a database as it stands at one moment, and put it back whole or not at all."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from parvis.config.backups import BackupError
from parvis.config.environment import environment

CONNECTION_OPTIONS = {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout"}
EMPTY_FIRST = "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"


def is_postgresql() -> bool:
    return environment().database_url.startswith("postgres")


def sqlite_path() -> Path:
    return environment().data_dir / "parvis.sqlite3"


def snapshot_name() -> str:
    return "database.sql" if is_postgresql() else "database.sqlite3"


def take_snapshot(target: Path) -> None:
    """Write a consistent copy of the database to `target`, while others go on writing."""
    if is_postgresql():
        _run(
            ["pg_dump", "--no-owner", "--no-privileges", "--file", str(target)],
        )
        return
    with closing(sqlite3.connect(f"file:{sqlite_path()}?mode=ro", uri=True)) as source:
        source.execute("VACUUM INTO ?", [str(target)])


def has_postgresql_tables() -> bool:
    answer = _run(
        ["psql", "-AtX", "-c", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"],
    )
    return answer.strip() != "0"


def restore_postgresql(dump: Path) -> None:
    """Replace everything in the database with the dump, in one transaction."""
    empty = dump.with_name("empty.sql")
    empty.write_text(EMPTY_FIRST)
    _run(["psql", "-Xq1", "-v", "ON_ERROR_STOP=1", "-f", str(empty), "-f", str(dump)])
    empty.unlink()


def _run(command: list[str]) -> str:
    """Run a program of PostgreSQL on our database; its password goes by the environment."""
    if shutil.which(command[0]) is None:
        raise BackupError(
            f"Le programme {command[0]} manque. Sur Debian : apt-get install postgresql-client"
        )
    result = subprocess.run(  # noqa: S603 -- fixed programs, no shell
        command,
        env=os.environ | connection_variables(),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise BackupError(f"{command[0]} a échoué : {result.stderr.strip()[-800:]}")
    return result.stdout


def connection_variables() -> dict[str, str]:
    """Return libpq's variables for `DATABASE_URL`."""
    parts = urlsplit(environment().database_url)
    host, _, port = (parts.netloc.rpartition("@")[2]).rpartition(":")
    if not port.isdigit():
        host, port = parts.netloc.rpartition("@")[2], ""
    options = dict(parse_qsl(parts.query))
    found = {
        "PGHOST": unquote(host or options.get("host", "")),
        "PGPORT": port or options.get("port", ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
        **{
            f"PG{key.upper()}": value for key, value in options.items() if key in CONNECTION_OPTIONS
        },
    }
    return {name: value for name, value in found.items() if value}
