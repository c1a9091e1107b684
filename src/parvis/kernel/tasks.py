"""Periodic work of the ground: sealing the journal, sweeping kept mails."""

from datetime import timedelta

from parvis.kernel.journal import seal_all
from parvis.kernel.kept_mails import sweep_kept_mails
from parvis.kernel.schedule import periodic


@periodic(every=timedelta(minutes=5))
def seal_journals() -> None:
    """Seal what every organisation's journal has settled."""
    seal_all()


@periodic(every=timedelta(days=1))
def sweep_mails() -> None:
    """Delete the mails that were kept for a month."""
    sweep_kept_mails()
