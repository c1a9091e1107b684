"""What the mails of sharing say."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.apps.sharing.models import Deposit, Link
from parvis.apps.sharing.presenters import address_of
from parvis.kernel.mail import Letter
from parvis.kernel.ui.phrases import exactly, file_size

SHOWN_FILES = 50


def link_letter(link: Link) -> Letter:
    """Return the mail that carries a link in place of attachments."""
    author = link.author
    who = author.name if author else link.organisation.name
    town = link.organisation.name
    person = getattr(author, "person", None)
    closing = [
        _("The link works until %(day)s.") % {"day": date_format(link.ends_on, "j F Y")},
        _("Answer this mail to write to %(who)s.") % {"who": who},
    ]
    if link.password:
        closing.insert(0, _("It asks for a password, which %(who)s gives you.") % {"who": who})
    return Letter(
        subject=_("%(who)s (%(town)s) sends you documents") % {"who": who, "town": town},
        paragraphs=[
            _("Hello,"),
            _("%(who)s sends you documents of %(town)s by a secure link.")
            % {"who": who, "town": town},
        ],
        quote=link.message,
        action_label=_("See the documents"),
        action_url=address_of(link),
        closing=closing,
        town=town,
        reply_to=person.email if person else "",
    )


def receipt_letter(deposit: Deposit) -> Letter:
    """Return the receipt of what was handed in."""
    town = deposit.link.organisation.name
    files = list(deposit.files.all()[:SHOWN_FILES])
    count = len(files)
    sentence = ngettext(
        "%(town)s has received your document on %(when)s, under the reference %(reference)s:",
        "%(town)s has received your %(n)s documents on %(when)s, under the reference "
        "%(reference)s:",
        count,
    )
    values = {
        "town": town,
        "n": count,
        "when": exactly(deposit.at),
        "reference": deposit.reference,
    }
    return Letter(
        subject=_("Receipt %(reference)s") % {"reference": deposit.reference},
        paragraphs=[
            _("Hello,"),
            sentence % values,
            *(f"— {file.name} ({file_size(file.size)})" for file in files),
        ],
        closing=[_("If you handed nothing in, ignore this letter.")],
        town=town,
    )
