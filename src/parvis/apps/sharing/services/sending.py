"""Files are sent: each recipient gets a link of their own, in place of an attachment."""

import re
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from parvis.apps.sharing.events import FilesSent, LinkMailed
from parvis.apps.sharing.models import Link, Recipient
from parvis.apps.sharing.services.links import Terms, make_link
from parvis.kernel.actors import Actor
from parvis.kernel.errors import InvalidError
from parvis.kernel.events import emit, emit_all

MOST_RECIPIENTS = 30
_APART = re.compile(r"[\s,;]+")


def addresses_in(text: str) -> list[str]:
    """Return the addresses typed, apart by commas or lines, each once (raises InvalidError)."""
    typed = list(dict.fromkeys(part.lower() for part in _APART.split(text) if part))
    trouble = ""
    if not typed:
        trouble = _("Give at least one address.")
    elif len(typed) > MOST_RECIPIENTS:
        trouble = _("Send to at most 30 addresses at a time.")
    else:
        for address in typed:
            try:
                validate_email(address)
            except ValidationError:
                trouble = _("“%(address)s” is not an e-mail address.") % {"address": address[:80]}
                break
    if trouble:
        raise InvalidError(fields={"recipients": [trouble]})
    return typed


@transaction.atomic
def send_files(
    *,
    actor: Actor,
    item_id: UUID,
    recipients: str,
    terms: Terms,
    part_ids: Sequence[UUID] = (),
) -> list[Link]:
    """Mail a link to each of the addresses: all of them, or none.

    Each has its own, so that what each one opened shows, and each may be withdrawn. Raises
    InvalidError, RefusedError, NotFoundError.
    """
    addresses = addresses_in(recipients)
    links = []
    for address in addresses:
        link = make_link(
            actor=actor,
            item_id=item_id,
            terms=replace(terms, label=address[:120]),
            part_ids=part_ids,
            is_sent=True,
        )
        links.append(link)
    rows = Recipient.objects.bulk_create(
        Recipient(link=link, email=address) for link, address in zip(links, addresses, strict=True)
    )
    about = {"item_id": links[0].item_id, "workspace_id": links[0].item.workspace_id}
    emit(FilesSent(**about, link_id=str(links[0].pk), count=len(links)), actor=actor)
    emit_all(
        (LinkMailed(**about, link_id=str(row.link_id), recipient_id=row.pk) for row in rows),
        actor=actor,
    )
    return links
