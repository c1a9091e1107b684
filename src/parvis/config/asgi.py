"""The application of embedded mode: sockets and probes in front, Django's pages behind."""

from parvis.config.readiness import problems
from parvis.config.wsgi import pages
from parvis.live.front import Front


def front(*, with_pages: bool) -> Front:
    """Compose the ASGI application that answers everything, or sockets and probes only."""
    return Front(pages=pages if with_pages else None, problems=problems)
