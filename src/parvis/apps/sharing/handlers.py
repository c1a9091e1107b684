"""What follows by mail: the link to each recipient, the receipt to who handed something in."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from parvis.apps.sharing.access import is_over
from parvis.apps.sharing.events import DepositReceived, LinkMailed
from parvis.apps.sharing.letters import link_letter, receipt_letter
from parvis.apps.sharing.models import Deposit, Recipient
from parvis.apps.workspaces.registry import Said, register_words
from parvis.kernel.events import handles
from parvis.kernel.mail import send_letter
from parvis.kernel.models import Event


@handles(LinkMailed)
def mail_link(event: Event) -> None:
    """Mail a link to its recipient, unless it was mailed, or is over already."""
    recipient = (
        Recipient.objects.select_for_update(of=("self",))
        .select_related("link__author__person", "link__organisation")
        .filter(pk=event.payload["recipient_id"], sent_at__isnull=True)
        .first()
    )
    if recipient is None or is_over(recipient.link):
        return
    send_letter(link_letter(recipient.link), to=recipient.email)
    recipient.sent_at = timezone.now()
    recipient.save(update_fields=["sent_at"])


@handles(DepositReceived)
def mail_receipt(event: Event) -> None:
    """Mail a receipt to whoever gave an address with what they handed in."""
    deposit = (
        Deposit.objects.select_related("link__organisation")
        .filter(pk=UUID(event.payload["deposit_id"]))
        .first()
    )
    if deposit is not None and deposit.email:
        send_letter(receipt_letter(deposit), to=deposit.email)


def _words(events: Sequence[Event]) -> dict[UUID, Said]:
    """Return who handed in what, for timelines and notifications: events hold no name."""
    rows = {str(event.payload["deposit_id"]): event.pk for event in events}
    found = Deposit.objects.filter(pk__in=rows)
    return {rows[str(one.pk)]: Said(text=_said(one)) for one in found}


def _said(deposit: Deposit) -> str:
    return " — ".join(part for part in (deposit.name, deposit.message) if part)


register_words("sharing.deposit_received", words=_words)
