"""Mails: one short letter, sent as plain text and as sober HTML, in the town's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

_UNSAFE_IN_NAMES = '\r\n"<>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail says: paragraphs, perhaps a quoted message, a code to copy or a button to press.

    `town` signs it and `closing` is the small print; answers go to `reply_to`.
    """

    subject: str
    paragraphs: Sequence[str]
    quote: str = ""
    code: str = ""
    action_label: str = ""
    action_url: str = ""
    closing: Sequence[str] = ()
    town: str = "Parvis"
    reply_to: str = ""


def absolute_url(path: str) -> str:
    """Return the address of a path of ours, as people outside type it."""
    return f"{settings.BASE_URL}{path}"


def make_mail(letter: Letter, *, to: str) -> EmailMultiAlternatives:
    """Build the message of a letter, ready to send."""
    name = "".join(sign for sign in letter.town if sign not in _UNSAFE_IN_NAMES)
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    subject = " ".join(letter.subject.split())
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("mail/letter.txt", {"letter": letter}).strip() + "\n",
        from_email=formataddr((name, address)),
        to=[to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(
        render_to_string("mail/letter.html", {"letter": letter}), "text/html"
    )
    return message


def send_letter(letter: Letter, *, to: str) -> None:
    """Send a letter now; jobs and handlers call this, so that a failure is tried again."""
    make_mail(letter, to=to).send()
