"""What every template knows: the shell."""

from django.http import HttpRequest

from parvis.kernel.ui.shell import Shell


def shell(request: HttpRequest) -> dict[str, object]:
    """Give the templates `shell`; nothing is read until one asks."""
    return {"shell": Shell(request)}
