"""Periodic work of spaces."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from parvis.apps.workspaces.services.marks import prune_openings
from parvis.apps.workspaces.services.returns import open_holds, return_lost_balls
from parvis.apps.workspaces.services.trash import purge_old_trash
from parvis.kernel.schedule import periodic

LOOK_BACK = timedelta(days=8)


@periodic(every=timedelta(hours=1))
def return_balls_of_the_departed() -> None:
    """Give back the holds of those whose days in a space or in the town have just ended."""
    today = timezone.localdate()
    just_ended = (today - LOOK_BACK, today - timedelta(days=1))
    in_space = Q(workspace__memberships__ends_on__range=just_ended)
    person = Q(party__person__ends_on__range=just_ended)
    holds = open_holds().filter(in_space | person).values("pk")
    return_lost_balls(holds=open_holds().filter(pk__in=holds))


@periodic(every=timedelta(hours=6))
def empty_old_trash() -> None:
    """Remove for good what has been in the trash for 30 days."""
    purge_old_trash()


@periodic(every=timedelta(hours=24))
def forget_old_openings() -> None:
    """Forget what people opened more than sixty days ago, or fifty things ago."""
    prune_openings()
