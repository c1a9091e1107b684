"""Periodic work of the ground: sealing the journal."""

from datetime import timedelta

from parvis.kernel.journal import seal_all
from parvis.kernel.schedule import periodic


@periodic(every=timedelta(minutes=5))
def seal_journals() -> None:
    """Seal what every organisation's journal has settled."""
    seal_all()
