"""Compile and check the French catalogs, one in each app, without gettext.

usage: translations.py compile    write the .mo beside each .po
       translations.py check      fail on a missing, fuzzy or out-of-date message (needs gettext)
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "parvis"
LANGUAGE = "fr"


def catalogs() -> list[Path]:
    return sorted(PACKAGE.glob("**/locale/*/LC_MESSAGES/*.po"))


def compile_all() -> None:
    for path in catalogs():
        with path.open("rb") as source:
            catalog = read_po(source)
        target = path.with_suffix(".mo")
        partial = target.with_suffix(".partial")
        with partial.open("wb") as sink:
            write_mo(sink, catalog)
        partial.replace(target)


def messages(path: Path) -> set[tuple[str | None, str]]:
    """Return the (context, text) pairs that a catalog or template holds."""
    with path.open("rb") as source:
        return {
            (m.context, str(m.id[0] if m.pluralizable else m.id)) for m in read_po(source) if m.id
        }


def gaps(path: Path) -> list[str]:
    """Name each message that French screens would show in English, or with doubt."""
    with path.open("rb") as source:
        catalog = read_po(source)
    found = []
    for message in catalog:
        if not message.id:
            continue
        strings = message.string if message.pluralizable else (message.string,)
        if message.fuzzy:
            found.append(f"fuzzy: {message.id!r}")
        elif not all(strings):
            found.append(f"not translated: {message.id!r}")
    return found


def sources_with_own_catalog() -> list[Path]:
    """Return each folder that holds, or ought to hold, a catalog: the apps, the kernel, config."""
    apps = [path.parent for path in PACKAGE.glob("apps/*/apps.py")]
    return sorted([*apps, PACKAGE / "kernel", PACKAGE / "config"])


def extracted(folder: Path) -> set[tuple[str | None, str]]:
    """Extract the messages of `folder` as they stand in its code, without touching its catalog."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / folder.name
        skipped = {"__pycache__", "node_modules", "migrations", "tests"}
        for path in folder.rglob("*"):
            if path.suffix in {".py", ".html", ".txt"} and not skipped & set(path.parts):
                target = copy / path.relative_to(folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
        (copy / "locale").mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [
                sys.executable,
                "-P",
                "-m",
                "django",
                "makemessages",
                "-l",
                LANGUAGE,
                "--no-location",
                "-v0",
            ],
            cwd=copy,
            check=True,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "parvis.config.test_settings"},
        )
        catalog = copy / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
        return messages(catalog) if catalog.exists() else set()


def disagreements() -> list[str]:
    """Name each message that two catalogs translate differently: one would speak for both."""
    said: dict[tuple[str | None, str], set[str]] = {}
    for path in catalogs():
        with path.open("rb") as source:
            for message in read_po(source):
                if message.id and path.stem == "django":
                    key = (message.context, str(message.id))
                    said.setdefault(key, set()).add(str(message.string))
    return [f"{key[1]!r}: {sorted(words)}" for key, words in said.items() if len(words) > 1]


def check() -> int:
    twice = disagreements()
    for problem in twice:
        print(f"said in two ways: {problem}")
    failures = len(twice)
    for folder in sources_with_own_catalog():
        found = sorted(folder.rglob(f"locale/{LANGUAGE}/LC_MESSAGES/*.po"))
        name = folder.relative_to(PACKAGE)
        wanted = extracted(folder)
        known = {message for catalog in found for message in messages(catalog)}
        problems = [problem for catalog in found for problem in gaps(catalog)]
        problems += [
            f"absent from the catalog: {text!r}" for _, text in sorted(wanted - known, key=str)
        ]
        for problem in problems:
            print(f"{name}: {problem}")
        failures += len(problems)
    print(f"Translations: {failures or 'no'} message(s) to complete.")
    return 1 if failures else 0


def main() -> int:
    if sys.argv[1:] == ["compile"]:
        compile_all()
        return 0
    if sys.argv[1:] == ["check"]:
        return check()
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
