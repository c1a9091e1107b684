"""The `parvis` command: one module of `parvis.config.commands` for each of its verbs.

A command module has a docstring, whose first line is its help, `configure(parser)` and
`run(options) -> int`. It joins by being there. Django is set up before the module is imported,
except for the commands that must start fast or work when the configuration is broken.
"""

import argparse
import ast
import os
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

COMMANDS = Path(__file__).parent / "commands"
WITHOUT_DJANGO = frozenset({"serve", "worker", "doctor", "restore", "version"})
EXIT_INTERRUPTED = 130
EXIT_CONFIGURATION = 2


def main(arguments: list[str] | None = None) -> None:
    """Run the command named on the line and exit with its code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    commands = available()
    parser = argparse.ArgumentParser(
        prog="parvis", description="La suite collaborative des petites villes."
    )
    choices = parser.add_subparsers(dest="command", metavar="commande", required=True)
    chosen = next((word for word in arguments if word in commands), None)
    for name, help_text in commands.items():
        choice = choices.add_parser(name, help=help_text, description=help_text)
        if name == chosen:
            module = _load(name)
            module.configure(choice)
            choice.set_defaults(run=module.run)
    options = parser.parse_args(arguments)
    try:
        sys.exit(options.run(options))
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    except Exception as error:
        if "DEBUG" in os.environ or not _is_plain(error):
            raise
        sys.stderr.write(f"parvis {chosen} : {error}\nPour un diagnostic : parvis doctor\n")
        sys.exit(1)


def _is_plain(error: Exception) -> bool:
    """Tell whether an error speaks for itself: the outside world's, or one of Parvis's own."""
    if isinstance(error, OSError):
        return True
    return any(
        kind.__module__.startswith(("django.db.utils", "parvis.")) for kind in type(error).__mro__
    )


def available() -> dict[str, str]:
    """Map each command's name to the first line of its module's docstring."""
    return {
        path.stem: _first_line(path)
        for path in sorted(COMMANDS.glob("*.py"))
        if not path.stem.startswith("_")
    }


def _first_line(path: Path) -> str:
    document = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return document.partition("\n")[0].replace("%", "%%")


def _load(name: str) -> ModuleType:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")
    if name not in WITHOUT_DJANGO:
        start = import_module("parvis.config.start")
        start.start_django()
    return import_module(f"parvis.config.commands.{name}")
