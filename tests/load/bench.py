"""Measures the budgets of docs/architecture.md against a seeded base, and prints them as a table.

    python tests/load/bench.py [--organisations 60] [--users 15000] [--items 30000]
                               [--engine sqlite|postgresql|both]

`scripts/bench.sh`, which `make bench` calls, starts a private PostgreSQL first.

The whole scale is `--organisations 1200 --users 300000 --items 600000` (about ten minutes to seed
each engine, longer to index). Search at its full size has a script of its own: `search.py`.
Nothing here fails: a miss is printed as a miss. Machines are noisy: read medians, and compare the
engines of one run.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
KIB = 1024


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table; `budget` None means that there is none, only a figure."""

    engine: str
    name: str
    budget: float | None
    value: float
    unit: str

    def line(self) -> str:
        allowed = "" if self.budget is None else f"≤ {self.budget:g} {self.unit}"
        verdict = "" if self.budget is None else ("met" if self.value <= self.budget else "MISSED")
        figure = f"{self.value:>10.1f} {self.unit:<8}"
        return f"{self.engine:<11} {self.name:<44} {allowed:>14} {figure} {verdict}"


def probe(arguments: argparse.Namespace, folder: Path, url: str) -> list[dict[str, object]]:
    """Seed a base, serve it and measure it, in a process of its own with that configuration."""
    environment = {
        **os.environ,
        "PARVIS_DATA_DIR": str(folder),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "parvis.config.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
    }
    command = [
        sys.executable,
        "-m",
        "tests.load.probe",
        f"--organisations={arguments.organisations}",
        f"--users={arguments.users}",
        f"--items={arguments.items}",
    ]
    done = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=60)
    parser.add_argument("--users", type=int, default=15_000)
    parser.add_argument("--items", type=int, default=30_000)
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="both")
    arguments = parser.parse_args()
    measures: list[Measure] = []
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        if arguments.engine != "postgresql":
            rows = probe(arguments, folder / "sqlite", "")
            measures += [Measure(engine="SQLite", **row) for row in rows]
        if arguments.engine != "sqlite":
            rows = probe(arguments, folder / "postgresql", os.environ["POSTGRESQL_URL"])
            measures += [Measure(engine="PostgreSQL", **row) for row in rows]
    print(
        f"\n{arguments.organisations} organisations, {arguments.users} users, "
        f"{arguments.items} things; {os.cpu_count()} cores; {time.strftime('%Y-%m-%d')}\n"
    )
    for measure in measures:
        print(measure.line())
    missed = [
        measure.name for measure in measures if measure.budget and measure.value > measure.budget
    ]
    print(f"\n{len(missed)} missed" + (f": {', '.join(sorted(set(missed)))}" if missed else ""))


if __name__ == "__main__":
    main()
