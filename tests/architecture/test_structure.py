"""The shape of the code, held by tests: sizes, names, documents, and what stays out of it."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "parvis"
APPS = sorted(path.parent for path in PACKAGE.glob("apps/*/apps.py"))
MODULE_LINES = 400
FUNCTION_LINES = 50
README_LINES = (8, 80)
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
LEFT_FOR_LATER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=[\"']|\son[a-z]+=[\"']|\bhx-on|javascript:",
    re.IGNORECASE,
)
OUTSIDE = re.compile(
    r"registry\.(npmjs|yarnpkg)|files\.pythonhosted|pypi\.org|/simple/|"
    r"(?<![\w.])/(work|root|home/[a-z]+)/",
    re.IGNORECASE,
)
TEXT = {
    ".py",
    ".html",
    ".ts",
    ".css",
    ".md",
    ".toml",
    ".json",
    ".yml",
    ".yaml",
    ".sh",
    ".txt",
    ".lock",
}


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def modules(*, with_tests: bool = False) -> list[Path]:
    return [
        path
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts and (with_tests or "tests" not in path.parts)
    ]


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported_names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_modules_are_short() -> None:
    lengths = {shown(path): path.read_text().count("\n") for path in modules(with_tests=True)}
    assert {name: n for name, n in lengths.items() if n > MODULE_LINES} == {}


def test_functions_are_short() -> None:
    long = [
        f"{shown(path)}:{function.lineno} {function.name}"
        for path in modules()
        for function in functions(ast.parse(path.read_text()))
        if (function.end_lineno or 0) - function.lineno >= FUNCTION_LINES
    ]
    assert long == []


def test_names_of_modules_say_what() -> None:
    assert [shown(path) for path in modules(with_tests=True) if path.stem in VAGUE_NAMES] == []


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{shown(path)}:{number}"
        for path in tracked()
        if path.suffix in {".py", ".ts", ".html", ".css"} and path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if LEFT_FOR_LATER.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_app_has_a_readme(app: Path) -> None:
    readme = app / "README.md"
    assert readme.exists(), "purpose, nouns, events in and out, rules: in some forty lines"
    lines = len(readme.read_text().splitlines())
    assert README_LINES[0] <= lines <= README_LINES[1]


def foreign_models(app: Path, tree: ast.Module) -> set[str]:
    """Name the models of other apps that a module imports."""
    return {
        name.rpartition(".")[2]
        for name in imported_names(tree)
        if re.match(r"parvis\.apps\.\w+\.models\b", name)
        and not name.startswith(f"parvis.apps.{app.name}.")
    }


def test_models_of_an_app_are_its_own() -> None:
    """Another app's model may be named as a type; only its own app writes it."""
    written = {"create", "bulk_create", "update", "delete", "get_or_create", "update_or_create"}
    trespasses = []
    for app in APPS:
        for path in app.rglob("*.py"):
            if {"tests", "migrations"} & set(path.parts):
                continue
            tree = ast.parse(path.read_text())
            for name in foreign_models(app, tree):
                calls = re.findall(
                    rf"\b{name}\.objects\b[^\n]*?\.({'|'.join(written)})\(", path.read_text()
                )
                trespasses += [f"{shown(path)}: {name} {call}" for call in calls]
    assert trespasses == []


def test_templates_hold_no_inline_script_or_style() -> None:
    """The content security policy would refuse them; mails have none, and need styles in place."""
    found = [
        f"{shown(path)}:{number}: {line.strip()[:100]}"
        for path in tracked()
        if path.suffix == ".html" and PACKAGE in path.parents and path.parent.name != "mail"
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if INLINE.search(line)
    ]
    assert found == []


def test_nothing_names_a_registry_or_a_machine() -> None:
    found = [
        f"{shown(path)}:{number}: {line.strip()[:100]}"
        for path in tracked()
        if path.suffix in TEXT | {""} and path != Path(__file__)
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1)
        if OUTSIDE.search(line)
    ]
    assert found == []


def test_migrations_import_no_app() -> None:
    found = [
        f"{shown(path)} imports {name}"
        for path in PACKAGE.rglob("migrations/[0-9]*.py")
        for name in imported_names(ast.parse(path.read_text()))
        if name.startswith("parvis.apps.")
    ]
    assert found == []
