"""Start Django for a command, or say plainly why the configuration doesn't allow it."""

import sys
from importlib import import_module

import django

from parvis.config.environment import ConfigurationError, environment
from parvis.config.supervision import EXIT_CONFIGURATION, end_with_parent


def start_django() -> None:
    """Validate the environment (code 2 when it is wrong), then set Django up."""
    require_environment()
    django.setup()


def start_part(*, supervised: bool) -> None:
    """Start Django for a process that stays; one of embedded mode brings the database up to date.

    Its two processes do so at the same moment: one works, the other waits and finds nothing to do.
    """
    if supervised:
        end_with_parent()
    start_django()
    if supervised:
        import_module("parvis.config.migrations").migrate()


def require_environment() -> None:
    """Exit with code 2 and a plain message when the environment is wrong."""
    try:
        environment()
    except ConfigurationError as error:
        sys.stderr.write(explain(error))
        sys.exit(EXIT_CONFIGURATION)


def explain(error: ConfigurationError) -> str:
    lines = "".join(f"  • {line}\n" for line in error.lines)
    return (
        "Parvis ne démarre pas : la configuration est à corriger."
        " / Parvis does not start: its configuration needs mending.\n"
        f"{lines}Voir docs/operations.md pour la liste des variables.\n"
    )
