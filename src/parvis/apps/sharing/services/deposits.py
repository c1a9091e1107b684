"""What people outside hand in: checked, placed by the town's own services, announced."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.apps.files.enums import NameChoice
from parvis.apps.files.services.folders import add_folder
from parvis.apps.files.services.versions import add_file
from parvis.apps.sharing.access import OpenLink, is_over
from parvis.apps.sharing.enums import Act, Sorting
from parvis.apps.sharing.errors import GoneError
from parvis.apps.sharing.events import DepositReceived
from parvis.apps.sharing.models import Deposit, DepositedFile, Link, Trace
from parvis.apps.sharing.services.visits import system_of
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.titles import free_title, split_extension
from parvis.kernel.actors import Actor
from parvis.kernel.errors import InvalidError, Text, ThrottledError
from parvis.kernel.events import emit
from parvis.kernel.storage.models import Blob
from parvis.kernel.storage.naming import clean_name
from parvis.kernel.texts import clean_line, clean_text

MOST_FILES: Final = 50
MOST_BYTES: Final = 10**9
MOST_AN_HOUR: Final = 30
LONGEST_NAME: Final = 120
LONGEST_MESSAGE: Final = 2_000
_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
_PROGRAMS: Final = frozenset(
    {
        ".exe",
        ".com",
        ".bat",
        ".cmd",
        ".scr",
        ".pif",
        ".msi",
        ".msp",
        ".msix",
        ".appx",
        ".dll",
        ".cpl",
        ".js",
        ".jse",
        ".vbs",
        ".vbe",
        ".wsf",
        ".wsh",
        ".ps1",
        ".psm1",
        ".hta",
        ".jar",
        ".lnk",
        ".reg",
        ".url",
        ".iso",
        ".img",
        ".vhd",
        ".sh",
        ".app",
        ".dmg",
        ".pkg",
        ".apk",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who hands in, as they say."""

    name: str
    email: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A file that was handed in: the name that it came with, and its stored content."""

    name: str
    blob: Blob


def require_calm(link: Link) -> None:
    """Refuse a flood: so many deposits an hour by one link (raises ThrottledError)."""
    since = timezone.now() - timedelta(hours=1)
    if link.deposits.filter(at__gte=since).count() >= MOST_AN_HOUR:
        raise ThrottledError(_("Many documents were handed in just now. Try again in an hour."))


def checked_sender(sender: Sender) -> Sender:
    """Return what was typed, cleaned (raises InvalidError by field)."""
    cleaned = Sender(
        name=clean_line(sender.name),
        email=clean_line(sender.email),
        message=clean_text(sender.message),
    )
    fields: dict[str, list[Text]] = {}
    if not 1 <= len(cleaned.name) <= LONGEST_NAME:
        fields["name"] = [_("Give your name, in 120 signs at most.")]
    if len(cleaned.message) > LONGEST_MESSAGE:
        fields["message"] = [_("Keep it under 2,000 signs.")]
    if cleaned.email:
        try:
            validate_email(cleaned.email)
        except ValidationError:
            fields["email"] = [_("This is not an e-mail address: check it, or leave it out.")]
    if fields:
        raise InvalidError(fields=fields)
    return cleaned


def check_names(names: Sequence[str]) -> None:
    """Refuse too many files, none, and programs (raises InvalidError on `files`)."""
    trouble = ""
    if not names:
        trouble = _("Choose at least one file.")
    elif len(names) > MOST_FILES:
        trouble = _("Send at most 50 files at a time: begin again with fewer.")
    else:
        for name in names:
            if split_extension(clean_name(name))[1].lower() in _PROGRAMS:
                trouble = _("“%(name)s” is a program: those are not taken here.") % {"name": name}
    if trouble:
        raise InvalidError(fields={"files": [trouble]})


@transaction.atomic
def receive_deposit(*, opened: OpenLink, sender: Sender, sent: Sequence[Sent]) -> Deposit:
    """Put what was handed in where the link says, all of it or nothing, and announce it.

    The author's rights are asked anew, then the system places the files: nobody of the town is
    their author. Raises InvalidError, GoneError, ThrottledError, InfectedError.
    """
    cleaned = checked_sender(sender)
    check_names([one.name for one in sent])
    link = Link.objects.select_for_update(of=("self",)).get(pk=opened.link.pk)
    if is_over(link):
        raise GoneError
    require_calm(link)
    (folder,) = opened.roots
    items_access.require(opened.author, folder, "add")
    system = system_of(link)
    place = _place(system, link, folder, cleaned)
    deposit = Deposit.objects.create(
        link=link,
        reference=_reference(),
        name=cleaned.name,
        email=cleaned.email,
        message=cleaned.message,
        place=place,
    )
    for one in sent:
        _add(system, deposit, place, one)
    Trace.objects.create(link=link, act=Act.DEPOSITED, item=place)
    emit(
        DepositReceived(
            item_id=place.pk,
            workspace_id=place.workspace_id,
            party_id=link.author_id,
            link_id=str(link.pk),
            deposit_id=str(deposit.pk),
            count=len(sent),
        ),
        actor=system,
    )
    return deposit


def _place(system: Actor, link: Link, folder: Item, sender: Sender) -> Item:
    if link.sorting == Sorting.TOGETHER:
        return folder
    today = timezone.localdate()
    title = free_title(folder.pk, clean_name(f"{today:%Y-%m-%d} {sender.name}"))
    return add_folder(actor=system, parent_id=folder.pk, title=title)


def _reference() -> str:
    """Return what a depositor quotes by telephone: eight signs that are hard to take for others."""
    signs = "".join(secrets.choice(_LETTERS) for _sign in range(8))
    return f"{signs[:4]}-{signs[4:]}"


def _add(system: Actor, deposit: Deposit, place: Item, one: Sent) -> None:
    version = add_file(
        actor=system,
        parent_id=place.pk,
        name=one.name,
        blob=one.blob,
        remark=_("Handed in by %(name)s") % {"name": deposit.name},
        name_choice=NameChoice.KEEP_BOTH,
    )
    DepositedFile.objects.create(
        deposit=deposit, item_id=version.file_id, name=version.name, size=version.size
    )
