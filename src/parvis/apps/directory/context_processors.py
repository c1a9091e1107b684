"""What every template knows of who looks at it."""

from django.http import HttpRequest

from parvis.kernel.actors import ANONYMOUS


def actor(request: HttpRequest) -> dict[str, object]:
    """Return the request's actor as `actor`."""
    return {"actor": getattr(request, "actor", ANONYMOUS)}
