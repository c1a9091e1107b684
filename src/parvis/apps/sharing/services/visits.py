"""What people outside do with a link: passwords tried, things opened and taken."""

from datetime import timedelta
from typing import Final

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from parvis.apps.sharing.enums import Act
from parvis.apps.sharing.events import LinkDownloaded, LinkOpened
from parvis.apps.sharing.models import Link, Trace
from parvis.apps.workspaces.models import Item
from parvis.kernel.actors import Actor, system_actor
from parvis.kernel.errors import ThrottledError
from parvis.kernel.events import emit

SYSTEM: Final = "sharing"
TRIES: Final = 10
WINDOW: Final = timedelta(minutes=15)
ONCE: Final = timedelta(minutes=1)


def system_of(link: Link) -> Actor:
    """Return who acts for somebody outside, in the link's organisation."""
    return system_actor(SYSTEM, organisation_id=link.organisation_id)


def try_password(link: Link, typed: str) -> bool:
    """Tell whether a password opens a link; ten tries a quarter of an hour (ThrottledError).

    A try is counted before it is looked at, so that tries at the same moment count too.
    """
    now = timezone.now()
    mine = Link.objects.filter(pk=link.pk)
    is_first = Q(tries_from__isnull=True) | Q(tries_from__lte=now - WINDOW)
    is_counted = mine.filter(is_first).update(tries=1, tries_from=now) or mine.filter(
        tries__lt=TRIES
    ).update(tries=F("tries") + 1)
    if not is_counted:
        raise ThrottledError
    return check_password(typed, link.password)


def take_as_long() -> None:
    """Spend on nothing what a password costs, where there is none to look at."""
    make_password("x")


@transaction.atomic
def note(link: Link, act: Act, *, item: Item | None = None, count: int = 1) -> None:
    """Keep what was done with a link: the same act on the same thing once a minute.

    Downloads go to the journal; the first opening is told to an author who asked for it.
    """
    recent = link.traces.filter(act=act, item=item, at__gte=timezone.now() - ONCE)
    if recent.exists():
        return
    is_first = act == Act.OPENED and not link.traces.filter(act=Act.OPENED).exists()
    Trace.objects.create(link=link, act=act, item=item)
    thing = item or link.item
    if act == Act.DOWNLOADED:
        emit(
            LinkDownloaded(
                item_id=thing.pk,
                workspace_id=thing.workspace_id,
                link_id=str(link.pk),
                count=count,
            ),
            actor=system_of(link),
        )
    elif is_first and link.tells_opening:
        emit(
            LinkOpened(
                item_id=thing.pk,
                workspace_id=thing.workspace_id,
                party_id=link.author_id,
                link_id=str(link.pk),
            ),
            actor=system_of(link),
        )
