"""Write the compact list of French communes that the set-up page searches.

usage: communes.py SOURCE_FOLDER TARGET.tsv.gz
The source is the `data` folder of the open-data package `@etalab/decoupage-administratif`;
`parvis.apps.directory.communes` reads the result.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

from parvis.apps.directory.communes import normalise, search_key


def read(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((folder / name).read_text(encoding="utf-8"))
    return rows


def groupings(folder: Path) -> dict[str, tuple[str, str]]:
    """Map each commune's code to the SIREN and the name of its EPCI."""
    return {
        member["code"]: (epci["code"], epci["nom"])
        for epci in read(folder, "epci.json")
        for member in epci["membres"]
    }


def lines(folder: Path) -> list[str]:
    """Return one line a commune, the most peopled first: what is searched, then what is shown."""
    departments = {row["code"]: row["nom"] for row in read(folder, "departements.json")}
    epci = groupings(folder)
    current = [row for row in read(folder, "communes.json") if row["type"] == "commune-actuelle"]
    current.sort(key=lambda row: (-row.get("population", 0), row["code"]))
    return [_line(row, departments, epci) for row in current]


def _line(
    row: dict[str, Any], departments: dict[str, str], epci: dict[str, tuple[str, str]]
) -> str:
    department = departments.get(row.get("departement", ""), "")
    postcodes = " ".join(row.get("codesPostaux", []))
    searched = " ".join(
        [search_key(row["nom"]), row["code"].lower(), postcodes, normalise(department)]
    )
    columns = [
        f" {searched}",
        row["code"],
        row["nom"],
        str(row.get("population", 0)),
        postcodes,
        row.get("departement", ""),
        department,
        row.get("siren", ""),
        *epci.get(row["code"], ("", "")),
    ]
    return "\t".join(columns)


def main() -> None:
    source, target = map(Path, sys.argv[1:3])
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    partial.write_bytes(gzip.compress(("\n".join(lines(source)) + "\n").encode(), mtime=0))
    partial.replace(target)


if __name__ == "__main__":
    main()
