"""Start Django for a command, or say plainly why the configuration doesn't allow it."""

import sys

import django

from parvis.config.environment import ConfigurationError, environment

EXIT_CONFIGURATION = 2


def start_django() -> None:
    """Validate the environment (code 2 when it is wrong), then set Django up."""
    require_environment()
    django.setup()


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
